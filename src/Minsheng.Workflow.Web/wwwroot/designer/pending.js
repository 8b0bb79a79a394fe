// What was drawn and is not in the draft yet, as it will look there: dashed, until the server's own drawing takes its place.
import { clip, colour, isEnd, tone } from './look.js';

const [WIDTH, HEIGHT, GAP] = [200, 64, 56];
const WAITS = { strokeDasharray: '4 3' };

export class Pending {
  constructor(canvas) { Object.assign(this, { canvas, graph: canvas.graph, acts: [], count: 0 }); }

  clear() { this.acts = []; }

  // What an act shows: how it is taken back by an undo, and how it is left once the server has answered.
  show(act) {
    if (act.kind === 'undo') this.back();
    if (act.kind !== 'add' && act.kind !== 'remove') return {};
    const shown = act.kind === 'add' ? this.add(act) : this.remove([...act.steps, ...act.ways]);
    this.settle();
    return shown;
  }

  wait(kind, shown, done) {
    if (kind === 'undo' || kind === 'redo') return;
    this.acts.push(shown);
    done.then(() => {
      if (!this.acts.includes(shown)) return;
      this.acts.splice(this.acts.indexOf(shown), 1);
      this.canvas.quietly(() => shown.leave?.());
      this.settle();
    });
  }

  back() {
    const last = this.acts.pop();
    if (!last) return;
    this.canvas.quietly(() => last.undo?.());
    this.settle();
  }

  settle() {
    this.canvas.arrows.soon();
    this.canvas.map.soon();
    this.canvas.view.far.draw();
  }

  gone(cell) { if (this.graph.hasCell(cell.id)) this.graph.removeCell(cell.id); }

  add({ type, x, y, id, isBehind }) {
    const button = document.querySelector(`.pal [data-step-type="${CSS.escape(type)}"]`);
    const [title, end, category] = [button?.textContent.trim() ?? '', isEnd(type), button?.closest('.two').previousElementSibling.textContent ?? ''];
    if (isBehind) ({ x, y } = this.spot(id));
    const [width, height] = end ? [144, 32] : [WIDTH, HEIGHT];
    const card = this.graph.createNode({
      shape: end ? 'ms-end' : 'ms-step', id: `pending-${++this.count}`, x: x + (WIDTH - width) / 2, y: y + (HEIGHT - height) / 2, width, height, zIndex: 2,
      attrs: {
        body: { fill: '#fff', stroke: colour('--rz-secondary'), strokeWidth: 1.5, ...WAITS },
        title: { text: clip(title, width - (end ? 24 : 62), 15) }, badge: { visibility: 'hidden' },
        ...(end ? {} : { tone: { fill: tone(category) }, icon: { d: button?.querySelector('path')?.getAttribute('d') ?? '' }, sub: { text: '待补到草稿' }, inner: { visibility: 'hidden' } }),
      },
      data: { type, title, category, isPending: true },
    });
    this.canvas.quietly(() => this.graph.addCell(card));
    const off = () => this.gone(card);
    return { undo: off, leave: off };
  }

  // Behind a step, else below everything; aside where something stands.
  spot(id) {
    const nodes = this.graph.getNodes();
    const after = (id && this.graph.getCellById(id)) || nodes[nodes.length - 1];
    let { x, y } = after ? after.position() : { x: 80, y: 0 };
    y += (after ? after.size().height : 0) + GAP;
    while (nodes.some(node => Math.abs(node.position().x - x) < 180 && Math.abs(node.position().y - y) < 70)) x += 240;
    return { x, y };
  }

  // Still there when the server has answered: it was refused.
  remove(ids) {
    const cells = ids.flatMap(id => { const cell = this.graph.getCellById(id); return cell ? [cell, ...(cell.isNode() ? this.graph.getConnectedEdges(cell) : [])] : []; });
    const see = isSeen => { for (const cell of cells) if (this.graph.hasCell(cell.id)) cell.setVisible(isSeen); };
    this.canvas.quietly(() => { this.canvas.selection.unselect(cells); see(false); });
    return { undo: () => see(true), leave: () => see(true) };
  }

  // A new arrow stays as it was drawn.
  arrow(edge) {
    edge.setData({ isPending: true, isFaint: true });
    edge.attr('line', WAITS);
    const off = () => this.gone(edge);
    return { undo: off, leave: off };
  }

  // An arrow led elsewhere; refused, it goes back.
  led(edge, restore) {
    const dashes = edge.attr('line/strokeDasharray');
    edge.attr('line', WAITS);
    const off = () => { if (this.graph.hasCell(edge.id)) { restore(); edge.attr('line/strokeDasharray', dashes); } };
    return { undo: off, leave: off };
  }

  // Moved steps stand where they were put; only an undo takes them back.
  moved(places, before) {
    return {
      undo: () => places.forEach(({ id, x, y }) => {
        const [node, was] = [this.graph.getCellById(id), before.get(id)];
        if (!node || !was) return;
        node.translate(was.x - x, was.y - y);
        this.canvas.cells.places.set(id, was);
      }),
    };
  }
}
