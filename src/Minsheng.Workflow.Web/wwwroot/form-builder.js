// The form builder: opens its dialog, lets fields be dragged into order and out of the palette, moves the focus by the arrows.
const opener = new WeakMap();

export function open(dialog, list, self) {
  if (!dialog || dialog.open) return;
  opener.set(dialog, document.activeElement);
  dialog.showModal();
  (list.querySelector('.fld') ?? dialog.querySelector('.fk button') ?? dialog).focus();
  drag(dialog, list, self);
  // Escape must not throw work away: the dialog asks first.
  dialog.addEventListener('cancel', event => { event.preventDefault(); self.invokeMethodAsync('Leave'); });
  dialog.addEventListener('keydown', event => {
    if (event.key === 'Escape' && !event.defaultPrevented && event.target.getAttribute('aria-expanded') !== 'true') {
      event.preventDefault();
      self.invokeMethodAsync('Leave');
    }
    const typing = event.target.closest('input:not([type=checkbox], [type=radio]), textarea, select, [contenteditable]');
    if (!typing && (event.ctrlKey || event.metaKey) && ['z', 'y'].includes(event.key.toLowerCase())) {
      event.preventDefault();
      event.stopPropagation();
      self.invokeMethodAsync('GoBack', event.key.toLowerCase() === 'y' || event.shiftKey);
    }
  });
  // On a phone the parts lie below each other: what was pressed leads to where it is filled in.
  dialog.addEventListener('click', event => {
    if (!event.detail || !matchMedia('(max-width: 700px)').matches || !event.target.closest('.fl .fld, .fk button')) return;
    setTimeout(() => dialog.querySelector('.fe')?.scrollIntoView({ block: 'start' }), 350);
  });
  list.addEventListener('keydown', event => {
    if (!event.target.classList.contains('fld')) return;
    if (event.altKey && ['ArrowUp', 'ArrowDown'].includes(event.key)) { event.preventDefault(); return; }
    const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0;
    if (!step) return;
    event.preventDefault();
    const all = [...list.querySelectorAll(':scope > li .fld')];
    const next = all[all.indexOf(event.target) + step];
    next?.focus();
    next?.click();
  });
}

// What is not yet in the procedure outlives the page here: null when it is, or when it was given up.
export function keep(key, text) {
  try {
    if (text === null) localStorage.removeItem(key); else localStorage.setItem(key, text);
  } catch { /* a private window or a full disk: lasts as long as the page */ }
}

export function kept(key) {
  let text = null;
  try { text = localStorage.getItem(key); } catch { /* nothing was kept */ }
  // A stream must hold something.
  return new TextEncoder().encode(text ?? 'null');
}

export function close(dialog) {
  if (!dialog) return;
  if (dialog.open) dialog.close();
  const back = opener.get(dialog);
  if (back?.isConnected) back.focus();
}

export function focus(list, name) {
  const button = [...list.querySelectorAll('[data-field]')].find(one => one.dataset.field === name);
  button?.focus({ preventScroll: true });
  button?.scrollIntoView({ block: 'nearest' });
}

function drag(dialog, list, self) {
  let held = null;
  const area = list.parentElement;
  const lines = () => [...list.children];
  const place = y => {
    const all = lines();
    const before = all.findIndex(line => { const box = line.getBoundingClientRect(); return y < box.top + box.height / 2; });
    return before < 0 ? all.length : before;
  };
  const mark = to => lines().forEach((line, at) => { line.classList.toggle('before', at === to); line.classList.toggle('after', to === lines().length && at === to - 1); });
  const end = () => { held?.from?.classList.remove('held'); held = null; mark(-1); area.classList.remove('into'); };
  dialog.addEventListener('dragstart', event => {
    const kind = event.target.closest?.('[data-kind]'), line = event.target.closest?.('[data-fields] > li');
    if (!kind && (!line || line.draggable !== true)) return;
    held = kind ? { kind: kind.dataset.kind, at: -1 } : { kind: '', at: Number(line.dataset.at), from: line };
    event.dataTransfer.effectAllowed = 'copyMove';
    event.dataTransfer.setData('text/plain', (kind ?? line).textContent.trim().slice(0, 60));
    line?.classList.add('held');
  });
  area.addEventListener('dragover', event => {
    if (!held) return;
    event.preventDefault();
    event.dataTransfer.dropEffect = held.kind ? 'copy' : 'move';
    area.classList.add('into');
    mark(place(event.clientY));
  });
  area.addEventListener('dragleave', event => { if (!area.contains(event.relatedTarget)) { mark(-1); area.classList.remove('into'); } });
  area.addEventListener('drop', event => {
    if (!held) return;
    event.preventDefault();
    self.invokeMethodAsync('Drop', held.kind, held.at, place(event.clientY));
    end();
  });
  dialog.addEventListener('dragend', end);
}
