// What a person did is kept here, in order, until the server has it in the draft: it waits while the server is away, and is put in
// once more when the server had taken it but lost it again. Every act has a number, so none is put in twice.
const PATIENCE = 10000;

// A window keeps its own: another one of the same person must not send it too. A tab that was doubled gets a name of its own.
const NAME = 'ms-design-window';
const fresh = () => crypto.getRandomValues(new Uint32Array(2)).join('-');
const hold = name => new Promise(told => navigator.locks.request(`${NAME}/${name}`, { ifAvailable: true }, lock => { told(!!lock); return lock ? new Promise(() => { }) : undefined; }));
let mine;

const named = async () => {
  let name = fresh();
  try {
    name = sessionStorage.getItem(NAME) ?? name;
    // The page that was here a moment ago may not have let go yet.
    let isMine = !navigator.locks;
    for (let tries = 0; tries < 8 && !isMine; tries++) { isMine = await hold(name); if (!isMine) await new Promise(done => setTimeout(done, 120)); }
    if (!isMine) { name = fresh(); await hold(name); }
    sessionStorage.setItem(NAME, name);
  } catch { /* a private window */ }
  return name;
};

export const windowName = () => mine ??= named();

export class Mailbag {
  // taken: the last number of this window that the draft has.
  constructor(key, server, taken, replay, told) {
    Object.assign(this, { key, server, replay, told, isBusy: false, isClosed: false, sent: taken, last: taken });
    try { this.open = (JSON.parse(localStorage.getItem(key)) ?? []).filter(entry => entry.n > taken); } catch { this.open = []; }
    for (const entry of this.open) { this.last = Math.max(this.last, entry.n); entry.isOld = true; }
    this.found = this.open.length;
    this.keep();
    this.timer = setInterval(() => this.flush(), 2000);
  }

  async begin() {
    const [found, last] = [this.found, this.last];
    if (found === 0) return;
    while (!this.isClosed && this.sent < last) { await this.flush(); await new Promise(done => setTimeout(done, 300)); }
    if (!this.isClosed) this.server.invokeMethodAsync('Restored', found).catch(() => { });
  }

  put(act) {
    const entry = { n: ++this.last, act };
    this.open.push(entry);
    this.keep();
    setTimeout(() => { if (this.waiting.includes(entry)) this.told(this.waiting.length); }, 2500);
    return this.flush();
  }

  get waiting() { return this.open.filter(entry => entry.n > this.sent); }

  // The draft has everything up to this number.
  kept(n) {
    this.open = this.open.filter(entry => entry.n > n);
    this.keep();
  }

  keep() {
    try {
      if (this.open.length > 0) localStorage.setItem(this.key, JSON.stringify(this.open.map(({ n, act }) => ({ n, act })))); else localStorage.removeItem(this.key);
    } catch { /* a private window or a full disk: lasts as long as the page */ }
  }

  // A call that the lost line has swallowed never answers.
  call(...args) {
    return Promise.race([this.server.invokeMethodAsync(...args), new Promise((_, fail) => setTimeout(() => fail(new Error('no answer')), PATIENCE))]);
  }

  async flush() {
    if (this.isBusy || this.isClosed) return;
    this.isBusy = true;
    try {
      for (let next; (next = this.waiting[0]) && !this.isClosed;) {
        if (next.act.kind === 'typed' && (next.isOld || next.hasFailed)) await this.replay(next.act);
        try {
          await this.call('Act', next.n, next.act);
        } catch (problem) {
          next.hasFailed = true;
          throw problem;
        }
        this.sent = next.n;
      }
      this.told(0);
    } catch {
      this.told(this.waiting.length);
    } finally {
      this.isBusy = false;
    }
  }

  close() {
    this.isClosed = true;
    clearInterval(this.timer);
  }
}
