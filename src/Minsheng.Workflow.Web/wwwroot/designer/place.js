// Where one was when the page had to be opened anew: outline or canvas, the level, the step.
const key = () => `ms-design-place${location.pathname}${location.search}`;
const nowhere = {};
let last;

const read = () => {
  try {
    const found = performance.getEntriesByType('navigation')[0]?.type === 'reload' ? JSON.parse(sessionStorage.getItem(key())) : null;
    sessionStorage.removeItem(key());
    return found ?? nowhere;
  } catch { return nowhere; }
};

export const lastPlace = () => last ??= read();

export function rememberPlace(area) {
  try { sessionStorage.setItem(key(), JSON.stringify({ isOutline: area.classList.contains('lines'), scope: area.dataset.scope, step: area.dataset.step })); } catch { /* a private window */ }
}
