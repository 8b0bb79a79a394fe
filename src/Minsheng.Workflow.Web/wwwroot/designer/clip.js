// The clipboard: steps between procedures and windows, and whole procedures. Text is handed to the server in a stream, however long.
import { ask } from './mailbag.js';

const KEY = 'ms-design-clip';
let mine = '';

const stream = text => DotNet.createJSStreamReference(new TextEncoder().encode(text));

export async function write(text) {
  mine = text;
  try { localStorage.setItem(KEY, text); } catch { /* too large: this page remembers it */ }
  try {
    await navigator.clipboard.writeText(text);
  } catch {
    const [area, back] = [document.createElement('textarea'), document.activeElement];
    area.value = text;
    document.body.append(area);
    area.select();
    try { document.execCommand('copy'); } finally { area.remove(); back?.focus?.({ preventScroll: true }); }
  }
}

// Where the browser does not let a page read the clipboard, what was copied here or in another window of this site.
export async function read() {
  try {
    const text = await navigator.clipboard.readText();
    if (text) return text;
  } catch { /* not allowed */ }
  try { return localStorage.getItem(KEY) || mine; } catch { return mine; }
}

export const readStream = async () => new TextEncoder().encode(await read());

export function download(name, text, type = 'application/json') {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(new Blob([text], { type }));
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 1000);
}

export class Clip {
  constructor(canvas, signal, draws) {
    Object.assign(this, { canvas });
    document.addEventListener('copy', event => this.copy(event, false), { signal });
    if (!draws) return;
    document.addEventListener('cut', event => this.copy(event, true), { signal });
    document.addEventListener('paste', event => this.paste(event), { signal });
  }

  get isMine() { return document.activeElement === this.canvas.host; }

  copy(event, isCut) {
    const { steps } = this.canvas.hands.chosen();
    if (!this.isMine || !this.canvas.server || steps.length === 0) return;
    event.preventDefault();
    ask(this.canvas.host.closest('.dz'), this.canvas.server, isCut ? '剪切' : '复制', 'Copy', steps, isCut);
  }

  paste(event) {
    if (!this.isMine) return;
    const text = event.clipboardData?.getData('text/plain');
    event.preventDefault();
    if (text) this.put(text); else read().then(other => { if (other) this.put(other); });
  }

  put(text) {
    const { board, graph, server } = this.canvas;
    const area = board.getBoundingClientRect();
    const at = graph.clientToLocal(area.left + area.width / 3, area.top + area.height / 3);
    // What the bag can hold waits there while the server is away; more goes at once or not at all.
    if (text.length <= 12000) this.canvas.send({ kind: 'paste', text, x: at.x, y: at.y });
    else ask(this.canvas.host.closest('.dz'), server, '粘贴', 'Paste', stream(text), at.x, at.y);
  }
}
