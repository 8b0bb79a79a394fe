// The outline of a procedure: moves the focus over its rows at once. What is to be done with them goes into the page's bag, so that
// it is done once and in order also when the line is cut; what only looks, or opens a dialog, is asked for at once.
import { ask, put } from './designer/mailbag.js';
import { lastPlace } from './designer/place.js';

const NARROW = matchMedia('(max-width: 900px)');
const TYPING = 800;

// First characters of each pinyin initial, in the order of Chinese collation.
const STARTS = [...'阿芭擦搭蛾发噶哈击喀垃妈拿哦啪期然撒塌挖昔压匝'], LETTERS = 'abcdefghjklmnopqrstwxyz';
const order = new Intl.Collator('zh-Hans-CN-u-co-pinyin');

const initialOf = sign => {
  if (!/\p{Script=Han}/u.test(sign)) return sign.toLowerCase();
  let at = STARTS.length - 1;
  while (at > 0 && order.compare(sign, STARTS[at]) < 0) at--;
  return LETTERS[at];
};
const initials = text => [...text].filter(sign => /[\p{L}\p{N}]/u.test(sign)).map(initialOf).join('');

const narrow = () => NARROW.matches;

/// Whether the page begins with the outline: where one was, else by the screen.
export const begins = () => lastPlace().isOutline ?? narrow();

const ACTS = ['undo', 'redo', 'up', 'down', 'in', 'out', 'remove'];
const LOOKS = { add: '加一步', onward: '改去处', fold: '收起', unfold: '展开', problem: '找下一处问题', 'problem-back': '找上一处问题', help: '看按键' };
const WAITING = { up: '上移', down: '下移', in: '缩进', out: '提升', remove: '删除', rename: '改名', paste: '粘贴', copy: '粘贴', carry: '移来一步', undo: '撤销', redo: '重做' };
const LONGEST = 12000;

class Keys {
  constructor(host, server, longest) {
    const draws = longest > 0;
    Object.assign(this, { host, server, longest, draws, area: host.closest('.dz'), typed: '', stop: new AbortController() });
    const { signal } = this.stop;
    host.addEventListener('keydown', event => this.key(event), { signal });
    host.addEventListener('focusin', event => this.entered(event), { signal });
    host.addEventListener('click', event => this.click(event), { signal });
    host.addEventListener('dblclick', event => { if (this.rowOf(event)) this.toPanel(); }, { signal });
    document.addEventListener('keydown', event => this.back(event), { signal });
    document.addEventListener('focusin', event => { if (!this.host.contains(event.target)) this.held = null; }, { signal });
    document.addEventListener('pointerdown', event => { if (!this.rowOf(event)) this.held = null; }, { signal });
    this.watch = new MutationObserver(() => this.hold());
    this.watch.observe(host.querySelector('tbody'), { childList: true, subtree: true });
    this.area.addEventListener('ms-waiting', event => this.mark(event.detail), { signal });
    document.addEventListener('ms-back', () => { if (this.hasStrayed || this.row) this.send('choose', this.current); this.hasStrayed = false; }, { signal });
    document.addEventListener('copy', event => this.copy(event, false), { signal });
    document.addEventListener('cut', event => this.copy(event, draws), { signal });
    if (draws) document.addEventListener('paste', event => this.paste(event), { signal });
  }

  get rows() { return [...this.host.querySelectorAll('tr[data-line]')]; }

  /** The row that has the focus itself, not something in it. */
  get row() { return document.activeElement?.matches?.('tr[data-line]') && this.host.contains(document.activeElement) ? document.activeElement : null; }

  /** The row where one is, also while the focus is in the tools. */
  get current() { return this.host.querySelector('tr[data-line][tabindex="0"]'); }

  rowOf(event) { return event.target.closest?.('tr[data-line]'); }

  at(path) { return this.rows.find(row => row.dataset.line === path); }

  send(act, row = this.row) {
    clearTimeout(this.soon);
    if (act === 'rename') return this.rename(row);
    return ACTS.includes(act) ? this.put(act, row) : ask(this.area, this.server, LOOKS[act], 'Do', act, row?.dataset.line ?? null);
  }

  put(kind, row, more) {
    return put(this.area, { kind, line: row?.dataset.line, ...more });
  }

