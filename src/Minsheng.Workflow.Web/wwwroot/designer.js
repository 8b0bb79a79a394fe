// The canvas of the designer: draws what the server sends, and sends back what a person does with it. The server keeps the truth.
let libraries, ways;

const load = address => new Promise((done, failed) => {
  const script = document.createElement('script');
  script.src = address;
  script.onload = done;
  script.onerror = () => failed(new Error(`cannot load ${address}`));
  document.head.append(script);
});

const colours = {};
const colour = name => colours[name] ??= getComputedStyle(document.documentElement).getPropertyValue(name).trim();

const clip = (text, room, size) => {
  let used = 0;
  for (let at = 0; at < text.length; at++) {
    used += text.charCodeAt(at) < 0x2000 ? size * 0.57 : size;
    if (used > room) return text.slice(0, Math.max(1, at - 1)) + '…';
  }
  return text;
};

const register = X6 => {
  X6.Graph.registerNode('ms-step', {
    inherit: 'rect',
    markup: [
      { tagName: 'rect', selector: 'body' },
      { tagName: 'rect', selector: 'tone' },
      { tagName: 'path', selector: 'icon' },
      { tagName: 'text', selector: 'title' },
      { tagName: 'text', selector: 'sub' },
      { tagName: 'text', selector: 'number' },
      { tagName: 'path', selector: 'inner' },
      { tagName: 'rect', selector: 'badge' },
      { tagName: 'text', selector: 'sign' },
    ],
    attrs: {
      body: { refWidth: '100%', refHeight: '100%', rx: 6, ry: 6, fill: '#fff', stroke: colour('--rz-base-400'), strokeWidth: 1 },
      tone: { x: 0, y: 8, width: 3, refHeight: '100%', refHeight2: -16, rx: 1.5, stroke: 'none' },
      icon: { transform: 'translate(12,11) scale(.9)', fill: 'none', stroke: colour('--rz-secondary'), strokeWidth: 1.7, strokeLinecap: 'round', strokeLinejoin: 'round' },
      title: { refX: 37, refY: 20, textVerticalAnchor: 'middle', fontSize: 15, fontWeight: 600, fill: colour('--rz-base-900'), textAnchor: 'start', fontFamily: 'inherit' },
      sub: { refX: 13, refY: 46, textVerticalAnchor: 'middle', fontSize: 12.5, fill: colour('--rz-text-tertiary-color'), textAnchor: 'start', fontFamily: 'inherit' },
      number: { refX: '100%', refX2: -9, refY: 18, textVerticalAnchor: 'middle', fontSize: 12, fill: colour('--rz-text-tertiary-color'), textAnchor: 'end', fontFamily: 'inherit' },
      inner: { refX: '100%', refX2: -24, refY: '100%', refY2: -20, d: 'M0 2h6v4H0zM9 8h6v4H9zM3 6v4h6', fill: 'none', stroke: colour('--rz-text-tertiary-color'), strokeWidth: 1.2 },
      badge: { refX: '100%', refX2: -10, y: -9, width: 18, height: 18, rx: 2, stroke: 'none' },
      sign: { refX: '100%', refX2: -1, refY: 0, textVerticalAnchor: 'middle', fontSize: 12, fontWeight: 700, fill: '#fff', textAnchor: 'middle', fontFamily: 'inherit' },
    },
    ports: {
      groups: {
        out: {
          position: 'right',
          markup: [{ tagName: 'circle', selector: 'circle' }],
          label: { position: { name: 'right', args: { x: 10 } }, markup: [{ tagName: 'text', selector: 'text' }] },
          attrs: { circle: { r: 5.5, magnet: true, fill: '#fff', strokeWidth: 2 }, text: { fontSize: 12, fontFamily: 'inherit' } },
        },
      },
    },
  }, true);
  X6.Graph.registerNode('ms-end', {
    inherit: 'rect',
    markup: [{ tagName: 'rect', selector: 'body' }, { tagName: 'text', selector: 'title' }, { tagName: 'rect', selector: 'badge' }, { tagName: 'text', selector: 'sign' }],
    attrs: {
      body: { refWidth: '100%', refHeight: '100%', rx: 15, ry: 15, fill: '#fff', stroke: colour('--rz-base-400'), strokeWidth: 1 },
      title: { refX: '50%', refY: '50%', fontSize: 13.5, fill: colour('--rz-base-800'), textAnchor: 'middle', textVerticalAnchor: 'middle', fontFamily: 'inherit' },
      badge: { refX: '100%', refX2: -10, y: -9, width: 18, height: 18, rx: 2, stroke: 'none' },
      sign: { refX: '100%', refX2: -1, refY: 0, textVerticalAnchor: 'middle', fontSize: 12, fontWeight: 700, fill: '#fff', textAnchor: 'middle', fontFamily: 'inherit' },
    },
    ports: {
      groups: {
        out: {
          position: 'right', markup: [{ tagName: 'circle', selector: 'circle' }],
          label: { position: { name: 'right', args: { x: 10 } }, markup: [{ tagName: 'text', selector: 'text' }] },
          attrs: { circle: { r: 5.5, magnet: true, fill: '#fff', strokeWidth: 2 }, text: { fontSize: 12, fontFamily: 'inherit' } },
        },
      },
    },
  }, true);
};

