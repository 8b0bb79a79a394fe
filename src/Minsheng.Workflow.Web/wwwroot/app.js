// What the shell does without a circuit: large text, the phone menu, the skip link and a lost connection.
(() => {
  const root = document.documentElement;
  const LARGE = 'ms-large';

  const remembersLarge = () => {
    try { return localStorage.getItem(LARGE) === '1'; } catch { return false; }
  };
  const applyLarge = () => root.classList.toggle('ms-large', remembersLarge());
  applyLarge();

  const closeMenu = () => {
    root.classList.remove('ms-menu');
    document.querySelector('[data-ms=menu]')?.setAttribute('aria-expanded', 'false');
  };

  const acts = {
    large() {
      try { localStorage.setItem(LARGE, remembersLarge() ? '0' : '1'); } catch { /* private window: lasts until the next page */ }
      root.classList.toggle('ms-large');
    },
    menu(button) {
      button.setAttribute('aria-expanded', String(root.classList.toggle('ms-menu')));
    },
    skip() {
      document.getElementById('main')?.focus();
    },
    async reconnect() {
      if (await window.Blazor?.reconnect?.() === false) location.reload();
    },
    reload() {
      location.reload();
    },
    print() {
      window.print();
    },
  };

  document.addEventListener('click', event => {
    for (const open of document.querySelectorAll('details.me[open]'))
      if (!open.contains(event.target)) open.open = false;

    const button = event.target.closest('[data-ms]');
    if (!button) {
      if (!event.target.closest('.nav') || event.target.closest('.nav a')) closeMenu();
      return;
    }
    // <base href="/"> would turn "#main" into the start page.
    if (button.dataset.ms === 'skip') event.preventDefault();
    acts[button.dataset.ms]?.(button);
  });

  document.addEventListener('keydown', event => {
    if (event.key !== 'Escape') return;
    const open = document.querySelector('details.me[open]');
    if (open) { open.open = false; open.querySelector('summary').focus(); }
    if (root.classList.contains('ms-menu')) { closeMenu(); document.querySelector('[data-ms=menu]')?.focus(); }
  });

  // What the form's drafts keep comes back by itself.
  const hasTypedText = () => [...document.querySelectorAll('#main textarea:not([data-kept]), #main input:not([type=hidden]):not([data-kept])')]
    .some(field => touched.has(field) && field.value !== field.defaultValue && field.value !== '');

  // A page whose reader's posts change is drawn anew: what stood in fields that go away is not lost with them.
  const touched = new WeakSet();
  document.addEventListener('input', event => touched.add(event.target), true);
  let typed = [];
  const nameOf = field => (field.labels?.[0]?.querySelector('.lb') ?? field.labels?.[0])?.firstChild?.textContent?.trim() || field.getAttribute('aria-label') || field.placeholder || '';
  window.minsheng = {
    ...window.minsheng,
    remember() {
      typed = [...document.querySelectorAll('#main textarea, #main input:is(:not([type]), [type=text], [type=number])')]
        .filter(field => touched.has(field) && field.value.trim() !== '')
        .map(field => ({ field, label: nameOf(field), text: field.value }));
    },
    forgotten() {
      return typed.filter(one => !one.field.isConnected).map(one => ({ label: one.label, text: one.text }));
    },
  };

  // The circuit is gone for good. Start again once the server is back, but never over what someone has typed.
  const reloadWhenBack = async () => {
    for (;;) {
      try {
        if ((await fetch('health/live', { cache: 'no-store' })).ok) break;
      } catch { /* still away */ }
      await new Promise(done => setTimeout(done, 3000));
    }
    if (!hasTypedText()) location.reload();
  };

  const watchConnection = () => {
    const modal = document.getElementById('components-reconnect-modal');
    if (!modal) return;
    let leaving = false;
    new MutationObserver(() => {
      const lost = modal.classList.contains('components-reconnect-rejected') || modal.classList.contains('components-reconnect-failed');
      if (!lost || leaving) return;
      leaving = true;
      reloadWhenBack();
    }).observe(modal, { attributes: true, attributeFilter: ['class'] });
  };

  document.addEventListener('DOMContentLoaded', () => {
    watchConnection();
    // Enhanced navigation copies the server's <html> attributes over ours.
    window.Blazor?.addEventListener?.('enhancedload', () => { applyLarge(); closeMenu(); });
  });
})();