  /** What has not reached the draft stands beside its line. */
  mark(waiting) {
    for (const row of this.rows) {
      const words = waiting.filter(({ act }) => act.line === row.dataset.line && WAITING[act.kind]).map(({ act }) => act.kind === 'rename' ? `改名“${act.text}”` : WAITING[act.kind]);
      const step = row.querySelector('.step');
      if (words.length > 0) step.dataset.waits = `待补：${words.join('、')}`; else delete step.dataset.waits;
    }
  }

  go(row) {
    if (!row) return;
    row.focus({ preventScroll: true });
    // The head of the table stays above the rows.
    const head = this.host.querySelector('thead')?.offsetHeight ?? 0, area = row.closest('.rows').getBoundingClientRect(), at = row.getBoundingClientRect();
    if (at.top < area.top + head) row.closest('.rows').scrollTop -= area.top + head - at.top;
    else if (at.bottom > area.bottom) row.closest('.rows').scrollTop += at.bottom - area.bottom;
  }

  /** A row that is drawn away takes the focus with it: the next key must find a row, long before the server says which. */
  hold() {
    if (!this.held || document.activeElement !== document.body) return;
    const rows = this.rows;
    this.go(this.held.row.isConnected ? this.held.row : rows[Math.min(this.held.at, rows.length - 1)]);
  }

  /** Whoever holds an arrow key down passes many rows: the panel follows once they stand still. */
  entered(event) {
    const row = this.rowOf(event);
    this.held = row && { row, at: this.rows.indexOf(row) };
    if (event.target !== row) return;
    for (const other of this.host.querySelectorAll('tr[data-line][tabindex="0"]')) other.tabIndex = -1;
    row.tabIndex = 0;
    if (window.minsheng?.isCut()) this.stray(row);
    clearTimeout(this.soon);
    this.soon = setTimeout(() => { if (this.row === row) this.send('choose', row); }, 150);
  }

  /** The server, which else draws what is chosen, does not hear of it now. */
  stray(row) {
    this.hasStrayed = true;
    for (const other of this.rows) other.classList.toggle('on', other === row);
    for (const button of this.host.querySelectorAll('.tools [data-act]')) button.disabled = false;
  }

  click(event) {
    const button = event.target.closest('[data-act]');
    if (button) this.send(button.dataset.act, this.current);
    const row = this.rowOf(event);
    if (!row || event.target.closest('input')) return;
    if (event.target.closest('[data-twist]')) this.send(row.getAttribute('aria-expanded') === 'true' ? 'fold' : 'unfold', row);
    else if (document.activeElement !== row) this.go(row);
  }

  key(event) {
    const row = this.row;
    if (!row || event.isComposing) return;
    const act = this.actOf(event, row);
    if (!act) return;
    event.preventDefault();
    event.stopPropagation();
    if (typeof act === 'function') act();
    else this.send(act, row);
  }

  actOf(event, row) {
    const { key, altKey: alt, shiftKey: shift } = event, command = event.ctrlKey || event.metaKey, draws = this.draws;
    if (alt) return draws && { ArrowUp: 'up', ArrowDown: 'down', ArrowRight: 'in', ArrowLeft: 'out' }[key];
    if (command) {
      const letter = key.toLowerCase();
      if (letter === 'z') return draws && (shift ? 'redo' : 'undo');
      if (letter === 'y') return draws && 'redo';
      return key === 'Home' ? () => this.step(-Infinity) : key === 'End' ? () => this.step(Infinity) : null;
    }
    switch (key) {
      case 'ArrowDown': return () => this.step(1);
      case 'ArrowUp': return () => this.step(-1);
      case 'PageDown': return () => this.step(10);
      case 'PageUp': return () => this.step(-10);
      case 'Home': return () => this.step(-Infinity);
      case 'End': return () => this.step(Infinity);
      case 'ArrowRight': return row.getAttribute('aria-expanded') === 'false' ? 'unfold' : () => { if (row.getAttribute('aria-expanded') === 'true') this.step(1); };
      case 'ArrowLeft': return row.getAttribute('aria-expanded') === 'true' ? 'fold' : () => this.go(this.parentOf(row));
      case 'Enter': return () => this.toPanel();
      case 'F8': return shift ? 'problem-back' : 'problem';
      case '?': case '？': return 'help';
      case 'Insert': return draws && !shift && 'add';
      case 'F2': return draws && 'rename';
      case 'F4': return draws && 'onward';
      case 'Delete': return draws && 'remove';
    }
    return [...key].length === 1 && /[\p{L}\p{N}.]/u.test(key) ? () => this.seek(key) : null;
  }

