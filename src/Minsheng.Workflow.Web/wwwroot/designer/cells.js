// Steps and arrows as the server tells them, made into cells of the canvas.
import { PAPER, badge, clip, colour, fill, frame, isEnd, line, tone } from './look.js';

export class Cells {
  constructor(graph, options) {
    Object.assign(this, { graph, options, places: new Map(), told: new Map() });
  }

  clear() {
    this.graph.resetCells([]);
    this.places.clear();
    this.told.clear();
  }

  apply(piece) {
    for (const key of piece.goneWays) this.graph.removeCell(key);
    for (const id of piece.goneSteps) { this.graph.removeCell(id); this.places.delete(id); this.told.delete(id); }
    const fresh = [];
    for (const step of piece.steps) this.step(step, fresh);
    for (const way of piece.ways) this.way(way, fresh);
    if (fresh.length > 0) this.graph.addCell(fresh, { sort: false });
  }

  step(step, fresh) {
    this.places.set(step.id, { x: step.x, y: step.y });
    const end = isEnd(step.type);
    const [width, height] = end ? [Math.min(step.width, 144), 32] : [step.width, step.height];
    const [x, y] = [step.x + (step.width - width) / 2, step.y + (step.height - height) / 2];
    const told = JSON.stringify({ ...step, x: 0, y: 0 });
    const isSame = this.told.get(step.id) === told;
    this.told.set(step.id, told);
    if (isSame && this.graph.hasCell(step.id)) {
      this.graph.getCellById(step.id).position(x, y);
      return;
    }
    const sign = badge(step.mark);
    const attrs = {
      body: { fill: fill(step.mark, step.isForeign), ...frame(step.mark), strokeDasharray: step.isForeign ? '4 3' : '' },
      title: { text: clip(step.title, end ? width - 24 : width - 62, end ? 13.5 : 15) },
      badge: { fill: sign?.fill ?? 'none', visibility: sign ? 'visible' : 'hidden' },
      sign: { text: sign?.sign ?? '' },
      ...(end ? {} : {
        tone: { fill: tone(step.category) },
        icon: { d: this.options.icons[step.icon] ?? this.options.icons[''] },
        sub: { text: clip(step.sub, width - 26 - (step.isContainer || step.child ? 20 : 0), 12.5), refY: height > 60 ? 47 : 43 },
        number: { text: step.number > 0 ? String(step.number) : '' },
        inner: { visibility: step.isContainer || step.child ? 'visible' : 'hidden' },
      }),
    };
    const ports = this.options.readOnly ? [] : step.ports.map(port => this.port(step, port));
    const data = { type: step.type, opens: step.isContainer || !!step.child, title: step.title, category: step.category, mark: step.mark, isForeign: step.isForeign, shift: { dx: x - step.x, dy: y - step.y } };
    const known = this.graph.getCellById(step.id);
    if (known?.shape === (end ? 'ms-end' : 'ms-step')) {
      known.position(x, y);
      known.resize(width, height);
      known.setAttrs(attrs);
      known.setData(data, { overwrite: true });
      known.removeProp('on');
      const wired = list => JSON.stringify(list.map(port => [port.id, port.attrs?.circle?.['data-wired'], port.attrs?.text?.text]));
      if (wired(known.getPorts()) !== wired(ports)) { known.removePorts(); known.addPorts(ports); }
      return;
    }
    if (known) this.graph.removeCell(known);
    fresh.push(this.graph.createNode({ shape: end ? 'ms-end' : 'ms-step', id: step.id, x, y, width, height, attrs, data, ports: { items: ports }, zIndex: 2 }));
  }

  port(step, port) {
    const isLoose = !port.isWired && step.ports.length > 1;
    return {
      id: port.name, group: 'out',
      attrs: {
        circle: { stroke: colour(isLoose ? '--ms-light-red' : '--rz-secondary'), 'data-wired': port.isWired ? 'yes' : 'no', title: port.label },
        text: { text: isLoose ? `${clip(port.label, 96, 12)} 未接` : '', fill: colour(port.isWired ? '--rz-base-800' : '--ms-light-red-text'), 'data-wired': port.isWired ? 'yes' : 'no' },
      },
    };
  }

  way(way, fresh) {
    const vertices = [];
    for (let at = 0; at + 1 < way.bends.length; at += 2) vertices.push({ x: way.bends[at], y: way.bends[at + 1] });
    const words = way.label ? clip(way.label, 110, 12) : '';
    const isFaint = way.isBack || !way.isDrawn;
    const data = { port: way.port, isDrawn: way.isDrawn, isBack: way.isBack, isFaint, isBent: vertices.length > 0, words, width: words ? words.length * 12.5 + 6 : 0 };
    const labels = words ? [{ attrs: { label: { text: words, fontSize: 12, fill: colour('--rz-base-800'), fontFamily: 'inherit' }, body: { fill: PAPER, refWidth: 6, refX: -3 } }, position: 0.5 }] : [];
    const known = this.graph.getCellById(way.key);
    if (known) {
      known.setData(data, { overwrite: true });
      known.setLabels(labels);
      known.setAttrs({ line: line(isFaint) });
      known.prop('routed', '');
      known.removeProp('on');
      if (data.isBent) { known.setRouter('normal'); known.setVertices(vertices); }
      return;
    }
    fresh.push(this.graph.createEdge({
      id: way.key, source: { cell: way.from }, target: { cell: way.to }, vertices, zIndex: 1, data, labels, router: 'normal',
      ...(way.from === way.to ? { router: { name: 'loop', args: { width: 40, height: 46 } } } : {}),
      attrs: { line: line(isFaint) },
    }));
  }

  // Where the server has each step that was dragged since, and where it is now.
  moved() {
    const places = [];
    for (const node of this.graph.getNodes()) {
      const [at, known, shift] = [node.position(), this.places.get(node.id), node.getData()?.shift ?? { dx: 0, dy: 0 }];
      const [x, y] = [Math.round(at.x - shift.dx), Math.round(at.y - shift.dy)];
      if (!known || Math.abs(known.x - x) <= 0.5 && Math.abs(known.y - y) <= 0.5) continue;
      places.push({ id: node.id, x, y });
      this.places.set(node.id, { x, y });
    }
    return places;
  }
}
