// A large picture from afar: thousands of steps painted on one surface instead of each being a part of the page.
import { clip, colour, fill, frame, INK, tone } from './look.js';

export class Far {
  constructor(canvas) {
    Object.assign(this, { canvas, paper: canvas.host.querySelector('[data-far]'), at: 0 });
    // What is painted cannot be pressed: the press goes to the step that stands there.
    canvas.graph.on('blank:click', ({ e, x, y }) => { const node = this.hit(x, y); if (node) canvas.hands.pick(node, e.ctrlKey || e.metaKey); });
    canvas.graph.on('blank:dblclick', ({ x, y }) => { const node = this.hit(x, y); if (node) { canvas.graph.zoomTo(0.8, { center: node.getBBox().getCenter() }); canvas.graph.centerCell(node); } });
  }

  get isOn() { return this.canvas.host.classList.contains('far'); }

  hit(x, y) {
    return this.isOn ? this.canvas.graph.getNodes().find(node => node.getBBox().containsPoint({ x, y })) : null;
  }

  draw() {
    this.at ||= requestAnimationFrame(() => { this.at = 0; if (this.isOn) this.paint(); });
  }

  paint() {
    const { graph, board, selection } = this.canvas;
    const [width, height, ratio] = [board.clientWidth, board.clientHeight, devicePixelRatio || 1];
    if (this.paper.width !== width * ratio || this.paper.height !== height * ratio) [this.paper.width, this.paper.height] = [width * ratio, height * ratio];
    const pen = this.paper.getContext('2d');
    const [scale, { tx, ty }] = [graph.zoom(), graph.translate()];
    pen.setTransform(1, 0, 0, 1, 0, 0);
    pen.clearRect(0, 0, this.paper.width, this.paper.height);
    pen.setTransform(ratio * scale, 0, 0, ratio * scale, tx * ratio, ty * ratio);
    const [left, top, right, bottom] = [-tx / scale - 300, -ty / scale - 300, (width - tx) / scale + 300, (height - ty) / scale + 300];
    this.lines(pen, graph, scale, left, top, right, bottom);
    pen.font = `600 15px ${getComputedStyle(board).fontFamily}`;
    pen.textBaseline = 'middle';
    for (const node of graph.getNodes()) {
      const [at, size, data] = [node.position(), node.size(), node.getData() ?? {}];
      if (at.x > right || at.y > bottom || at.x + size.width < left || at.y + size.height < top) continue;
      const isOn = selection.isSelected(node);
      pen.fillStyle = isOn ? colour('--rz-secondary-lighter') : fill(data.mark, data.isForeign);
      pen.strokeStyle = isOn ? colour('--rz-secondary') : data.mark === 'error' ? colour('--ms-light-red') : frame(data.mark).stroke;
      pen.lineWidth = Math.max(1, (isOn ? 2 : 1) / scale);
      pen.fillRect(at.x, at.y, size.width, size.height);
      pen.strokeRect(at.x, at.y, size.width, size.height);
      pen.fillStyle = tone(data.category);
      pen.fillRect(at.x, at.y, 6, size.height);
      if (scale < 0.2) continue;
      pen.fillStyle = colour('--rz-base-900');
      pen.fillText(clip(data.title ?? '', size.width - 24, 15), at.x + 14, at.y + size.height / 2);
    }
  }

  lines(pen, graph, scale, left, top, right, bottom) {
    pen.lineWidth = Math.max(1.5, 1 / scale);
    pen.strokeStyle = INK;
    for (const isFaint of [false, true]) {
      pen.setLineDash(isFaint ? [12, 10] : []);
      pen.beginPath();
      for (const edge of graph.getEdges()) {
        const way = edge.getData()?.isFaint === isFaint ? this.way(graph, edge) : null;
        if (!way || way.every(point => point.x < left) || way.every(point => point.x > right) || way.every(point => point.y < top) || way.every(point => point.y > bottom)) continue;
        way.forEach((point, at) => at === 0 ? pen.moveTo(point.x, point.y) : pen.lineTo(point.x, point.y));
      }
      pen.stroke();
    }
    pen.setLineDash([]);
  }

  way(graph, edge) {
    const [from, to] = [graph.getCellById(edge.getSourceCellId()), graph.getCellById(edge.getTargetCellId())];
    if (!from || !to) return null;
    const end = (cell, args) => { const [at, size] = [cell.position(), cell.size()]; return args ? { x: at.x + args.dx, y: at.y + args.dy } : { x: at.x + size.width / 2, y: at.y + size.height / 2 }; };
    return [end(from, edge.getSource().anchor?.args), ...edge.getVertices(), end(to, edge.getTarget().anchor?.args)];
  }
}
