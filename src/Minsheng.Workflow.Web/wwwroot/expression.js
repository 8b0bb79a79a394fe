// What an expression may say, offered while it is typed: a list worked with the keyboard.
const most = 40;

export function attach(area, list, names) {
  // Another step may be shown by now.
  if (!area || !list) return { close() { } };
  let shown = [], at = -1;

  const before = () => area.value.slice(0, area.selectionStart);
  const word = () => /[\p{L}\p{N}_.$]*$/u.exec(before())[0];

  function close() {
    shown = [];
    at = -1;
    list.replaceChildren();
    list.classList.add('none');
    area.setAttribute('aria-expanded', 'false');
    area.removeAttribute('aria-activedescendant');
  }

  function open(all) {
    const typed = all ? '' : word().toLowerCase();
    if (!all && typed.length < 1) return close();
    shown = names.filter(name => name.insert.toLowerCase().includes(typed) || name.words.toLowerCase().includes(typed)).slice(0, most);
    if (shown.length === 0) return close();
    at = 0;
    draw();
  }

  function draw() {
    list.replaceChildren();
    let group = '';
    shown.forEach((name, index) => {
      if (name.group !== group) {
        group = name.group;
        const head = document.createElement('li');
        head.className = 'g';
        head.setAttribute('role', 'presentation');
        head.textContent = group;
        list.append(head);
      }
      const item = document.createElement('li');
      item.id = `${list.id}-${index}`;
      item.setAttribute('role', 'option');
      item.setAttribute('aria-selected', index === at ? 'true' : 'false');
      if (index === at) item.className = 'on';
      const [words, code, explains] = ['b', 'code', 'span'].map(tag => document.createElement(tag));
      words.textContent = name.words;
      code.textContent = name.insert.replace('|', '');
      explains.textContent = name.explains;
      explains.className = 'ter';
      item.append(words, code, explains);
      item.addEventListener('mousedown', event => { event.preventDefault(); take(index); });
      list.append(item);
    });
    list.classList.remove('none');
    area.setAttribute('aria-expanded', 'true');
    area.setAttribute('aria-activedescendant', `${list.id}-${at}`);
    list.querySelector('.on')?.scrollIntoView({ block: 'nearest' });
  }

  function take(index) {
    const name = shown[index], start = area.selectionStart - word().length, end = area.selectionStart;
    const text = name.insert.replace('|', ''), mark = name.insert.indexOf('|');
    // Operators follow what stands there instead of replacing it.
    const from = name.insert.startsWith(' ') ? end : start;
    area.setRangeText(text, from, end, 'end');
    if (mark >= 0) area.setSelectionRange(from + mark, from + mark);
    close();
    area.dispatchEvent(new Event('input', { bubbles: true }));
  }

  // What was put in by a choice is no change of the browser's own, so leaving tells of it; telling sooner would overtake the typing.
  let kept = area.value;
  const leave = () => {
    close();
    if (area.value !== kept) area.dispatchEvent(new Event('change', { bubbles: true }));
  };
  const onInput = event => { if (event.isTrusted && !event.isComposing) open(false); };
  const onKey = event => {
    if (event.isComposing) return;
    if (event.key === ' ' && event.ctrlKey) { event.preventDefault(); open(true); return; }
    if (shown.length === 0) return;
    if (event.key === 'ArrowDown' || event.key === 'ArrowUp') { at = (at + (event.key === 'ArrowDown' ? 1 : shown.length - 1)) % shown.length; draw(); }
    else if (event.key === 'Enter' || event.key === 'Tab') take(at);
    else if (event.key === 'Escape') close();
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  area.setAttribute('role', 'combobox');
  area.setAttribute('aria-autocomplete', 'list');
  area.setAttribute('aria-controls', list.id);
  area.setAttribute('aria-expanded', 'false');
  area.addEventListener('input', onInput);
  area.addEventListener('compositionend', () => open(false));
  area.addEventListener('keydown', onKey);
  area.addEventListener('change', () => { kept = area.value; });
  area.addEventListener('blur', leave);
  return { close };
}
