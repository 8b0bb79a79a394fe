// What is typed into a form stays in this browser until it has been handed in: a lost connection, a reload or an
// expired sign-in takes nothing. Controls that take part carry data-path; the server knows them by that name.
(() => {
  const PREFIX = 'ms-draft:';
  const PAUSE = 700;
  const OLD = 14 * 24 * 3600 * 1000;
  let kept = null;

  const controls = () => document.querySelectorAll('main [data-path]');

  const read = () => {
    const values = {};
    for (const field of controls()) {
      const path = field.dataset.path;
      if (field.type === 'checkbox') {
        const list = values[path] ??= [];
        if (field.checked) list.push(field.value);
      } else if (field.type === 'radio') {
        if (field.checked) values[path] = field.value;
      } else {
        values[path] = field.value;
      }
    }
    return values;
  };

  const names = start => Object.keys(localStorage).filter(name => name.startsWith(start));
  const forget = name => { try { localStorage.removeItem(name); } catch { /* nothing is kept here */ } };

  const save = () => {
    // Once the page has gone on, its controls are another form's, or none.
    if (!kept?.changed || !document.querySelector(`[data-draft="${CSS.escape(kept.subject)}"]`)) return;
    try {
      localStorage.setItem(kept.name, JSON.stringify({ at: Date.now() + kept.ahead, values: read() }));
      for (const field of controls()) field.dataset.kept = 'yes';
    } catch { /* private window or full: the server's draft has to do */ }
  };

  const isOff = () => document.getElementById('components-reconnect-modal')?.className.includes('components-reconnect-') === true
    && !document.getElementById('components-reconnect-modal').classList.contains('components-reconnect-hide');

  const isPicked = field => field.type === 'radio' || field.type === 'checkbox' || field.tagName === 'SELECT';

  // Between keystrokes the server gets what has been typed, so that its draft follows too.
  const tell = field => {
    if (isOff()) return;
    field.dispatchEvent(new Event('change', { bubbles: true }));
  };

  document.addEventListener('input', event => {
    const field = event.target.closest?.('[data-path]');
    if (!kept || !field || !event.isTrusted && !event.detail?.typed) return;
    kept.changed = true;
    kept.behind.add(field);
    kept.touched.add(field);
    clearTimeout(kept.timer);
    kept.timer = setTimeout(() => {
      save();
      if (isOff()) return;
      for (const one of kept.behind) {
        if (one.dataset.composing === 'yes') continue;
        kept.behind.delete(one);
        if (one.isConnected && !isPicked(one)) tell(one);
      }
    }, PAUSE);
    save();
  });
  document.addEventListener('compositionstart', event => { if (event.target.dataset) event.target.dataset.composing = 'yes'; });
  document.addEventListener('compositionend', event => { if (event.target.dataset) delete event.target.dataset.composing; });
  document.addEventListener('change', event => {
    if (kept && event.isTrusted && event.target.closest?.('[data-path]')) { kept.changed = true; save(); }
  });
  addEventListener('pagehide', save);

  // The line is back and the circuit lives. What was sent while the line was dead without anybody knowing is lost,
  // so everything touched goes again; the same value twice changes nothing.
  const follow = () => {
    if (!kept || isOff()) return;
    for (const field of kept.touched) if (field.isConnected && (field.type !== 'radio' || field.checked)) tell(field);
    kept.behind.clear();
  };
  document.addEventListener('DOMContentLoaded', () => {
    const modal = document.getElementById('components-reconnect-modal');
    if (modal) new MutationObserver(() => setTimeout(follow, 200)).observe(modal, { attributes: true, attributeFilter: ['class'] });
    const waiting = document.querySelector('[data-ms-draft-waits]');
    try { if (waiting && names(PREFIX).length > 0) waiting.hidden = false; } catch { /* nothing is kept here */ }
  });

  // Signing out leaves nothing of one person's for the next.
  document.addEventListener('submit', event => {
    if (!event.target.action?.endsWith('/account/sign-out')) return;
    kept = null;
    try { names(PREFIX).forEach(forget); } catch { /* nothing is kept here */ }
  });

  window.msDrafts = {
    // Begins to keep a form; gives back what this browser kept of it, if anything.
    begin(person, subject, now) {
      const name = `${PREFIX}${person}:${subject}`;
      kept = { name, subject, ahead: now - Date.now(), behind: new Set(), touched: new Set(), changed: false, timer: 0 };
      try {
        for (const other of names(PREFIX)) {
          const at = JSON.parse(localStorage.getItem(other) ?? '{}').at ?? 0;
          if (!other.startsWith(`${PREFIX}${person}:`) || now - at > OLD) forget(other);
        }
        return localStorage.getItem(name);
      } catch {
        return null;
      }
    },
    // The server has it all: nothing is left to remember here unless something new is typed.
    drop(person, subject) {
      const name = `${PREFIX}${person}:${subject}`;
      if (kept?.name === name) { clearTimeout(kept.timer); kept.changed = false; kept.behind.clear(); }
      forget(name);
    },
    end(person, subject) {
      if (kept?.name !== `${PREFIX}${person}:${subject}`) return;
      clearTimeout(kept.timer);
      kept = null;
    },
  };
})();
