// What a person did is kept here, in order, until the server has it in the draft: it waits while the server is away, and is put in
// once more when the server had taken it but lost it again. Every act has a number, so none is put in twice.
const PATIENCE = 10000, LATE = 2400, HEARD = 8000;

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

const isCut = () => !!window.minsheng?.isCut?.();
const after = pause => new Promise(done => setTimeout(done, pause));

/// Into the bag of a page, which may not be open yet.
export const put = (area, act) => area.bag ? area.bag.put(act) : new Promise(done => (area.early ??= []).push(() => area.bag.put(act).then(done)));

/// Asks for something that is no act and cannot wait: whether the server has done it. Where it is away, the page says so.
export async function ask(area, server, what, ...args) {
  const say = word => { if (what) area.bag?.say(word); };
  if (isCut()) {
    say(`“${what}”要等连上才能做，连上后请再按一次。`);
    return false;
  }
  const on = new AbortController();
  const lost = new Promise(done => document.addEventListener('ms-cut', () => done(false), { signal: on.signal }));
  const answer = server.invokeMethodAsync(...args).then(() => true, () => true);
  const end = Promise.race([answer, lost]);
  end.then(isDone => {
    on.abort();
    if (isDone) area.bag?.unsay(answer); else say(`不知道“${what}”办成没有，连上后请先看一眼，没有办成再按一次。`);
  });
  const isDone = await Promise.race([end, after(LATE)]);
  if (isDone === undefined && what) area.bag?.say(`正在办“${what}”，请稍等，不用再按。`, answer);
  return isDone === true;
}

export class Mailbag {
  // taken: the last number of this window that the draft has.
  constructor(key, server, taken, replay, told) {
    Object.assign(this, { key, server, replay, told, isBusy: false, isClosed: false, sent: taken, last: taken });
    try { this.open = (JSON.parse(localStorage.getItem(key)) ?? []).filter(entry => entry.n > taken); } catch { this.open = []; }
    for (const entry of this.open) { this.last = Math.max(this.last, entry.n); entry.isOld = true; }
    this.found = this.open.length;
    this.keep();
    this.timer = setInterval(() => this.flush(), 2000);
    this.on = new AbortController();
    document.addEventListener('ms-cut', () => { this.fail(); this.giveUp?.(); this.tell(); }, { signal: this.on.signal });
    document.addEventListener('ms-back', () => { this.giveUp?.(); this.saidAt = Date.now(); after(50).then(() => this.flush()); }, { signal: this.on.signal });
  }

  async begin() {
    const [found, last] = [this.found, this.last];
    if (found === 0) return;
    while (!this.isClosed && this.sent < last) { await this.flush(); await after(300); }
    if (!this.isClosed) this.server.invokeMethodAsync('Restored', found).catch(() => { });
  }

  put(act) {
    const entry = { n: ++this.last, act, at: Date.now(), hasFailed: isCut() };
    entry.done = new Promise(done => { entry.settle = done; });
    this.open.push(entry);
    this.keep();
    this.tell();
    after(LATE + 100).then(() => this.tell());
    this.flush();
    return entry.done;
  }

  // What is heard once, e.g. what cannot be done now; or until an answer has come.
  say(word, until) {
    Object.assign(this, { word, until, saidAt: Date.now() });
    this.tell();
  }

  unsay(until) {
    if (this.until === until) this.say('');
  }

  // The page says so when the line is cut, and when an act has not gone for a while.
  tell() {
    if (this.isClosed) return;
    const now = Date.now();
    if (this.word && !this.until && !isCut() && now - this.saidAt > HEARD) this.word = '';
    const isAway = isCut() || this.waiting.some(entry => now - (entry.at ?? 0) > LATE);
    this.told(isAway, isAway ? this.waiting : [], this.word ?? '');
  }

  get waiting() { return this.open.filter(entry => entry.n > this.sent); }

  // What the line may have swallowed, each of them.
  fail() {
    for (const entry of this.waiting) entry.hasFailed = true;
  }

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
    const lost = new Promise((_, fail) => { this.giveUp = () => fail(new Error('no answer')); after(PATIENCE).then(this.giveUp); });
    return Promise.race([this.server.invokeMethodAsync(...args), lost]);
  }

  async flush() {
    if (this.isBusy || this.isClosed || isCut()) return;
    this.isBusy = true;
    try {
      for (let next; (next = this.waiting[0]) && !this.isClosed && !isCut();) {
        if (next.act.kind === 'typed' && (next.isOld || next.hasFailed)) await this.replay(next.act);
        await this.call('Act', next.n, next.act);
        this.sent = next.n;
        next.settle?.();
      }
    } catch {
      // They stay in the bag.
      this.fail();
    } finally {
      this.isBusy = false;
      this.tell();
    }
  }

  close() {
    this.isClosed = true;
    this.on.abort();
    clearInterval(this.timer);
  }
}
