// Right-angled ways between boxes: of a fixed set of shapes the cheapest is taken. Passing through a box costs most, then lying on
// an earlier line, then crossing one, then bends, then length. The same rules as the running chart's.
const STUB = 16;
const LANES = [28, 42];
const TILE = 320;

const meets = (box, a, b, clearance) =>
  Math.max(a.x, b.x) > box.x - clearance && Math.min(a.x, b.x) < box.x + box.width + clearance &&
  Math.max(a.y, b.y) > box.y - clearance && Math.min(a.y, b.y) < box.y + box.height + clearance;

const doors = box => {
  const [x, y] = [box.x + box.width / 2, box.y + box.height / 2];
  const [right, bottom] = [box.x + box.width, box.y + box.height];
  return [
    [{ x: right, y }, { x: right + STUB, y }], [{ x, y: bottom }, { x, y: bottom + STUB }],
    [{ x: box.x, y }, { x: box.x - STUB, y }], [{ x, y: box.y }, { x, y: box.y - STUB }],
  ];
};

// Lanes beside both boxes, and one round everything that stands between them.
const bends = (a, b, from, to, between) => {
  const ways = [[{ x: a.x, y: b.y }], [{ x: b.x, y: a.y }]];
  const xs = [(a.x + b.x) / 2], ys = [(a.y + b.y) / 2];
  for (const lane of LANES) {
    xs.push(from.x - lane, to.x - lane, from.x + from.width + lane, to.x + to.width + lane);
    ys.push(from.y - lane, to.y - lane, from.y + from.height + lane, to.y + to.height + lane);
  }
  if (between) {
    xs.push(between.left - LANES[0], between.right + LANES[0], between.left - LANES[1] - 14, between.right + LANES[1] + 14);
    ys.push(between.top - LANES[0], between.bottom + LANES[0]);
  }
  for (const x of xs) ways.push([{ x, y: a.y }, { x, y: b.y }]);
  for (const y of ys) ways.push([{ x: a.x, y }, { x: b.x, y }]);
  return ways;
};

const near = (a, b) => Math.abs(a.x - b.x) + Math.abs(a.y - b.y) < 0.5;
const straight = (a, b, c) =>
  (Math.abs(a.x - b.x) < 0.5 && Math.abs(b.x - c.x) < 0.5 && (b.y - a.y) * (c.y - b.y) > 0) ||
  (Math.abs(a.y - b.y) < 0.5 && Math.abs(b.y - c.y) < 0.5 && (b.x - a.x) * (c.x - b.x) > 0);

const simplify = way => {
  const kept = [];
  for (const point of way) {
    if (kept.length > 0 && near(kept[kept.length - 1], point)) continue;
    if (kept.length > 1 && straight(kept[kept.length - 2], kept[kept.length - 1], point)) kept[kept.length - 1] = point; else kept.push(point);
  }
  return kept;
};

const shared = (a, b, c, d) => Math.min(Math.max(a, b), Math.max(c, d)) - Math.max(Math.min(a, b), Math.min(c, d));

const overlaps = (a, b, c, d) => {
  const vertical = Math.abs(a.x - b.x) < 0.5;
  if (vertical !== Math.abs(c.x - d.x) < 0.5) return false;
  return vertical ? Math.abs(a.x - c.x) < 5 && shared(a.y, b.y, c.y, d.y) > 4 : Math.abs(a.y - c.y) < 5 && shared(a.x, b.x, c.x, d.x) > 4;
};

const crosses = (a, b, c, d) =>
  Math.max(a.x, b.x) > Math.min(c.x, d.x) && Math.min(a.x, b.x) < Math.max(c.x, d.x) &&
  Math.max(a.y, b.y) > Math.min(c.y, d.y) && Math.min(a.y, b.y) < Math.max(c.y, d.y);

const lengthOf = way => { let sum = 0; for (let at = 1; at < way.length; at++) sum += Math.abs(way[at].x - way[at - 1].x) + Math.abs(way[at].y - way[at - 1].y); return sum; };

// What a way costs by itself; the rest only adds to it.
const bare = way => {
  let sum = 25 * (way.length - 2) + lengthOf(way);
  for (let at = 2; at < way.length; at++) {
    const [c, a, b] = [way[at - 2], way[at - 1], way[at]];
    if ((a.x - c.x) * (b.x - a.x) < 0 || (a.y - c.y) * (b.y - a.y) < 0) sum += 5000;
  }
  return sum;
};

const cost = (way, sum, from, to, boxes, lines, best) => {
  for (let at = 1; at < way.length && sum < best; at++) {
    const [a, b] = [way[at - 1], way[at]];
    for (const box of boxes) {
      if (meets(box, a, b, -1)) sum += 3000;
      else if (meets(box, a, b, 9)) sum += 60;
    }
    for (const line of lines) {
      if (overlaps(a, b, line.a, line.b)) sum += line.to === to.id ? 40 : line.from === from.id ? 150 : 400;
      else if (crosses(a, b, line.a, line.b)) sum += 30;
    }
  }
  return sum;
};

