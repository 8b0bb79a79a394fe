// What is typed into the fields beside the canvas: handled by the server as it is typed, remembered here in case the line was cut.
const wait = async (found, patience = 4000) => {
  for (const end = Date.now() + patience; Date.now() < end; await new Promise(done => setTimeout(done, 60))) { const one = found(); if (one) return one; }
  return null;
};

const panel = area => area.querySelector('.prop');
const tab = area => panel(area)?.querySelector('[role=tab][aria-selected=true]')?.textContent.trim() ?? '';

export function listen(area, bag, signal) {
  let open = null;
  // What stands in fields is kept, but for dialogs: the shell may open the page anew.
  area.addEventListener('focusin', event => { if (event.target.matches('.prop :is(input, textarea)[id]:not(dialog *), .pal input')) event.target.dataset.kept = ''; }, { signal });
  const act = field => ({ kind: 'typed', id: area.dataset.step, tab: tab(area), field: field.id, value: field.type === 'checkbox' ? String(field.checked) : field.value });
  const isOurs = event => !event.isAgain && event.target.id && event.target.type !== 'file' && !event.target.closest('dialog') && area.dataset.step && panel(area)?.contains(event.target);
  area.addEventListener('input', event => { open = isOurs(event) ? event.target : null; }, { signal, capture: true });
  area.addEventListener('change', event => {
    if (!isOurs(event)) return;
    open = null;
    // After the change itself has gone its way.
    const done = act(event.target);
    setTimeout(() => bag()?.put(done), 0);
  }, { signal, capture: true });
  // Half a sentence, when the page is opened anew.
  window.addEventListener('pagehide', () => { if (open?.isConnected) bag()?.put(act(open)); }, { signal });
}

// Types it once more, where it belongs.
export async function replay(area, call, act) {
  await call('Look', act.id);
  if (!await wait(() => area.dataset.step === act.id && panel(area)?.querySelector('[role=tab]'))) return false;
  if (act.tab && tab(area) !== act.tab) [...panel(area).querySelectorAll('[role=tab]')].find(one => one.textContent.trim() === act.tab)?.click();
  const field = await wait(() => (!act.tab || tab(area) === act.tab) && document.getElementById(act.field));
  if (!field || field.disabled) return false;
  if (field.type === 'checkbox') field.checked = act.value === 'true'; else field.value = act.value;
  for (const kind of ['input', 'change']) { const again = new Event(kind, { bubbles: true }); again.isAgain = true; field.dispatchEvent(again); }
  return true;
}