const tones = {
  '征集筛选': '--rz-secondary', '票决测评': '--rz-primary', '实施监督': '--ms-light-green', '办理': '--rz-base-600', '公开': '--ms-light-yellow',
  '子方案': '--rz-secondary-dark', '容器': '--rz-secondary-dark', '循环': '--rz-secondary-dark',
};

// A window keeps its own: another one of the same person must not send it too.
const windowName = () => {
  try {
    const name = sessionStorage.getItem('ms-design-window') ?? crypto.getRandomValues(new Uint32Array(2)).join('-');
    sessionStorage.setItem('ms-design-window', name);
    return name;
  } catch { return 'window'; }
};

// What was done while the server was away is kept here, in order, until it has been taken.
class Mailbag {
  constructor(key, server, told) {
    [this.key, this.server, this.told, this.busy, this.closed] = [key, server, told, false, false];
    try { this.open = JSON.parse(localStorage.getItem(key)) ?? []; } catch { this.open = []; }
    this.kept = this.open.length;
    this.timer = setInterval(() => this.flush(), 2000);
  }

  put(act) {
    this.open.push(act);
    this.keep();
    setTimeout(() => { if (this.open.includes(act)) this.told(this.open.length); }, 2500);
    return this.flush();
  }

  keep() {
    try {
      if (this.open.length > 0) localStorage.setItem(this.key, JSON.stringify(this.open)); else localStorage.removeItem(this.key);
    } catch { /* a private window or a full disk: lasts as long as the page */ }
  }

  async flush() {
    if (this.busy || this.closed) return;
    this.busy = true;
    try {
      while (this.open.length > 0 && !this.closed) {
        await this.server.invokeMethodAsync('Act', this.open[0]);
        this.open.shift();
        this.keep();
      }
      this.told(0);
    } catch {
      this.told(this.open.length);
    } finally {
      this.busy = false;
    }
  }

  close() {
    this.closed = true;
    clearInterval(this.timer);
  }
}

