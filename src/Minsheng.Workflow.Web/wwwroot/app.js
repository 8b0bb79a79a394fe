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
    unsent() {
      try { sessionStorage.removeItem(UNSENT); } catch { /* a private window */ }
      showUnsent();
    },
    menu(button) {
      button.setAttribute('aria-expanded', String(root.classList.toggle('ms-menu')));
    },
    skip() {
      document.getElementById('main')?.focus();
    },
    async reconnect() {
      // Blazor may be at it by itself: of two at once one is refused, and the line is back all the same.
      if (await window.Blazor?.reconnect?.() === false) setTimeout(() => { if (isCut) acts.reload(); }, 3000);
    },
    reload() {
      carryOver();
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
  const typedNow = () => [...document.querySelectorAll('#main textarea, #main input:is(:not([type]), [type=text], [type=number])')]
    .filter(field => touched.has(field) && field.value.trim() !== '')
    .map(field => ({ field, label: nameOf(field), text: field.value }));
  const wordsOf = label => [...label?.childNodes ?? []].find(node => node.nodeType === Node.TEXT_NODE && node.textContent.trim())?.textContent.trim();
  const nameOf = field => wordsOf(field.labels?.[0]?.querySelector('.lb') ?? field.labels?.[0]) || field.getAttribute('aria-label') || field.placeholder || '';
  window.minsheng = {
    ...window.minsheng,
    isCut: () => isCut,
    remember() { typed = typedNow(); },
    forgotten() {
      return typed.filter(one => !one.field.isConnected).map(one => ({ label: one.label, text: one.text }));
    },
  };

  // What was typed and nobody keeps is shown again once the page has been opened anew: to the same person, until they have seen it.
  const UNSENT = 'ms-unsent';
  const personNow = () => document.querySelector('.app[data-person]')?.dataset.person;
  const unsent = () => {
    try {
      const kept = JSON.parse(sessionStorage.getItem(UNSENT));
      return kept && kept.person === personNow() ? kept.open : [];
    } catch { return []; }
  };
  const carryOver = () => {
    const person = personNow();
    const open = typedNow().filter(({ field }) => !('kept' in field.dataset) && field.value !== field.defaultValue).map(({ label, text }) => ({ label, text }));
    if (!person || open.length === 0) return;
    try { sessionStorage.setItem(UNSENT, JSON.stringify({ person, open: [...unsent(), ...open] })); } catch { /* a private window */ }
  };
  const showUnsent = () => {
    const [open, place] = [unsent(), document.getElementById('ms-unsent')];
    if (!place) return;
    place.querySelector('[data-list]').replaceChildren(...open.map(({ label, text }) => {
      const [line, field] = [document.createElement('label'), document.createElement('textarea')];
      line.className = 'lb';
      Object.assign(field, { className: 'in ta', readOnly: true, rows: 2, value: text });
      line.append(label, field);
      return line;
    }));
    place.hidden = open.length === 0;
  };

  // The line to the server. What was typed while it was cut, or a moment before anybody knew, has not been heard: it is told once
  // more, except where forms and the designer see to that themselves. A choice from a list may be an act and is not done twice.
  const UNHEARD = 40_000;
  const lately = new Map();
  let isCut = false, cutAt = 0;
  const remembers = event => {
    const [field, now] = [event.target, Date.now()];
    if (!event.isTrusted || !field.matches?.('textarea, input:not([type=file], [type=checkbox], [type=radio], [type=password])') || field.matches('[data-path], [data-act], [role=search] .num, .dz .prop :not(dialog *)')) return;
    for (const [other, at] of lately) if (!isCut && at < now - UNHEARD) lately.delete(other);
    lately.set(field, now);
  };
  document.addEventListener('input', remembers, true);
  document.addEventListener('change', remembers, true);
  const tellAgain = () => {
    for (const [field, at] of lately) if (field.isConnected && at > cutAt - UNHEARD) for (const kind of ['input', 'change']) field.dispatchEvent(new Event(kind, { bubbles: true }));
    lately.clear();
  };

  // A press that only the server could have answered; what the designer keeps by itself needs no word.
  const missed = event => {
    if (!isCut || !event.isTrusted || !event.target.closest('main button:not([data-ms], [data-act], [data-step-type], [data-sheet-open], [data-sheet-close])')) return;
    sayMissed();
  };
  const sayMissed = () => { document.querySelector('#components-reconnect-modal .missed').hidden = false; };
  document.addEventListener('click', missed, true);

  // A choice that the server does not hear must not stand as if it had.
  const stood = new WeakMap();
  const chosen = event => {
    const field = event.target;
    if (!field.matches?.('main select:not([data-path], .dz .prop [id])')) return;
    if (event.type === 'focusin' || !isCut || !event.isTrusted || !stood.has(field)) { stood.set(field, field.value); return; }
    event.stopImmediatePropagation();
    field.value = stood.get(field);
    sayMissed();
  };
  document.addEventListener('focusin', chosen, true);
  document.addEventListener('change', chosen, true);

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
    // Where a dialog is open nothing outside of it can be pressed.
    const lift = () => (isCut && [...document.querySelectorAll('dialog:modal')].at(-1) || document.body).append(modal);
    document.addEventListener('close', () => { if (isCut) lift(); }, true);
    new MutationObserver(() => {
      const now = /components-reconnect-(show|retrying|failed|rejected)/.test(modal.className);
      if (now !== isCut) {
        isCut = now;
        if (now) cutAt = Date.now(); else modal.querySelector('.missed').hidden = true;
        lift();
        document.dispatchEvent(new Event(now ? 'ms-cut' : 'ms-back'));
        if (!now) setTimeout(tellAgain, 200);
      }
      const lost = modal.classList.contains('components-reconnect-rejected') || modal.classList.contains('components-reconnect-failed');
      if (!lost || leaving) return;
      leaving = true;
      reloadWhenBack();
    }).observe(modal, { attributes: true, attributeFilter: ['class'] });
  };

  document.addEventListener('DOMContentLoaded', () => {
    watchConnection();
    showUnsent();
    // Enhanced navigation copies the server's <html> attributes over ours.
    window.Blazor?.addEventListener?.('enhancedload', () => { applyLarge(); closeMenu(); showUnsent(); });
  });
})();
