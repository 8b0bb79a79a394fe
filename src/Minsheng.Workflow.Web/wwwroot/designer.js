// Where the designer's pages come in. Libraries are fetched with the first canvas.
import { Canvas } from './designer/canvas.js';
import { register } from './designer/look.js';
import { Mailbag, windowName } from './designer/mailbag.js';
import { listen, replay } from './designer/typed.js';

export { download, readStream, write } from './designer/clip.js';
export { windowName };

let libraries;

const load = address => new Promise((done, failed) => {
  const script = document.createElement('script');
  script.src = address;
  script.onload = done;
  script.onerror = () => failed(new Error(`cannot load ${address}`));
  document.head.append(script);
});

// Only where the page itself was opened anew: the level that was open before.
const lastScope = key => {
  try { return performance.getEntriesByType('navigation')[0]?.type === 'reload' ? sessionStorage.getItem(`ms-design-level/${key}`) : null; } catch { return null; }
};

export async function begin(host, server, options) {
  libraries ??= (async () => { if (!window.X6) await load(options.library); register(window.X6); })();
  await libraries;
  return host.canvas = new Canvas(host, server, options);
}

/// The bag of one page: acts of the canvas and of the fields beside it.
export async function openBag(place, server, key, taken) {
  const area = place.closest('.dz');
  const on = new AbortController();
  const bag = new Mailbag(`ms-design/${key}/${await windowName()}`, server, taken, act => replay(area, server, act), left => {
    area.classList.toggle('away', left > 0);
    const shown = place.querySelector('[data-left]');
    if (shown) shown.textContent = left > 0 ? `${left} 处` : '';
  });
  area.bag = bag;
  listen(area, () => area.bag, on.signal);
  return {
    begin() {
      bag.begin();
      return { scope: lastScope(key) };
    },
    kept: n => bag.kept(n),
    dispose() { on.abort(); bag.close(); if (area.bag === bag) area.bag = undefined; },
  };
}