class Canvas {
  constructor(host, server, options) {
    const { X6 } = window;
    Object.assign(this, { host, server, options, X6, places: new Map(), icons: options.icons, isQuiet: 0, mine: '' });
    this.board = host.querySelector('[data-board]');
    this.map = host.querySelector('[data-map]');
    this.bag = new Mailbag(`ms-design/${options.key}/${windowName()}`, server, left => host.classList.toggle('away', left > 0));
    const draws = !options.readOnly;
    this.graph = new X6.Graph({
      container: this.board, autoResize: true, async: true, virtual: true,
      background: { color: '#faf8f6' },
      grid: { visible: true, size: 1, type: 'dot', args: { color: '#e2ddd5', thickness: 1, factor: 18 } },
      panning: { enabled: true },
      mousewheel: { enabled: true, minScale: 0.15, maxScale: 2, factor: 1.1, zoomAtMousePosition: true },
      scaling: { min: 0.15, max: 2 },
      interacting: () => ({ nodeMovable: draws, edgeMovable: false, arrowheadMovable: draws, magnetConnectable: draws, edgeLabelMovable: false }),
      connecting: {
        snap: false, allowBlank: false, allowEdge: false, allowPort: true, allowNode: true, allowLoop: true, allowMulti: true, highlight: true,
        router: { name: 'orth', args: { padding: 16 } }, connector: { name: 'rounded', args: { radius: 8 } },
        createEdge: () => this.graph.createEdge({ attrs: { line: this.line(false) }, zIndex: 0 }),
        validateConnection: ({ targetCell }) => !!targetCell && targetCell.isNode() && targetCell.getData()?.type !== 'Elsa.Start',
      },
      highlighting: { magnetAvailable: { name: 'className', args: { className: 'may' } } },
    });
    this.graph.use(this.selection = new X6.Selection({ enabled: true, multiple: true, rubberband: true, modifiers: ['shift'], movable: draws, showNodeSelectionBox: false, showEdgeSelectionBox: false, multipleSelectionModifiers: ['ctrl', 'meta', 'shift'] }));
    if (draws) this.graph.use(new X6.Snapline({ enabled: true, tolerance: 8 }));
    this.listen(draws);
  }

  line(isBack) {
    return { stroke: '#8b847a', strokeWidth: 1.5, strokeDasharray: isBack ? '5 4' : '', targetMarker: { name: 'block', width: 9, height: 8, fill: '#8b847a', stroke: '#8b847a' } };
  }

  send(act) {
    return this.bag.put({ ...act, scope: this.scope ?? '' });
  }

  listen(draws) {
    const graph = this.graph;
    this.on = new AbortController();
    const signal = this.on.signal;
    graph.on('selection:changed', () => this.tellSelection());
    graph.on('node:dblclick', ({ node }) => { if (node.getData()?.isContainer) this.send({ kind: 'open', id: node.id }); });
    graph.on('node:change:position', () => this.drawMapSoon());
    for (const name of ['scale', 'translate', 'resize']) graph.on(name, () => { this.drawMapSoon(); this.tellZoom(); });
    if (draws) {
      graph.on('node:moved', () => { this.tellMovesSoon(); this.routeSoon(); });
      graph.on('node:moving', ({ node }) => {
        for (const one of [node, ...this.selection.getSelectedCells().filter(cell => cell.isNode())]) for (const edge of this.graph.getConnectedEdges(one)) this.loosen(edge);
      });
      graph.on('edge:connected', ({ edge, isNew }) => this.connected(edge, isNew));
      graph.on('edge:mouseenter', ({ edge }) => { if (edge.getData()?.isDrawn) edge.addTools([{ name: 'source-arrowhead', args: this.grip }, { name: 'target-arrowhead', args: this.grip }]); });
      graph.on('edge:mouseleave', ({ edge }) => edge.removeTools());
    }
    this.host.addEventListener('keydown', event => this.key(event, draws), { signal });
    this.board.addEventListener('mousedown', () => this.host.focus({ preventScroll: true }), { signal });
    this.map.addEventListener('click', event => this.mapTo(event), { signal });
    document.addEventListener('copy', event => this.copy(event), { signal });
    document.addEventListener('cut', event => this.copy(event, draws), { signal });
    if (draws) {
      document.addEventListener('paste', event => this.paste(event), { signal });
      document.addEventListener('dragstart', event => {
        const type = event.target.closest?.('[data-step-type]')?.dataset.stepType;
        if (!type) return;
        event.dataTransfer.setData('application/x-ms-step', type);
        event.dataTransfer.effectAllowed = 'copy';
      }, { signal });
      this.board.addEventListener('dragover', event => {
        if (!event.dataTransfer.types.includes('application/x-ms-step')) return;
        event.preventDefault();
        event.dataTransfer.dropEffect = 'copy';
      }, { signal });
      this.board.addEventListener('drop', event => {
        const type = event.dataTransfer.getData('application/x-ms-step');
        if (!type) return;
        event.preventDefault();
        const at = graph.clientToLocal(event.clientX, event.clientY);
        this.send({ kind: 'add', type, x: at.x - 100, y: at.y - 32 });
        this.host.focus({ preventScroll: true });
      }, { signal });
    }
  }

