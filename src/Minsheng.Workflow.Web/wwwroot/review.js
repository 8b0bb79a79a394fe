// Keys of the item-by-item review: arrows go from item to item, digits choose, Ctrl+Enter writes down.
(() => {
  const press = selector => {
    const button = document.querySelector(`[data-review] ${selector}`);
    if (!button || button.disabled) return false;
    button.click();
    return true;
  };

  document.addEventListener('keydown', event => {
    if (!document.querySelector('[data-review]') || event.altKey || event.metaKey || event.isComposing) return;
    const target = event.target;

    if (event.key === 'Enter' && event.ctrlKey && target.matches?.('[data-review-reason]')) {
      event.preventDefault();
      target.dispatchEvent(new Event('change', { bubbles: true }));
      press('[data-review-next]');
      return;
    }
    if (event.ctrlKey || event.shiftKey || target.closest?.('input, textarea, select, [contenteditable], dialog, .rz-dialog')) return;
    // Elsewhere on the page keys belong to what has the focus; a heading that merely got it is nobody's.
    if (!target.closest?.('[data-review]') && target.closest?.('a, button, summary, [tabindex="0"]')) return;

    let done = false;
    if (event.key === 'ArrowDown') done = press('[data-review-go=down]');
    else if (event.key === 'ArrowUp') done = press('[data-review-go=up]');
    else if (/^[1-9]$/.test(event.key)) done = press(`[data-review-digit="${event.key}"]`);
    else if (event.key === 'Enter' && !target.closest?.('button, a, summary')) done = press('[data-review-next]');
    if (done) event.preventDefault();
  });

  // The chosen row stays in view when one goes on by keyboard.
  new MutationObserver(changes => {
    for (const change of changes)
      if (change.target.getAttribute?.('aria-current') === 'true' && change.target.closest?.('.rvlist'))
        change.target.scrollIntoView({ block: 'nearest' });
  }).observe(document, { subtree: true, attributes: true, attributeFilter: ['aria-current'] });
})();