  step(by) {
    const rows = this.rows, at = rows.indexOf(this.row);
    this.go(rows[Math.min(rows.length - 1, Math.max(0, at + by))]);
  }

  parentOf(row) {
    const rows = this.rows, level = Number(row.ariaLevel);
    for (let at = rows.indexOf(row) - 1; at >= 0; at--) if (Number(rows[at].ariaLevel) < level) return rows[at];
    return null;
  }

  /** Type-ahead: a number finds that line, letters the next line whose name begins with or has these pinyin initials. */
  seek(sign) {
    clearTimeout(this.pause);
    this.pause = setTimeout(() => { this.typed = ''; }, TYPING);
    this.typed += sign.toLowerCase();
    const rows = this.rows, from = rows.indexOf(this.row), typed = this.typed;
    if (/^[\d.]+$/.test(typed)) {
      this.go(rows.find(row => row.dataset.number === typed) ?? rows.find(row => row.dataset.number.startsWith(typed)));
      return;
    }
    // One letter goes on from here; more of them may still mean this line.
    const turned = [...rows.slice(from + (typed.length > 1 ? 0 : 1)), ...rows.slice(0, from + 1)];
    const has = test => turned.find(row => [row.dataset.title.toLowerCase(), initials(row.dataset.title)].some(test));
    this.go(has(name => name.startsWith(typed)) ?? (typed.length > 1 ? has(name => name.includes(typed)) : null));
  }

  async toPanel() {
    this.left = this.row ?? this.left;
    const isThere = this.area.dataset.step === this.left?.dataset.line || await ask(this.area, this.server, '填写这一步', 'Do', 'choose', this.left?.dataset.line ?? null);
    const panel = this.area.querySelector('.prop');
    if (!isThere || !panel) return;
    panel.closest('.dz').dataset.sheet = 'open';
    const field = [...panel.querySelectorAll('.pf :is(input, select, textarea, button):not([disabled])'), ...panel.querySelectorAll('[role=tab]')].find(one => one.offsetParent);
    field?.focus();
    if (field?.matches('input:not([type=checkbox], [type=radio])')) field.select();
  }

  /** Escape in the panel leads back to the row it belongs to. */
  back(event) {
    if (event.key !== 'Escape' || event.defaultPrevented || !event.target.closest?.('.dz .prop') || document.querySelector('dialog[open], details.me[open]')) return;
    event.preventDefault();
    const row = (this.left && this.at(this.left.dataset.line)) ?? this.host.querySelector('tr[data-line].on') ?? this.rows[0];
    delete this.host.closest('.dz').dataset.sheet;
    this.go(row);
  }

  async copy(event, isCut) {
    const row = this.row;
    if (!row) return;
    event.preventDefault();
    // The steps come from the server a moment later; what stands for them until then tells the paste which they are.
    const mark = `方案步骤：${row.dataset.number} ${row.dataset.title}`;
    event.clipboardData.setData('text/plain', mark);
    const copied = this.copied = { mark, line: row.dataset.line, isCut };
    for (const other of this.rows) other.toggleAttribute('data-cut', isCut && other === row);
    if (window.minsheng?.isCut()) this.area.bag?.say(`已${isCut ? '剪切' : '复制'}“${row.dataset.title}”，选好位置按 Ctrl＋V`);
    const text = await this.server.invokeMethodAsync('Copy', row.dataset.line, isCut).catch(() => null);
    if (!text) return;
    copied.text = text;
    // Another procedure may be open in another window; without https nothing else can be written to the clipboard.
    try {
      localStorage.setItem('ms-design-clip', text);
      localStorage.setItem('ms-design-mark', mark);
    } catch { /* too long: it stays in this window */ }
    navigator.clipboard?.writeText(text).catch(() => { });
  }

