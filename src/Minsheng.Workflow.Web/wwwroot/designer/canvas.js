// The canvas: draws what the server sends, and sends back what a person does with it. The server keeps the truth.
import { Arrows } from './arrows.js';
import { Cells } from './cells.js';
import { Clip, write } from './clip.js';
import { Hands } from './hands.js';
import { Keys } from './keys.js';
import { PAPER, line } from './look.js';
import { put } from './mailbag.js';
import { MiniMap } from './minimap.js';
import { Pending } from './pending.js';
import { View } from './view.js';

export class Canvas {
  constructor(host, server, options) {
    const { X6 } = window;
    Object.assign(this, { host, server, options, X6, isQuiet: 0 });
    this.board = host.querySelector('[data-board]');
    this.on = new AbortController();
    const [draws, signal] = [!options.readOnly, this.on.signal];
    this.graph = new X6.Graph(this.setting(draws));
    this.graph.use(this.selection = new X6.Selection({ enabled: true, multiple: true, rubberband: true, modifiers: ['shift'], movable: draws, showNodeSelectionBox: false, showEdgeSelectionBox: false, multipleSelectionModifiers: ['ctrl', 'meta', 'shift'] }));
    if (draws) this.graph.use(new X6.Snapline({ enabled: true, tolerance: 8 }));
    this.cells = new Cells(this.graph, options);
    this.map = new MiniMap(this, host.querySelector('[data-map]'), signal);
    this.hands = new Hands(this, signal, draws);
    this.view = new View(this);
    this.arrows = new Arrows(this.graph, act => this.quietly(act), () => this.view.near(), () => this.view.far.draw());
    this.keys = new Keys(this, signal, draws);
    this.clip = new Clip(this, signal, draws);
    this.pending = new Pending(this);
    document.addEventListener('ms-back', () => { server?.invokeMethodAsync('Again'); this.hands.tellAgain(); }, { signal });
  }

  setting(draws) {
    return {
      container: this.board, autoResize: true, async: true,
      background: { color: PAPER },
      grid: { visible: true, size: 1, type: 'dot', args: { color: '#e2ddd5', thickness: 1, factor: 18 } },
      panning: { enabled: true },
      mousewheel: { enabled: true, minScale: 0.05, maxScale: 2, factor: 1.1, zoomAtMousePosition: true },
      scaling: { min: 0.05, max: 2 },
      interacting: view => ({ nodeMovable: draws && !view.cell.getData()?.isPending, edgeMovable: false, arrowheadMovable: draws, magnetConnectable: draws, edgeLabelMovable: false }),
      connecting: {
        snap: false, allowBlank: false, allowEdge: false, allowPort: true, allowNode: true, allowLoop: true, allowMulti: true, highlight: true,
        router: { name: 'orth', args: { padding: 16 } }, connector: { name: 'rounded', args: { radius: 8 } },
        createEdge: () => this.graph.createEdge({ attrs: { line: line(false) }, zIndex: 0 }),
        validateConnection: ({ targetCell }) => !!targetCell && targetCell.isNode() && targetCell.getData()?.type !== 'Elsa.Start' && !targetCell.getData()?.isPending,
      },
      highlighting: { magnetAvailable: { name: 'className', args: { className: 'may' } } },
    };
  }

  place() { return `${this.options.key}/${this.scope ?? ''}`; }

  // Acts wait in the page's bag while the server is away; what they do is seen at once.
  send(act, shown = this.pending.show(act)) {
    const done = put(this.host.closest('.dz'), { ...act, scope: this.scope ?? '' });
    this.pending.wait(act.kind, shown, done);
    return done;
  }

  quietly(act) {
    this.isQuiet++;
    try { act(); } finally { this.isQuiet--; }
  }

  // ---- From the server ----

  // Views go a little after their cells: the next level may have steps of the same names.
  async begin(scope) {
    [this.scope, this.isOpening] = [undefined, true];
    this.arrows.stop();
    this.quietly(() => this.cells.clear());
    this.pending.clear();
    await new Promise(done => setTimeout(done, 60));
    this.scope = scope;
  }

  apply(piece) {
    this.quietly(() => this.graph.batchUpdate(() => this.cells.apply(piece)));
    // The pieces of a level come one after the other: arrows are found once all steps are there.
    if (!this.isOpening) this.settle();
  }

  settle() {
    this.hands.chose();
    this.arrows.soon();
    this.map.soon();
    this.view.far.draw();
  }

  open() {
    this.isOpening = false;
    this.view.open();
    this.settle();
  }

  select(ids) { this.hands.take(ids); }

  show(id) {
    const cell = this.graph.getCellById(id);
    if (!cell) return;
    if (this.view.isFar) this.graph.zoomTo(0.8);
    if (!this.isInView(cell)) this.graph.centerCell(cell);
    this.hands.take([id]);
  }

  isInView(cell) {
    const [box, area] = [this.graph.localToClient(cell.getBBox()), this.board.getBoundingClientRect()];
    return box.x >= area.left && box.y >= area.top && box.x + box.width <= area.right && box.y + box.height <= area.bottom;
  }

  run(name) {
    if (name === 'in' || name === 'out') this.graph.zoom(name === 'in' ? 0.15 : -0.15);
    else if (name === 'full') this.graph.zoomTo(1);
    else if (name === 'fit') this.view.fit();
    else if (name === 'layout') this.layout();
    else if (name === 'focus') this.host.focus();
  }

  // Rows as wide as can be read in this window.
  layout() {
    this.send({ kind: 'layout', x: this.board.clientWidth }).then(() => { this.view.forget(); setTimeout(() => this.view.open(), 250); });
  }

  // Into a step, or out of the level: a look, no act.
  enter(id) { this.server?.invokeMethodAsync('Open', id).catch(() => { }); }

  up() { if (this.scope) this.enter(null); }

  copied(text) { return write(text); }

  tellZoom() {
    const shown = this.host.querySelector('[data-zoom]');
    if (shown) shown.textContent = `${Math.round(this.graph.zoom() * 100)}%`;
  }

  dispose() {
    this.on.abort();
    this.arrows.stop();
    this.map.stop();
    this.graph.dispose();
  }
}