  get grip() {
    return { tagName: 'circle', attrs: { r: 6, fill: '#fff', stroke: colour('--rz-secondary'), 'stroke-width': 2, cursor: 'move', d: null } };
  }

  // ---- From the server ----

  // Views go a little after their cells: the next level may have steps of the same names.
  async begin(scope) {
    this.scope = scope;
    this.quietly(() => this.graph.clearCells());
    this.places.clear();
    await new Promise(done => setTimeout(done, 60));
  }

  apply(piece) {
    this.quietly(() => this.graph.batchUpdate(() => {
      for (const key of piece.goneWays) this.graph.removeCell(key);
      for (const id of piece.goneSteps) { this.graph.removeCell(id); this.places.delete(id); }
      const fresh = [];
      for (const step of piece.steps) this.step(step, fresh);
      for (const way of piece.ways) this.way(way, fresh);
      if (fresh.length > 0) this.graph.addCell(fresh);
    }));
    this.routeSoon();
    this.drawMapSoon();
  }

  step(step, fresh) {
    this.places.set(step.id, { x: step.x, y: step.y });
    const isEnd = step.type === 'Elsa.Start' || step.type === 'Elsa.End';
    const [width, height] = isEnd ? [Math.min(step.width, 144), 32] : [step.width, step.height];
    const [x, y] = isEnd ? [step.x + (step.width - width) / 2, step.y + (step.height - height) / 2] : [step.x, step.y];
    const shift = { dx: x - step.x, dy: y - step.y };
    const mark = step.mark === 'error' ? { fill: colour('--ms-light-red'), sign: '!' } : step.mark === 'warning' ? { fill: colour('--ms-light-yellow'), sign: '!' } : null;
    const middle = isEnd ? {} : {
      tone: { fill: colour(tones[step.category] ?? '--rz-base-400') },
      icon: { d: this.icons[step.icon] ?? this.icons[''] },
      sub: { text: clip(step.sub, width - 26 - (step.isContainer ? 20 : 0), 12.5), refY: height > 60 ? 47 : 43 },
      number: { text: step.number > 0 ? String(step.number) : '' },
      inner: { visibility: step.isContainer ? 'visible' : 'hidden' },
    };
    const attrs = {
      body: { fill: step.isForeign ? '#efece8' : '#fff', strokeDasharray: step.isForeign ? '4 3' : '' },
      title: { text: clip(step.title, isEnd ? width - 24 : width - 62, isEnd ? 13.5 : 15) },
      badge: { fill: mark?.fill ?? 'none', visibility: mark ? 'visible' : 'hidden' },
      sign: { text: mark?.sign ?? '' },
      ...middle,
    };
    const ports = this.options.readOnly ? [] : step.ports.map(port => this.port(step, port));
    const data = { type: step.type, isContainer: step.isContainer, title: step.title, shift };
    const known = this.graph.getCellById(step.id);
    if (known?.shape === (isEnd ? 'ms-end' : 'ms-step')) {
      known.position(x, y);
      known.resize(width, height);
      known.setAttrs(attrs);
      known.setData(data, { overwrite: true });
      if (JSON.stringify(known.getPorts().map(port => [port.id, port.attrs?.circle?.['data-wired'], port.attrs?.text?.text])) !== JSON.stringify(ports.map(port => [port.id, port.attrs.circle['data-wired'], port.attrs.text.text]))) {
        known.removePorts();
        known.addPorts(ports);
      }
      return;
    }
    if (known) this.graph.removeCell(known);
    fresh.push(this.graph.createNode({ shape: isEnd ? 'ms-end' : 'ms-step', id: step.id, x, y, width, height, attrs, data, ports: { items: ports }, zIndex: 2 }));
  }

  port(step, port) {
    const open = !port.isWired;
    const tone = open && step.ports.length > 1 ? colour('--ms-light-red') : colour('--rz-secondary');
    return {
      id: port.name, group: 'out',
      attrs: {
        circle: { stroke: tone, 'data-wired': port.isWired ? 'yes' : 'no', title: port.label },
        text: { text: open && step.ports.length > 1 ? `${clip(port.label, 96, 12)} 未接` : '', fill: open ? colour('--ms-light-red-text') : colour('--rz-base-800'), 'data-wired': open ? 'no' : 'yes' },
      },
    };
  }

