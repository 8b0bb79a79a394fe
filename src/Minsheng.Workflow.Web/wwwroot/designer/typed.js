// What is typed into the fields beside the canvas: handled by the server as it is typed, remembered here in case the line was cut.
const wait = async (found, patience = 4000) => {
  for (const end = Date.now() + patience; Date.now() < end; await new Promise(done => setTimeout(done, 60))) { const one = found(); if (one) return one; }
  return null;
};

const panel = area => area.querySelector('.prop');
const tab = area => panel(area)?.querySelector('[role=tab][aria-selected=true]')?.textContent.trim() ?? '';

export function listen(area, bag, signal) {
  // What stands in fields is kept: the shell may open the page anew.
  area.addEventListener('focusin', event => { if (event.target.matches('input, textarea')) event.target.dataset.kept = ''; }, { signal });
  area.addEventListener('change', event => {
    const field = event.target;
    if (event.isAgain || !field.id || !panel(area)?.contains(field) || field.type === 'file' || !area.dataset.step) return;
    const act = { kind: 'typed', id: area.dataset.step, tab: tab(area), field: field.id, value: field.type === 'checkbox' ? String(field.checked) : field.value };
    // After the change itself has gone its way.
    setTimeout(() => bag().put(act), 0);
  }, { signal, capture: true });
}

// Types it once more, where it belongs.
export async function replay(area, server, act) {
  await server.invokeMethodAsync('Look', act.id);
  if (!await wait(() => area.dataset.step === act.id && panel(area)?.querySelector('[role=tab]'))) return false;
  if (act.tab && tab(area) !== act.tab) [...panel(area).querySelectorAll('[role=tab]')].find(one => one.textContent.trim() === act.tab)?.click();
  const field = await wait(() => (!act.tab || tab(area) === act.tab) && document.getElementById(act.field));
  if (!field || field.disabled) return false;
  if (field.type === 'checkbox') field.checked = act.value === 'true'; else field.value = act.value;
  for (const kind of ['input', 'change']) { const again = new Event(kind, { bubbles: true }); again.isAgain = true; field.dispatchEvent(again); }
  return true;
}
