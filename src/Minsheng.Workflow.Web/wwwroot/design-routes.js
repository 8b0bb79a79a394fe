// Right-angled ways between boxes: of a fixed set of shapes the cheapest is taken. Passing through a box costs most, then lying on
// an earlier line, then crossing one, then bends, then length. The same rules as the running chart's.
const STUB = 16;
const LANES = [28, 42];

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

const bends = (a, b, from, to) => {
  const ways = [[{ x: a.x, y: b.y }], [{ x: b.x, y: a.y }]];
  const xs = [(a.x + b.x) / 2], ys = [(a.y + b.y) / 2];
  for (const lane of LANES) {
    xs.push(from.x - lane, to.x - lane, from.x + from.width + lane, to.x + to.width + lane);
    ys.push(from.y - lane, to.y - lane, from.y + from.height + lane, to.y + to.height + lane);
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

const cost = (way, from, to, boxes, lines, best) => {
  let sum = 25 * (way.length - 2);
  for (let at = 1; at < way.length && sum < best; at++) {
    const [a, b] = [way[at - 1], way[at]];
    sum += Math.abs(a.x - b.x) + Math.abs(a.y - b.y);
    for (const box of boxes) {
      if (meets(box, a, b, -1)) sum += 3000;
      else if (meets(box, a, b, 9)) sum += 60;
    }
    for (const line of lines) {
      if (overlaps(a, b, line.a, line.b)) sum += line.to === to.id ? 40 : line.from === from.id ? 150 : 400;
      else if (crosses(a, b, line.a, line.b)) sum += 30;
    }
    if (at > 1) {
      const c = way[at - 2];
      if ((a.x - c.x) * (b.x - a.x) < 0 || (a.y - c.y) * (b.y - a.y) < 0) sum += 5000;
    }
  }
  return sum;
};

/// Ways of all arrows in turn. boxes: {id, x, y, width, height}; arrows: {key, from, to}. Gives key → points, the doors among them.
export function routes(boxes, arrows) {
  const byId = new Map(boxes.map(box => [box.id, box]));
  const drawn = [];
  const found = new Map();
  for (const arrow of arrows) {
    const [from, to] = [byId.get(arrow.from), byId.get(arrow.to)];
    if (!from || !to || from === to) continue;
    const [left, top] = [Math.min(from.x, to.x) - 60, Math.min(from.y, to.y) - 60];
    const [right, bottom] = [Math.max(from.x + from.width, to.x + to.width) + 60, Math.max(from.y + from.height, to.y + to.height) + 60];
    const close = boxes.filter(box => box.x < right && box.x + box.width > left && box.y < bottom && box.y + box.height > top);
    const lines = drawn.filter(line => Math.min(line.a.x, line.b.x) < right && Math.max(line.a.x, line.b.x) > left && Math.min(line.a.y, line.b.y) < bottom && Math.max(line.a.y, line.b.y) > top);
    let [best, least] = [null, Infinity];
    for (const [start, out] of doors(from)) for (const [end, into] of doors(to)) for (const middle of bends(out, into, from, to)) {
      const way = simplify([start, out, ...middle, into, end]);
      const price = cost(way, from, to, close, lines, least);
      if (price < least) [best, least] = [way, price];
    }
    found.set(arrow.key, best);
    for (let at = 1; at < best.length; at++) drawn.push({ a: best[at - 1], b: best[at], from: from.id, to: to.id });
  }
  return found;
}

/// Where on its own way a label covers the least of boxes, other lines and labels placed before; as a part of the way's length.
export function labelSpots(boxes, found, widths) {
  const placed = [];
  const spots = new Map();
  const lines = [...found].flatMap(([key, way]) => way.slice(1).map((point, at) => ({ key, a: way[at], b: point })));
  for (const [key, way] of found) {
    const width = widths.get(key);
    if (!width) continue;
    const lengths = way.slice(1).map((point, at) => Math.abs(point.x - way[at].x) + Math.abs(point.y - way[at].y));
    const whole = lengths.reduce((sum, length) => sum + length, 0) || 1;
    let [best, least, before, taken] = [0.5, Infinity, 0, null];
    lengths.forEach((length, at) => {
      for (const part of [0.5, 0.35, 0.65, 0.2, 0.8]) {
        const [x, y] = [way[at].x + (way[at + 1].x - way[at].x) * part, way[at].y + (way[at + 1].y - way[at].y) * part];
        const label = { x: x - width / 2, y: y - 8, width, height: 16 };
        let price = Math.abs(part - 0.5) * 10 - Math.min(length, 200) / 10;
        for (const other of placed) if (label.x < other.x + other.width && other.x < label.x + width && Math.abs(label.y - other.y) < 16) price += 1000;
        for (const box of boxes) if (label.x < box.x + box.width && box.x < label.x + width && label.y < box.y + box.height && box.y < label.y + 16) price += 500;
        for (const line of lines) if (line.key !== key && meets(label, line.a, line.b, 1)) price += 100;
        if (price < least) [best, least, taken] = [(before + length * part) / whole, price, label];
      }
      before += length;
    });
    spots.set(key, best);
    if (taken) placed.push(taken);
  }
  return spots;
}