  way(way, fresh) {
    const vertices = [];
    for (let at = 0; at + 1 < way.bends.length; at += 2) vertices.push({ x: way.bends[at], y: way.bends[at + 1] });
    const isSelf = way.from === way.to;
    const data = { port: way.port, isDrawn: way.isDrawn, isBent: vertices.length > 0, width: way.label ? clip(way.label, 110, 12).length * 12.5 + 6 : 0 };
    const labels = way.label ? [{ attrs: { label: { text: clip(way.label, 110, 12), fontSize: 12, fill: colour('--rz-base-800'), fontFamily: 'inherit' }, body: { fill: '#faf8f6', refWidth: 6, refX: -3 } }, position: 0.5 }] : [];
    const known = this.graph.getCellById(way.key);
    if (known) {
      known.setData(data, { overwrite: true });
      known.setLabels(labels);
      known.setAttrs({ line: this.line(way.isBack || !way.isDrawn) });
      known.prop('routed', '');
      if (data.isBent) { known.setRouter('normal'); known.setVertices(vertices); }
      return;
    }
    fresh.push(this.graph.createEdge({
      id: way.key, source: { cell: way.from }, target: { cell: way.to }, vertices, zIndex: 1,
      data, labels,
      ...(isSelf ? { router: { name: 'loop', args: { width: 40, height: 46 } }, connector: { name: 'rounded' } } : {}),
      attrs: { line: this.line(way.isBack || !way.isDrawn) },
    }));
  }

  routeSoon() {
    this.routing ??= requestAnimationFrame(() => { this.routing = null; this.route(); });
  }