// Things by the tiles they touch, so that a large picture costs each arrow only what stands near it.
class Tiles {
  constructor() { this.tiles = new Map(); }

  put(thing, left, top, right, bottom) {
    for (const key of this.keys(left, top, right, bottom)) { const held = this.tiles.get(key); if (held) held.push(thing); else this.tiles.set(key, [thing]); }
  }

  near(left, top, right, bottom) {
    const found = new Set();
    for (const key of this.keys(left, top, right, bottom)) for (const thing of this.tiles.get(key) ?? []) found.add(thing);
    return [...found];
  }

  * keys(left, top, right, bottom) {
    for (let x = Math.floor(left / TILE); x <= Math.floor(right / TILE); x++) for (let y = Math.floor(top / TILE); y <= Math.floor(bottom / TILE); y++) yield x * 65536 + y;
  }
}

/// The boxes of one picture, and the arrows drawn between them one after the other.
export class Board {
  constructor(boxes) {
    [this.byId, this.boxes, this.lines, this.labels] = [new Map(boxes.map(box => [box.id, box])), new Tiles(), new Tiles(), new Tiles()];
    for (const box of boxes) this.boxes.put(box, box.x, box.y, box.x + box.width, box.y + box.height);
  }

  box(id) { return this.byId.get(id); }

  /// The way of one arrow, the doors of both boxes among its points.
  route(key, fromId, toId) {
    const [from, to] = [this.byId.get(fromId), this.byId.get(toId)];
    if (!from || !to || from === to) return null;
    const [left, top] = [Math.min(from.x, to.x) - 60, Math.min(from.y, to.y) - 60];
    const [right, bottom] = [Math.max(from.x + from.width, to.x + to.width) + 60, Math.max(from.y + from.height, to.y + to.height) + 60];
    const inside = this.boxes.near(left, top, right, bottom);
    const between = inside.length > 2 && inside.length < 60 ? {
      left: Math.min(...inside.map(box => box.x)), right: Math.max(...inside.map(box => box.x + box.width)),
      top: Math.min(...inside.map(box => box.y)), bottom: Math.max(...inside.map(box => box.y + box.height)),
    } : null;
    const [far, deep] = between ? [[between.left - 60, between.right + 60], [between.top - 60, between.bottom + 60]] : [[left, right], [top, bottom]];
    const boxes = between ? this.boxes.near(far[0], deep[0], far[1], deep[1]) : inside;
    const lines = this.lines.near(far[0], deep[0], far[1], deep[1]);
    const ways = [];
    for (const [start, out] of doors(from)) for (const [end, into] of doors(to)) for (const middle of bends(out, into, from, to, between)) {
      const way = simplify([start, out, ...middle, into, end]);
      ways.push({ way, sum: bare(way) });
    }
    // The cheapest first: nothing after a way that is dearer by itself can win.
    ways.sort((a, b) => a.sum - b.sum);
    let [best, least] = [null, Infinity];
    for (const { way, sum } of ways) {
      if (sum >= least) break;
      const price = cost(way, sum, from, to, boxes, lines, least);
      if (price < least) [best, least] = [way, price];
    }
    for (let at = 1; at < best.length; at++) {
      const [a, b] = [best[at - 1], best[at]];
      this.lines.put({ key, a, b, from: fromId, to: toId }, Math.min(a.x, b.x), Math.min(a.y, b.y), Math.max(a.x, b.x), Math.max(a.y, b.y));
    }
    return best;
  }

  /// Where on its own way, as a part of its length, a label covers the least of boxes, other lines and labels placed before.
  spot(key, way, width) {
    const whole = lengthOf(way) || 1;
    let [best, least, before, taken] = [0.5, Infinity, 0, null];
    for (let at = 1; at < way.length; at++) {
      const [a, b] = [way[at - 1], way[at]];
      const length = Math.abs(b.x - a.x) + Math.abs(b.y - a.y);
      for (const part of [0.5, 0.35, 0.65, 0.2, 0.8]) {
        const [x, y] = [a.x + (b.x - a.x) * part, a.y + (b.y - a.y) * part];
        const label = { x: x - width / 2, y: y - 8, width, height: 16 };
        const around = [label.x, label.y, label.x + width, label.y + 16];
        let price = Math.abs(part - 0.5) * 10 - Math.min(length, 200) / 10;
        for (const other of this.labels.near(...around)) if (label.x < other.x + other.width && other.x < label.x + width && Math.abs(label.y - other.y) < 16) price += 1000;
        for (const box of this.boxes.near(...around)) if (label.x < box.x + box.width && box.x < label.x + width && label.y < box.y + box.height && box.y < label.y + 16) price += 500;
        for (const line of this.lines.near(...around)) if (line.key !== key && meets(label, line.a, line.b, 1)) price += 100;
        if (price < least) [best, least, taken] = [(before + length * part) / whole, price, label];
      }
      before += length;
    }
    if (taken) this.labels.put(taken, taken.x, taken.y, taken.x + width, taken.y + 16);
    return best;
  }
}