  paste(event) {
    const row = this.row;
    if (!row) return;
    const given = event.clipboardData?.getData('text/plain'), { copied } = this;
    const isOurs = copied && (!given || given === copied.mark || given.replaceAll('\r', '') === copied.text);
    if (isOurs && copied.isCut) {
      copied.isCut = false;
      for (const other of this.rows) delete other.dataset.cut;
      event.preventDefault();
      this.put('carry', row, { from: copied.line });
      return;
    }
    const text = isOurs ? copied.text : given && given !== localStorage.getItem('ms-design-mark') ? given : localStorage.getItem('ms-design-clip');
    if (!text && !isOurs) return;
    event.preventDefault();
    if (!text) this.put('copy', row, { from: copied.line });
    else if (text.length <= LONGEST) this.put('paste', row, { text });
    else ask(this.area, this.server, '粘贴', 'Paste', DotNet.createJSStreamReference(new TextEncoder().encode(text)), row.dataset.line);
  }

  focus(path) { this.go(this.at(path)); }

  /** The new name is written over the old one; only what is written goes to the server. */
  rename(row) {
    const title = row?.querySelector('.step b'), rows = row?.closest('.rows');
    if (!title || rows.querySelector('[data-rename]')) return;
    const at = title.getBoundingClientRect(), area = rows.getBoundingClientRect();
    const field = Object.assign(document.createElement('input'), { className: 'in s', maxLength: this.longest, value: row.dataset.title, title: '写好后按回车，按 Esc 不改' });
    field.dataset.rename = '';
    field.setAttribute('aria-label', `第 ${row.dataset.number} 步 ${row.dataset.title}的新名称，写好后按回车，按 Esc 不改`);
    Object.assign(field.style, { left: `${at.left - area.left + rows.scrollLeft - 6}px`, top: `${at.top - area.top + rows.scrollTop - 4}px`, width: `${row.querySelector('.step').getBoundingClientRect().right - at.left}px` });
    let isDone = false;
    const end = isKept => {
      if (isDone) return;
      isDone = true;
      const text = field.value.trim(), hasFocus = document.activeElement === field;
      field.remove();
      if (hasFocus) this.go(row.isConnected ? row : this.at(row.dataset.line));
      if (isKept && text !== row.dataset.title) this.put('rename', row, { text });
    };
    field.addEventListener('keydown', event => {
      if (event.isComposing || event.key !== 'Enter' && event.key !== 'Escape') return;
      event.preventDefault();
      event.stopPropagation();
      end(event.key === 'Enter');
    });
    field.addEventListener('blur', () => end(true));
    rows.append(field);
    field.focus();
    field.select();
  }

  dispose() {
    clearTimeout(this.soon);
    this.watch.disconnect();
    this.stop.abort();
  }
}

/// longest: how long a name may be; 0 where one only looks.
export const attach = (host, server, longest) => host && new Keys(host, server, longest);

/** On a narrow screen the panel is a sheet that comes up from below, and the problems are folded to their head. */
export function sheet(page) {
  page.addEventListener('click', event => {
    if (event.target.closest('[data-sheet-open]')) {
      page.dataset.sheet = 'open';
      page.querySelector('.prop :is(input, select, textarea, button, a)')?.focus();
    } else if (event.target.closest('[data-sheet-close]')) {
      delete page.dataset.sheet;
      if (narrow() && event.target.closest('[data-trial]')) page.dataset.problems = 'open';
      else page.querySelector('tr[data-line].on')?.focus();
    } else if (narrow() && event.target.closest('.prob .tb a')) {
      // The head that is open already folds the list again.
      if (page.dataset.problems === 'open' && event.target.closest('a').matches('.on')) delete page.dataset.problems;
      else page.dataset.problems = 'open';
    } else if (narrow() && event.target.closest('.prob .rows td button')) {
      // Whoever goes to a problem wants to see the step.
      delete page.dataset.problems;
    }
  });
}

/** Hands a file to the browser. */
export async function save(name, stream, type) {
  const url = URL.createObjectURL(new Blob([await stream.arrayBuffer()], { type }));
  const link = Object.assign(document.createElement('a'), { href: url, download: name });
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), 60_000);
}
