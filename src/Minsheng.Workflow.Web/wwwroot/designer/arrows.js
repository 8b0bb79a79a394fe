// Finds the ways of arrows a little after something moved. What is in view comes first; the rest follows in small portions.
import { Board } from '../design-routes.js';

const PORTION = 8;

export class Arrows {
  constructor(graph, quietly, inView, told) {
    Object.assign(this, { graph, quietly, inView, told, open: null, at: 0 });
  }

  get isDone() { return this.at === 0; }

  soon() {
    cancelAnimationFrame(this.at);
    this.open = null;
    this.at = requestAnimationFrame(() => this.go());
  }

  go() {
    this.open ??= this.plan();
    const until = performance.now() + PORTION;
    const next = () => this.open.edges.length > 0 ? this.route(this.open.edges.pop()) : this.open.labels.length > 0 ? this.label(this.open.labels.pop()) : true;
    let isDone = false;
    this.quietly(() => { do isDone = next() === true; while (!isDone && performance.now() < until); });
    this.at = isDone ? 0 : requestAnimationFrame(() => this.go());
    if (isDone) this.told();
  }

  plan() {
    const boxes = this.graph.getNodes().map(node => ({ id: node.id, ...node.position(), ...node.size() }));
    const edges = this.graph.getEdges().filter(edge => edge.getTargetCellId() && edge.getSourceCellId() !== edge.getTargetCellId() && !edge.getData()?.isBent);
    const near = this.inView();
    // Taken from the end: in view first, and there the plain ways before those that lead back round the outside.
    const rank = edge => (near(edge) ? 0 : 2) + (edge.getData()?.isBack ? 1 : 0);
    const order = edges.map((edge, index) => ({ edge, rank: rank(edge), index })).sort((a, b) => b.rank - a.rank || b.index - a.index).map(one => one.edge);
    return { board: new Board(boxes), edges: order, labels: [], ways: new Map() };
  }

  route(edge) {
    const { board, labels, ways } = this.open;
    const [from, to] = [edge.getSourceCellId(), edge.getTargetCellId()];
    const way = board.route(edge.id, from, to);
    if (!way) return;
    ways.set(edge.id, way);
    if (edge.getData()?.width > 0) labels.unshift(edge);
    const told = JSON.stringify(way);
    if (edge.prop('routed') === told) return;
    const end = (id, point) => { const box = board.box(id); return { cell: id, anchor: { name: 'topLeft', args: { dx: point.x - box.x, dy: point.y - box.y } }, connectionPoint: 'anchor' }; };
    edge.startBatch('route');
    edge.prop('routed', told);
    edge.setRouter('normal');
    edge.setSource(end(from, way[0]));
    edge.setTarget(end(to, way[way.length - 1]));
    edge.setVertices(way.slice(1, -1));
    edge.stopBatch('route');
  }

  label(edge) {
    if (!this.graph.hasCell(edge.id) || edge.getLabels().length === 0) return;
    const spot = this.open.board.spot(edge.id, this.open.ways.get(edge.id), edge.getData().width);
    if (edge.getLabelAt(0)?.position !== spot) edge.setLabelAt(0, { ...edge.getLabelAt(0), position: spot });
  }

  // While a step is being dragged its arrows follow by themselves.
  loosen(edge) {
    if (!edge.prop('routed') || edge.getData()?.isBent) return;
    edge.prop('routed', '');
    edge.setVertices([]);
    edge.setRouter('orth', { padding: 16 });
    edge.setSource({ cell: edge.getSourceCellId() });
    edge.setTarget({ cell: edge.getTargetCellId() });
  }

  stop() { cancelAnimationFrame(this.at); }
}