  route() {
    const boxes = this.graph.getNodes().map(node => ({ id: node.id, ...node.position(), ...node.size() }));
    const edges = this.graph.getEdges().filter(edge => edge.getSourceCellId() !== edge.getTargetCellId() && !edge.getData()?.isBent && edge.getTargetCellId());
    const found = ways.routes(boxes, edges.map(edge => ({ key: edge.id, from: edge.getSourceCellId(), to: edge.getTargetCellId() })));
    const spots = ways.labelSpots(boxes, found, new Map(edges.map(edge => [edge.id, edge.getData()?.width ?? 0])));
    const byId = new Map(boxes.map(box => [box.id, box]));
    const end = (id, point) => ({ cell: id, anchor: { name: 'topLeft', args: { dx: point.x - byId.get(id).x, dy: point.y - byId.get(id).y } }, connectionPoint: 'anchor' });
    this.quietly(() => this.graph.batchUpdate(() => {
      for (const edge of edges) {
        const way = found.get(edge.id);
        const told = JSON.stringify([way, spots.get(edge.id)]);
        if (!way || edge.prop('routed') === told) continue;
        edge.prop('routed', told);
        edge.setRouter('normal');
        edge.setSource(end(edge.getSourceCellId(), way[0]));
        edge.setTarget(end(edge.getTargetCellId(), way[way.length - 1]));
        edge.setVertices(way.slice(1, -1));
        if (spots.has(edge.id) && edge.getLabels().length > 0) edge.setLabelAt(0, { ...edge.getLabelAt(0), position: spots.get(edge.id) });
      }
    }));
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

  quietly(act) {
    this.isQuiet++;
    try { act(); } finally { this.isQuiet--; }
  }

  select(ids) {
    this.quietly(() => this.selection.reset(ids.filter(id => this.graph.hasCell(id))));
    this.mine = JSON.stringify(this.chosen());
  }

  show(id) {
    const cell = this.graph.getCellById(id);
    if (!cell) return;
    this.graph.centerCell(cell);
    this.select([id]);
  }

  run(name) {
    if (name === 'in' || name === 'out') this.graph.zoom(name === 'in' ? 0.15 : -0.15);
    else if (name === 'full') this.graph.zoomTo(1);
    else if (name === 'fit') this.fit();
    else if (name === 'layout') this.layout();
    else if (name === 'focus') this.host.focus();
  }

  // Whole when that stays readable, else its beginning at a readable size.
  open() {
    const box = this.graph.getContentBBox();
    const [width, height] = [this.board.clientWidth, this.board.clientHeight];
    const whole = Math.min((width - 60) / box.width, (height - 60) / box.height, 1);
    if (!(box.width > 0) || whole >= 0.55) this.fit();
    else {
      const scale = Math.max(0.7, Math.min((width - 60) / box.width, 1));
      this.graph.zoomTo(scale);
      this.graph.translate(30 - box.x * scale, 30 - box.y * scale);
    }
    this.tellZoom();
    this.drawMapSoon();
  }

  fit() {
    const box = this.graph.getContentBBox();
    if (!(box.width > 0)) return;
    const [width, height] = [this.board.clientWidth, this.board.clientHeight];
    const scale = Math.max(0.15, Math.min((width - 60) / box.width, (height - 60) / box.height, 1));
    this.graph.zoomTo(scale);
    this.graph.translate((width - box.width * scale) / 2 - box.x * scale, (height - box.height * scale) / 2 - box.y * scale);
  }

  layout() {
    const { dagre } = window;
    const plan = new dagre.graphlib.Graph({ multigraph: true });
    plan.setGraph({ rankdir: 'TB', nodesep: 60, ranksep: 64, marginx: 40, marginy: 40 });
    plan.setDefaultEdgeLabel(() => ({}));
    for (const node of this.graph.getNodes()) plan.setNode(node.id, { width: node.size().width, height: node.size().height });
    for (const edge of this.graph.getEdges()) if (edge.getSourceCellId() !== edge.getTargetCellId()) plan.setEdge(edge.getSourceCellId(), edge.getTargetCellId(), { weight: edge.attr('line/strokeDasharray') ? 0 : 2 }, edge.id);
    dagre.layout(plan);
    const places = this.graph.getNodes().map(node => {
      const [at, size, shift] = [plan.node(node.id), node.size(), node.getData()?.shift ?? { dx: 0, dy: 0 }];
      return { id: node.id, x: Math.round(at.x - size.width / 2 - shift.dx), y: Math.round(at.y - size.height / 2 - shift.dy) };
    });
    this.send({ kind: 'layout', places }).then(() => setTimeout(() => this.open(), 60));
  }

  copied(text) {
    this.text = text;
    try { localStorage.setItem('ms-design-clip', text); } catch { /* too large: this page remembers it */ }
    const old = () => {
      const area = document.createElement('textarea');
      area.value = text;
      document.body.append(area);
      area.select();
      try { document.execCommand('copy'); } finally { area.remove(); this.host.focus({ preventScroll: true }); }
    };
    if (navigator.clipboard?.writeText) navigator.clipboard.writeText(text).catch(old); else old();
  }

  // ---- From the person ----

  chosen() {
    const cells = this.selection.getSelectedCells();
    return { steps: cells.filter(cell => cell.isNode()).map(cell => cell.id), ways: cells.filter(cell => cell.isEdge() && cell.getData()?.isDrawn).map(cell => cell.id) };
  }

  tellSelection() {
    for (const edge of this.graph.getEdges()) {
      const isOn = this.selection.isSelected(edge);
      if (edge.prop('on') !== isOn) { edge.prop('on', isOn); edge.attr('line/stroke', isOn ? colour('--rz-secondary') : '#8b847a'); edge.attr('line/strokeWidth', isOn ? 2.5 : 1.5); }
    }
    for (const node of this.graph.getNodes()) {
      const isOn = this.selection.isSelected(node);
      if (node.prop('on') !== isOn) { node.prop('on', isOn); node.attr('body/stroke', isOn ? colour('--rz-secondary') : colour('--rz-base-400')); node.attr('body/strokeWidth', isOn ? 2 : 1); }
    }
    if (this.isQuiet > 0) return;
    clearTimeout(this.selecting);
    this.selecting = setTimeout(() => {
      const chosen = this.chosen();
      const told = JSON.stringify(chosen);
      if (told === this.mine) return;
      this.mine = told;
      this.server.invokeMethodAsync('Choose', chosen.steps, chosen.ways).catch(() => { this.mine = ''; });
    }, 60);
  }

  tellMovesSoon() {
    clearTimeout(this.moving);
    this.moving = setTimeout(() => {
      const places = [];
      for (const node of this.graph.getNodes()) {
        const [at, known, shift] = [node.position(), this.places.get(node.id), node.getData()?.shift ?? { dx: 0, dy: 0 }];
        const [x, y] = [Math.round(at.x - shift.dx), Math.round(at.y - shift.dy)];
        if (known && (Math.abs(known.x - x) > 0.5 || Math.abs(known.y - y) > 0.5)) { places.push({ id: node.id, x, y }); this.places.set(node.id, { x, y }); }
      }
      if (places.length > 0) this.send({ kind: 'move', places });
    }, 30);
  }

  connected(edge, isNew) {
    const [from, to] = [edge.getSourceCellId(), edge.getTargetCellId()];
    const port = edge.getSourcePortId() ?? edge.getData()?.port ?? 'Done';
    if (isNew) {
      this.quietly(() => this.graph.removeCell(edge));
      this.send({ kind: 'connect', from, port, to });
    } else {
      // The server answers with the arrow as it then is.
      this.quietly(() => this.graph.removeCell(edge));
      this.send({ kind: 'reroute', key: edge.id, from, port, to });
    }
  }

  isHere(target) {
    return this.host.contains(target ?? document.activeElement) || document.activeElement === document.body;
  }

  key(event, draws) {
    if (event.target !== this.host || event.isComposing) return;
    const command = event.ctrlKey || event.metaKey;
    const chosen = this.chosen();
    const go = act => { event.preventDefault(); act(); };
    const key = event.key.toLowerCase();
    if (command && key === 'a') go(() => this.selection.reset(this.graph.getNodes()));
    else if (command && key === '0') go(() => this.fit());
    else if (command && (key === '=' || key === '+')) go(() => this.run('in'));
    else if (command && key === '-') go(() => this.run('out'));
    else if (key === 'escape') go(() => this.selection.reset([]));
    else if (key === 'enter' && chosen.steps.length === 1) go(() => {
      if (event.shiftKey && this.graph.getCellById(chosen.steps[0]).getData()?.isContainer) this.send({ kind: 'open', id: chosen.steps[0] });
      else document.querySelector('.dz .prop input, .dz .prop select, .dz .prop textarea')?.focus();
    });
    else if (draws && command && key === 'z') go(() => this.send({ kind: event.shiftKey ? 'redo' : 'undo' }));
    else if (draws && command && key === 'y') go(() => this.send({ kind: 'redo' }));
    else if (draws && (key === 'delete' || key === 'backspace')) go(() => { if (chosen.steps.length + chosen.ways.length > 0) this.send({ kind: 'remove', steps: chosen.steps, ways: chosen.ways }); });
    else if (key.startsWith('arrow')) go(() => {
      const [dx, dy] = { arrowleft: [-1, 0], arrowright: [1, 0], arrowup: [0, -1], arrowdown: [0, 1] }[key];
      if (command && draws && chosen.steps.length > 0) {
        for (const id of chosen.steps) this.graph.getCellById(id).translate(dx * 10, dy * 10);
        this.tellMovesSoon();
      } else this.walk(dx, dy, chosen.steps[0]);
    });
  }

  // To the nearest step in a direction.
  walk(dx, dy, from) {
    const nodes = this.graph.getNodes();
    const start = from && this.graph.getCellById(from);
    let best = start ? null : nodes[0];
    let least = Infinity;
    const middle = start?.getBBox().getCenter();
    for (const node of start ? nodes : []) {
      if (node === start) continue;
      const at = node.getBBox().getCenter();
      const [along, across] = dx !== 0 ? [(at.x - middle.x) * dx, Math.abs(at.y - middle.y)] : [(at.y - middle.y) * dy, Math.abs(at.x - middle.x)];
      if (along > 5 && along + across * 2 < least) [best, least] = [node, along + across * 2];
    }
    if (!best) return;
    this.selection.reset([best]);
    const [box, area] = [this.graph.localToClient(best.getBBox()), this.board.getBoundingClientRect()];
    if (box.x < area.left || box.y < area.top || box.x + box.width > area.right || box.y + box.height > area.bottom) this.graph.centerCell(best);
  }

  copy(event, isCut) {
    if (document.activeElement !== this.host) return;
    const chosen = this.chosen();
    if (chosen.steps.length === 0) return;
    event.preventDefault();
    this.server.invokeMethodAsync('Copy', chosen.steps, isCut === true).catch(() => { });
  }

  paste(event) {
    if (document.activeElement !== this.host) return;
    const text = event.clipboardData?.getData('text/plain') || this.text || localStorage.getItem('ms-design-clip');
    if (!text) return;
    event.preventDefault();
    this.pasteText(text);
  }

  pasteText(text) {
    const area = this.board.getBoundingClientRect();
    const at = this.graph.clientToLocal(area.left + area.width / 3, area.top + area.height / 3);
    // A stream travels in pieces, however long the text is.
    this.server.invokeMethodAsync('Paste', DotNet.createJSStreamReference(new TextEncoder().encode(text)), at.x, at.y).catch(() => { });
  }

  centre() {
    const area = this.board.getBoundingClientRect();
    const at = this.graph.clientToLocal(area.left + area.width / 2, area.top + area.height / 2);
    return [at.x, at.y];
  }

  // ---- Small things ----

  tellZoom() {
    const shown = this.host.querySelector('[data-zoom]');
    if (shown) shown.textContent = `${Math.round(this.graph.zoom() * 100)}%`;
  }

  drawMapSoon() {
    // Many steps make a small picture dear: then it follows a little later.
    this.mapping ??= setTimeout(() => { this.mapping = null; this.drawMap(); }, this.places.size > 300 ? 250 : 16);
  }

  drawMap() {
    const nodes = this.graph.getNodes();
    const paper = this.map.getContext('2d');
    const ratio = devicePixelRatio || 1;
    const [width, height] = [this.map.clientWidth, this.map.clientHeight];
    if (this.map.width !== width * ratio) [this.map.width, this.map.height] = [width * ratio, height * ratio];
    paper.setTransform(ratio, 0, 0, ratio, 0, 0);
    paper.clearRect(0, 0, width, height);
    const boxes = nodes.map(node => ({ ...node.position(), ...node.size() }));
    const seen = this.graph.getGraphArea();
    const [left, top] = [Math.min(seen.x, ...boxes.map(box => box.x)), Math.min(seen.y, ...boxes.map(box => box.y))];
    const [right, bottom] = [Math.max(seen.x + seen.width, ...boxes.map(box => box.x + box.width)), Math.max(seen.y + seen.height, ...boxes.map(box => box.y + box.height))];
    const scale = Math.min((width - 12) / (right - left), (height - 12) / (bottom - top));
    this.mapped = { left, top, scale };
    paper.fillStyle = colour('--rz-base-400');
    for (const box of boxes) paper.fillRect(6 + (box.x - left) * scale, 6 + (box.y - top) * scale, Math.max(2, box.width * scale), Math.max(1.5, box.height * scale));
    paper.strokeStyle = colour('--rz-secondary');
    paper.lineWidth = 1.5;
    paper.strokeRect(6 + (seen.x - left) * scale, 6 + (seen.y - top) * scale, seen.width * scale, seen.height * scale);
  }

  mapTo(event) {
    const area = this.map.getBoundingClientRect();
    const { left, top, scale } = this.mapped ?? {};
    if (scale) this.graph.centerPoint(left + (event.clientX - area.left - 6) / scale, top + (event.clientY - area.top - 6) / scale);
  }

  // How many acts of an earlier visit were never taken by the server.
  waiting() { return this.bag.kept; }

  dispose() {
    this.on.abort();
    this.bag.close();
    this.graph.dispose();
  }
}

export async function begin(host, server, options) {
  libraries ??= (async () => { [ways] = await Promise.all([import(options.routes), ...options.libraries.map(load)]); register(window.X6); })();
  await libraries;
  const canvas = new Canvas(host, server, options);
  host.canvas = canvas;
  return canvas;
}

export function download(name, text) {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(new Blob([text], { type: 'application/json' }));
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 1000);
}
