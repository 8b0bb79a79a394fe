// How steps and arrows look: one place for the canvas near and far. Colours are those of theme.css, each read once.
const known = {};
export const colour = name => known[name] ||= getComputedStyle(document.documentElement).getPropertyValue(name).trim();

export const PAPER = colour('--ms-paper');
export const INK = colour('--ms-arrow');
const WHITE = colour('--ms-surface');
export const isEnd = type => type === 'Elsa.Start' || type === 'Elsa.End';

const tones = {
  '征集筛选': '--rz-secondary', '票决测评': '--rz-primary', '实施监督': '--ms-light-green', '办理': '--rz-base-600', '公开': '--ms-light-yellow',
  '子方案': '--rz-secondary-dark', '容器': '--rz-secondary-dark', '循环': '--rz-secondary-dark',
};
export const tone = category => colour(tones[category] ?? '--rz-base-400');

// Problems of a drawn step and states of a running one, as a sign at the card's corner.
export const badge = mark => ({
  error: { fill: colour('--ms-light-red'), sign: '!' },
  warning: { fill: colour('--ms-light-yellow'), sign: '!' },
  done: { fill: colour('--rz-base-600'), sign: '✓' },
  waiting: { fill: colour('--rz-primary'), sign: '●' },
  faulted: { fill: colour('--ms-light-red'), sign: '■' },
  skipped: { fill: colour('--rz-base-400'), sign: '↷' },
})[mark] ?? null;

export const frame = mark => mark === 'waiting' ? { stroke: colour('--rz-primary'), strokeWidth: 2 } : mark === 'faulted' ? { stroke: colour('--ms-light-red'), strokeWidth: 2 } : { stroke: colour('--rz-base-400'), strokeWidth: 1 };

export const fill = (mark, isForeign) => isForeign || mark === 'skipped' ? colour('--ms-surface-absent') : mark === 'notreached' ? PAPER : mark === 'waiting' ? colour('--ms-surface-now') : WHITE;

export const clip = (text, room, size) => {
  let used = 0;
  for (let at = 0; at < text.length; at++) {
    used += text.charCodeAt(at) < 0x2000 ? size * 0.57 : size;
    if (used > room) return text.slice(0, Math.max(1, at - 1)) + '…';
  }
  return text;
};

export const line = (isFaint, isOn = false) => ({
  stroke: isOn ? colour('--rz-secondary') : INK, strokeWidth: isOn ? 2.5 : 1.5, strokeDasharray: isFaint ? '5 4' : '',
  targetMarker: { name: 'block', width: 9, height: 8, fill: INK, stroke: INK },
});

const text = { fontFamily: 'inherit', textVerticalAnchor: 'middle' };
const sign = {
  badge: { refX: '100%', refX2: -10, y: -9, width: 18, height: 18, rx: 2, stroke: 'none' },
  sign: { ...text, refX: '100%', refX2: -1, refY: 0, fontSize: 12, fontWeight: 700, fill: WHITE, textAnchor: 'middle' },
};
const ports = {
  groups: {
    out: {
      position: 'right',
      markup: [{ tagName: 'circle', selector: 'circle' }],
      label: { position: { name: 'right', args: { x: 10 } }, markup: [{ tagName: 'text', selector: 'text' }] },
      attrs: { circle: { r: 5.5, magnet: true, fill: WHITE, strokeWidth: 2 }, text: { fontSize: 12, fontFamily: 'inherit' } },
    },
  },
};

export const register = X6 => {
  const quiet = colour('--rz-text-tertiary-color');
  X6.Graph.registerNode('ms-step', {
    inherit: 'rect', ports,
    markup: [
      { tagName: 'rect', selector: 'body' }, { tagName: 'rect', selector: 'tone' }, { tagName: 'path', selector: 'icon' },
      { tagName: 'text', selector: 'title' }, { tagName: 'text', selector: 'sub' }, { tagName: 'text', selector: 'number' },
      { tagName: 'path', selector: 'inner' }, { tagName: 'rect', selector: 'badge' }, { tagName: 'text', selector: 'sign' },
    ],
    attrs: {
      body: { refWidth: '100%', refHeight: '100%', rx: 6, ry: 6, ...frame() },
      tone: { x: 0, y: 8, width: 3, refHeight: '100%', refHeight2: -16, rx: 1.5, stroke: 'none' },
      icon: { transform: 'translate(12,11) scale(.9)', fill: 'none', stroke: colour('--rz-secondary'), strokeWidth: 1.7, strokeLinecap: 'round', strokeLinejoin: 'round' },
      title: { ...text, refX: 37, refY: 20, fontSize: 15, fontWeight: 600, fill: colour('--rz-base-900'), textAnchor: 'start' },
      sub: { ...text, refX: 13, refY: 46, fontSize: 12.5, fill: quiet, textAnchor: 'start' },
      number: { ...text, refX: '100%', refX2: -9, refY: 18, fontSize: 12, fill: quiet, textAnchor: 'end' },
      inner: { refX: '100%', refX2: -24, refY: '100%', refY2: -20, d: 'M0 2h6v4H0zM9 8h6v4H9zM3 6v4h6', fill: 'none', stroke: quiet, strokeWidth: 1.2 },
      ...sign,
    },
  }, true);
  X6.Graph.registerNode('ms-end', {
    inherit: 'rect', ports,
    markup: [{ tagName: 'rect', selector: 'body' }, { tagName: 'text', selector: 'title' }, { tagName: 'rect', selector: 'badge' }, { tagName: 'text', selector: 'sign' }],
    attrs: {
      body: { refWidth: '100%', refHeight: '100%', rx: 15, ry: 15, ...frame() },
      title: { ...text, refX: '50%', refY: '50%', fontSize: 13.5, fill: colour('--rz-base-800'), textAnchor: 'middle' },
      ...sign,
    },
  }, true);
};
