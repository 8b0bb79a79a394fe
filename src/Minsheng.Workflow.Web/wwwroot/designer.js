// Where the designer's pages come in. Libraries are fetched with the first canvas.
import { Canvas } from './designer/canvas.js';
import { register } from './designer/look.js';
import { Mailbag, windowName } from './designer/mailbag.js';
import { lastPlace, rememberPlace } from './designer/place.js';
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

export async function begin(host, server, options) {
  libraries ??= (async () => { if (!window.X6) await load(options.library); register(window.X6); })();
  await libraries;
  // Something else may be shown by now.
  return host && (host.canvas = new Canvas(host, server, options));
}

/// The bag of one page: acts of the canvas and of the fields beside it.
export async function openBag(place, server, key, taken) {
  const area = place?.closest('.dz');
  if (!area) return null;
  const on = new AbortController();
  const write = (name, text) => { const one = place.querySelector(`[data-${name}]`); if (one && one.textContent !== text) one.textContent = text; };
  const bag = new Mailbag(`ms-design/${key}/${await windowName()}`, server, taken, act => replay(area, (...args) => bag.call(...args), act), (isAway, waiting, word) => {
    area.classList.toggle('away', isAway || word !== '');
    place.querySelector('[data-away]').hidden = !isAway;
    write('left', waiting.length > 0 ? `${waiting.length} 处` : '');
    write('word', word);
    area.dispatchEvent(new CustomEvent('ms-waiting', { detail: waiting }));
  });
  area.bag = bag;
  for (const early of area.early ?? []) early();
  area.early = [];
  listen(area, () => area.bag, on.signal);
  // Buttons of the whole page; those of the outline know a line.
  area.addEventListener('click', event => { const button = event.target.closest('.top [data-act]'); if (button) (area.querySelector('section.cv')?.canvas ?? { send: act => bag.put(act) }).send({ kind: button.dataset.act }); }, { signal: on.signal });
  window.addEventListener('pagehide', () => rememberPlace(area), { signal: on.signal });
  return {
    begin() {
      bag.begin();
      return lastPlace();
    },
    kept: n => bag.kept(n),
    dispose() { on.abort(); bag.close(); if (area.bag === bag) area.bag = undefined; },
  };
}
