// The canvas by keyboard.
export class Keys {
  constructor(canvas, signal, draws) {
    Object.assign(this, { canvas, draws });
    canvas.host.addEventListener('keydown', event => this.press(event), { signal });
  }

  press(event) {
    const { canvas, draws } = this;
    if (event.target !== canvas.host || event.isComposing) return;
    const act = this.act(event, event.key.toLowerCase(), event.ctrlKey || event.metaKey, draws);
    if (!act) return;
    event.preventDefault();
    act();
  }

  act(event, key, command, draws) {
    const { canvas } = this;
    const { steps, ways } = canvas.hands.chosen();
    if (key.startsWith('arrow')) return () => this.arrow(key, command && draws ? steps : [], steps[0]);
    if (command && key === 'a') return () => canvas.selection.reset(canvas.graph.getNodes());
    if (key === 'escape') return () => steps.length + ways.length > 0 ? canvas.selection.clean() : canvas.up();
    if (key === 'f2') return () => document.getElementById('p-title')?.focus();
    if (key === 'enter') return () => {
      const node = steps.length === 1 && canvas.graph.getCellById(steps[0]);
      if (node && event.ctrlKey && node.getData()?.opens) canvas.enter(node.id);
      else document.querySelector('.dz .prop :is(input, select, textarea):not([disabled])')?.focus();
    };
    if (command && (key === '=' || key === '+')) return () => canvas.run('in');
    if (command && key === '-') return () => canvas.run('out');
    if (command && key === '0') return () => canvas.run('fit');
    if (!draws) return null;
    if (command && key === 'z') return () => canvas.send({ kind: event.shiftKey ? 'redo' : 'undo' });
    if (command && key === 'y') return () => canvas.send({ kind: 'redo' });
    if (key === 'delete' || key === 'backspace') return () => { if (steps.length + ways.length > 0) canvas.send({ kind: 'remove', steps, ways }); };
    return null;
  }

  arrow(key, moved, from) {
    const [dx, dy] = { arrowleft: [-1, 0], arrowright: [1, 0], arrowup: [0, -1], arrowdown: [0, 1] }[key];
    if (moved.length === 0) return this.walk(dx, dy, from);
    for (const id of moved) this.canvas.graph.getCellById(id).translate(dx * 10, dy * 10);
    this.canvas.hands.tellMovesSoon();
  }

  // To the nearest step in a direction.
  walk(dx, dy, from) {
    const { graph, selection } = this.canvas;
    const nodes = graph.getNodes();
    const start = from && graph.getCellById(from);
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
    selection.reset([best]);
    if (!this.canvas.isInView(best)) graph.centerCell(best);
  }
}
