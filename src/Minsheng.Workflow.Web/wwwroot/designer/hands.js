// What is done with the mouse: choosing, moving, drawing arrows, leading them elsewhere, dropping steps from the palette.
import { colour, frame, line } from './look.js';

const STEP = 'application/x-ms-step';

export class Hands {
  constructor(canvas, signal, draws) {
    Object.assign(this, { canvas, graph: canvas.graph, selection: canvas.selection, told: '', shown: new Set() });
    const { graph, board, host } = canvas;
    graph.on('selection:changed', () => this.chose());
    graph.on('node:dblclick', ({ node }) => this.open(node));
    board.addEventListener('mousedown', () => host.focus({ preventScroll: true }), { signal });
    if (!draws) return;
    graph.on('node:change:position', ({ node }) => { if (canvas.isQuiet === 0) { this.isMoving = true; canvas.map.soon(); this.loosen(node); } });
    graph.on('node:moved', () => this.tellMovesSoon());
    graph.on('edge:connected', told => this.connected(told));
    graph.on('edge:mouseover', ({ edge }) => this.grips(edge));
    graph.on('edge:mouseout', () => this.ungripSoon());
    graph.on('blank:mousedown', () => this.ungrip());
    this.palette(signal);
  }

  chosen() {
    const cells = this.selection.getSelectedCells().filter(cell => !cell.getData()?.isPending);
    return { steps: cells.filter(cell => cell.isNode()).map(cell => cell.id), ways: cells.filter(cell => cell.isEdge() && cell.getData()?.isDrawn).map(cell => cell.id) };
  }

  pick(node, isMore) {
    if (isMore && this.selection.isSelected(node)) this.selection.unselect(node); else if (isMore) this.selection.select(node); else this.selection.reset([node]);
  }

  open(node) {
    const data = node.getData();
    if (data?.opens) this.canvas.enter(node.id);
    else document.querySelector('.dz .prop :is(input, select, textarea):not([disabled])')?.focus();
  }

  // Chosen by the server: need not be told to it again.
  take(ids) {
    this.canvas.quietly(() => this.selection.reset(ids.filter(id => this.graph.hasCell(id))));
    this.told = JSON.stringify(this.chosen());
  }

  chose() {
    const now = new Set(this.selection.getSelectedCells());
    for (const cell of this.shown) if (!now.has(cell)) this.mark(cell, false);
    for (const cell of now) this.mark(cell, true);
    this.shown = now;
    this.canvas.view.far.draw();
    if (this.canvas.isQuiet > 0) return;
    clearTimeout(this.telling);
    this.telling = setTimeout(() => {
      const chosen = this.chosen();
      const told = JSON.stringify(chosen);
      if (told === this.told) return;
      this.told = told;
      this.canvas.server?.invokeMethodAsync('Choose', chosen.steps, chosen.ways).catch(() => { this.told = ''; });
    }, 60);
  }

  // What was told while the line was cut has not been heard.
  tellAgain() {
    this.told = '';
    this.chose();
  }

  mark(cell, isOn) {
    const data = cell.getData() ?? {};
    if (cell.isEdge()) cell.attr('line', { stroke: line(false, isOn).stroke, strokeWidth: isOn ? 2.5 : 1.5 });
    else cell.attr('body', isOn ? { stroke: colour('--rz-secondary'), strokeWidth: 2 } : frame(data.mark));
  }

  loosen(node) {
    for (const edge of this.graph.getConnectedEdges(node)) this.canvas.arrows.loosen(edge);
  }

  tellMovesSoon() {
    clearTimeout(this.moving);
    this.moving = setTimeout(() => {
      this.isMoving = false;
      const before = new Map(this.canvas.cells.places);
      const places = this.canvas.cells.moved();
      if (places.length > 0) this.canvas.send({ kind: 'move', places }, this.canvas.pending.moved(places, before));
      this.canvas.arrows.soon();
    }, 30);
  }

  // Handles at both ends of the arrow the mouse was over last: they stay a while, since one leaves the arrow to take hold of them.
  grips(edge) {
    clearTimeout(this.ungripping);
    if (this.gripped === edge || !edge.getData()?.isDrawn) return;
    this.ungrip();
    this.gripped = edge;
    const attrs = { d: 'M -6 0 A 6 6 0 1 0 6 0 A 6 6 0 1 0 -6 0', fill: '#fff', stroke: colour('--rz-secondary'), 'stroke-width': 2, cursor: 'move' };
    edge.addTools([{ name: 'source-arrowhead', args: { attrs } }, { name: 'target-arrowhead', args: { attrs } }]);
  }

  ungripSoon() {
    clearTimeout(this.ungripping);
    this.ungripping = setTimeout(() => document.querySelector('.x6-graph-svg [style*="pointer-events: none"][class*=arrowhead]') ? this.ungripSoon() : this.ungrip(), 2500);
  }

  ungrip() {
    clearTimeout(this.ungripping);
    if (this.gripped && this.graph.hasCell(this.gripped.id)) this.gripped.removeTools();
    this.gripped = null;
  }

  // The server answers with the arrow as it then is; until then it stands as it was drawn.
  connected({ edge, isNew, previousCell, previousPort, previousPoint, type }) {
    const data = edge.getData();
    const [from, to] = [edge.getSourceCellId(), edge.getTargetCellId()];
    if (isNew) {
      const port = edge.getSourcePortId() ?? 'Done';
      this.canvas.send({ kind: 'connect', from, port, to }, this.canvas.pending.arrow(edge));
      this.canvas.arrows.soon();
      return;
    }
    const port = (type === 'source' ? edge.getSourcePortId() : null) ?? data?.port ?? 'Done';
    const [was, is] = [previousCell?.id, type === 'source' ? from : to];
    const restore = () => {
      edge.prop('routed', '');
      if (type === 'source' && was) edge.setSource({ cell: was });
      if (type === 'target' && was) edge.setTarget({ cell: was });
    };
    this.ungrip();
    edge.prop('routed', '');
    if (was !== is || port !== data?.port) this.canvas.send({ kind: 'reroute', key: edge.id, from, port, to }, this.canvas.pending.led(edge, restore));
    else this.canvas.quietly(restore);
    this.canvas.arrows.soon();
  }

  palette(signal) {
    const { board, canvas } = { board: this.canvas.board, canvas: this.canvas };
    document.addEventListener('dragstart', event => {
      const type = event.target.closest?.('[data-step-type]')?.dataset.stepType;
      if (!type) return;
      event.dataTransfer.setData(STEP, type);
      event.dataTransfer.effectAllowed = 'copy';
    }, { signal });
    board.addEventListener('dragover', event => {
      if (!event.dataTransfer.types.includes(STEP)) return;
      event.preventDefault();
      event.dataTransfer.dropEffect = 'copy';
    }, { signal });
    board.addEventListener('drop', event => {
      const type = event.dataTransfer.getData(STEP);
      if (!type) return;
      event.preventDefault();
      const at = this.graph.clientToLocal(event.clientX, event.clientY);
      canvas.send({ kind: 'add', type, x: at.x - 100, y: at.y - 32 });
      canvas.host.focus({ preventScroll: true });
    }, { signal });
    document.addEventListener('click', event => {
      const type = event.target.closest?.('.pal [data-step-type]')?.dataset.stepType;
      const { steps } = this.chosen();
      if (type) canvas.send({ kind: 'add', type, id: steps.length === 1 ? steps[0] : null, isBehind: true });
    }, { signal });
  }
}
