// The whole level in a corner: a press or a drag on it moves the view there.
import { colour } from './look.js';

export class MiniMap {
  constructor(canvas, surface, signal) {
    Object.assign(this, { canvas, graph: canvas.graph, surface, boxes: null, timer: 0 });
    surface.addEventListener('pointerdown', event => { event.preventDefault(); surface.setPointerCapture(event.pointerId); this.hold = this.scale(); this.to(event); }, { signal });
    surface.addEventListener('pointermove', event => { if (this.hold) this.to(event); }, { signal });
    for (const end of ['pointerup', 'pointercancel']) surface.addEventListener(end, () => { this.hold = null; this.moved(); }, { signal });
  }

  // Steps have changed.
  soon() { this.boxes = null; this.moved(); }

  // Only what one sees has changed.
  moved() { this.timer ||= setTimeout(() => { this.timer = 0; this.draw(); }, this.boxes ? 16 : this.graph.getCellCount() > 300 ? 200 : 16); }

  scale() {
    const [width, height] = [this.surface.clientWidth, this.surface.clientHeight];
    const [box, seen] = [this.box, this.graph.getGraphArea()];
    const [left, top] = [Math.min(seen.x, box.x), Math.min(seen.y, box.y)];
    const [right, bottom] = [Math.max(seen.x + seen.width, box.x + box.width), Math.max(seen.y + seen.height, box.y + box.height)];
    return { left, top, by: Math.min((width - 12) / (right - left), (height - 12) / (bottom - top)) };
  }

  draw() {
    if (this.boxes === null) {
      this.boxes = this.graph.getNodes().map(node => ({ ...node.position(), ...node.size(), mark: node.getData()?.mark }));
      this.box = this.canvas.view.box();
      if (!(this.box.width > 0)) this.box = { x: 0, y: 0, width: 1, height: 1 };
    }
    const pen = this.surface.getContext('2d');
    const ratio = devicePixelRatio || 1;
    const [width, height] = [this.surface.clientWidth, this.surface.clientHeight];
    if (width === 0) return;
    if (this.surface.width !== width * ratio || this.surface.height !== height * ratio) [this.surface.width, this.surface.height] = [width * ratio, height * ratio];
    pen.setTransform(ratio, 0, 0, ratio, 0, 0);
    pen.clearRect(0, 0, width, height);
    const { left, top, by } = this.hold ?? this.scale();
    for (const box of this.boxes) {
      pen.fillStyle = colour(box.mark === 'waiting' ? '--rz-primary' : box.mark === 'error' || box.mark === 'faulted' ? '--ms-light-red' : box.mark === 'done' ? '--rz-base-600' : '--rz-base-400');
      pen.fillRect(6 + (box.x - left) * by, 6 + (box.y - top) * by, Math.max(2, box.width * by), Math.max(1.5, box.height * by));
    }
    const seen = this.graph.getGraphArea();
    pen.strokeStyle = colour('--rz-secondary');
    pen.lineWidth = 1.5;
    pen.strokeRect(6 + (seen.x - left) * by, 6 + (seen.y - top) * by, seen.width * by, seen.height * by);
  }

  to(event) {
    const area = this.surface.getBoundingClientRect();
    const { left, top, by } = this.hold;
    this.graph.centerPoint(left + (event.clientX - area.left - 6) / by, top + (event.clientY - area.top - 6) / by);
  }

  stop() { clearTimeout(this.timer); }
}
