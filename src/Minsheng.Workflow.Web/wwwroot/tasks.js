// Dialogs that trap the focus and give it back, and the keys of the acting area.
const opener = new WeakMap();

export function open(dialog) {
  if (!dialog || dialog.open) return;
  opener.set(dialog, document.activeElement);
  dialog.showModal();
  // The first field, not the closing cross.
  (dialog.querySelector('[data-first], .c input:not([type=hidden]), .c textarea, .c select') ?? dialog).focus();
}

export function close(dialog) {
  if (!dialog) return;
  if (dialog.open) dialog.close();
  const back = opener.get(dialog);
  if (back?.isConnected) back.focus();
}

// Ctrl+Enter presses the first button while the opinion box has the focus; Alt+S saves the draft from anywhere on the page.
export function listen(area) {
  const commit = field => field?.dispatchEvent(new Event('change', { bubbles: true }));
  const onKey = event => {
    if (!area.isConnected) { document.removeEventListener('keydown', onKey); return; }
    if (document.querySelector('dialog[open]')) return;
    if (event.key === 'Enter' && (event.ctrlKey || event.metaKey) && event.target.id === 'opinion') {
      event.preventDefault();
      commit(event.target);
      area.querySelector('[data-main]:not([disabled])')?.click();
    }
    if (event.altKey && !event.ctrlKey && event.code === 'KeyS') {
      event.preventDefault();
      commit(document.activeElement?.closest('#main textarea, #main input'));
      area.querySelector('[data-save]')?.click();
    }
  };
  document.addEventListener('keydown', onKey);
}

// A menu closes once something in it was chosen; in a list of people Enter chooses and must not send the form.
document.addEventListener('click', event => {
  const chosen = event.target.closest('details.more .pop :is(a, button)');
  if (chosen && chosen.getAttribute('aria-disabled') !== 'true') chosen.closest('details').open = false;
});
document.addEventListener('keydown', event => {
  if (event.target.getAttribute?.('role') === 'combobox' && ['Enter', 'ArrowDown', 'ArrowUp'].includes(event.key)) event.preventDefault();
});

// Without a secure address there is no clipboard: mark the text, so that one key copies it.
export async function copy(text, field) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    document.getElementById(field)?.select();
    return false;
  }
}
