// What part of the picture one sees: zoom, fit, coming back to where one was. Of a large picture only the part in view is kept in
// the page, and from afar it is painted as one picture.
import { Far } from './far.js';

const MARGIN = 400;
const MANY = 150;
const FAR = 0.36;
const remembered = new Map();

export class View {
  constructor(canvas) {
    Object.assign(this, { canvas, graph: canvas.graph, board: canvas.board, far: new Far(canvas), held: null });
    for (const name of ['scale', 'translate', 'resize']) this.graph.on(name, () => this.moved());
    // Until a level is open nothing of it need be drawn.
    this.graph.renderer.setRenderArea(this.nowhere());
  }

  get isFar() { return this.graph.zoom() < FAR && this.graph.getCellCount() > MANY; }

  nowhere() { return new this.canvas.X6.Rectangle(-9e6, -9e6, 1, 1); }

  moved() {
    const { canvas } = this;
    canvas.tellZoom();
    canvas.map.moved();
    this.render();
    if (canvas.scope !== undefined) remembered.set(canvas.place(), { zoom: this.graph.zoom(), ...this.graph.translate() });
  }

  // Cells outside of what is seen leave the page; the margin lets one drag a while before that has to be looked at again.
  render(anew = false) {
    const isFar = this.isFar;
    this.canvas.host.classList.toggle('far', isFar);
    if (isFar) {
      if (anew || this.held !== 'far') this.graph.renderer.setRenderArea(this.nowhere());
      this.held = 'far';
      this.far.draw();
      return;
    }
    const seen = this.graph.getGraphArea();
    if (!anew && this.held && this.held !== 'far' && this.held.containsRect(seen)) return;
    const margin = MARGIN / Math.max(0.4, this.graph.zoom());
    this.held = seen.clone().inflate(margin / 2, margin / 2);
    this.graph.renderer.setRenderArea(seen.clone().inflate(margin, margin));
  }

  // Whether an arrow touches what is seen.
  near() {
    const seen = this.graph.getGraphArea().inflate(200, 200);
    return edge => {
      const [from, to] = [edge.getSourceCell(), edge.getTargetCell()];
      return !!from && !!to && (seen.isIntersectWithRect(from.getBBox()) || seen.isIntersectWithRect(to.getBBox()));
    };
  }

  // Where one was when the level was last open; else whole when that stays readable, else its beginning at a readable size.
  open() {
    const kept = remembered.get(this.canvas.place());
    const box = this.box();
    const [width, height] = [this.board.clientWidth, this.board.clientHeight];
    const whole = Math.min((width - 60) / box.width, (height - 60) / box.height, 1);
    if (kept) this.to(kept.zoom, kept.tx, kept.ty);
    else if (!(box.width > 0) || whole >= 0.55) this.fit();
    else {
      const scale = Math.max(0.7, Math.min((width - 60) / box.width, 1));
      this.to(scale, 30 - box.x * scale, 44 - box.y * scale);
    }
    // Of a matter under way one wants to see where it is.
    const here = this.canvas.options.readOnly && this.graph.getNodes().find(node => ['waiting', 'faulted'].includes(node.getData()?.mark));
    if (here && !kept && !this.canvas.isInView(here)) this.graph.centerCell(here);
    this.render(true);
    this.canvas.tellZoom();
    this.canvas.map.soon();
  }

  fit() {
    const box = this.box();
    if (!(box.width > 0)) return;
    const [width, height] = [this.board.clientWidth, this.board.clientHeight];
    const scale = Math.max(0.05, Math.min((width - 60) / box.width, (height - 60) / box.height, 1));
    this.to(scale, (width - box.width * scale) / 2 - box.x * scale, (height - box.height * scale) / 2 - box.y * scale);
  }

  to(scale, x, y) {
    this.graph.zoomTo(scale);
    this.graph.translate(x, y);
  }

  // Boxes only: the ways of arrows may not be known yet.
  box() {
    let [left, top, right, bottom] = [Infinity, Infinity, -Infinity, -Infinity];
    for (const node of this.graph.getNodes()) {
      const { x, y } = node.position(), { width, height } = node.size();
      [left, top, right, bottom] = [Math.min(left, x), Math.min(top, y), Math.max(right, x + width), Math.max(bottom, y + height)];
    }
    return { x: left, y: top, width: right - left, height: bottom - top };
  }

  forget() { remembered.delete(this.canvas.place()); }
}
