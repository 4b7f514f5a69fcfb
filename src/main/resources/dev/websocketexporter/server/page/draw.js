// Drawings in SVG, by attributes and classes alone: the page's security policy permits no style in them.
import {age, duration, h, instant, svg} from './dom.js';

const WHOLE = 10000;
// A shorter phase would not be visible at all.
const THINNEST = 40;
export const CELLS = 40;

const drawing = (kind, width, height, label, ...parts) => svg('svg', {
  class: kind,
  viewBox: `0 0 ${width} ${height}`,
  preserveAspectRatio: 'none',
  ...(label ? {role: 'img'} : {'aria-hidden': 'true'}),
}, label && svg('title', {}, label), ...parts);

// Where each phase of a probe lies on its time axis: after earlier attempts, and before what the exporter itself added.
export function placed(probe) {
  const phases = probe.phases ?? [];
  const total = Math.max(1e-9, probe.duration_seconds);
  const sum = phases.reduce((all, phase) => all + phase.seconds, 0);
  let from = probe.attempts > 1 ? Math.max(0, total - sum - (probe.overhead_seconds ?? 0)) : 0;
  return phases.map(({name, seconds}) => {
    const width = Math.max(THINNEST, WHOLE * seconds / total);
    const x = Math.min(WHOLE * from / total, WHOLE - width);
    from += seconds;
    return {name, seconds, x: Math.round(x), width: Math.round(width), failed: probe.failure?.phase === name};
  });
}

const phaseRect = phase => svg('rect', {
  class: phase.name + (phase.failed ? ' failed' : ''),
  x: phase.x,
  width: phase.width,
  height: 10,
});

export const phaseWords = probe => (probe.phases ?? []).map(({name, seconds}) => `${name} ${duration(seconds)}`).join(' · ');

export const phaseBar = probe => drawing('bar', WHOLE, 10, phaseWords(probe), placed(probe).map(phaseRect));

// Large: a line for each phase, all on one axis.
export function phaseTable(probe) {
  const total = probe.duration_seconds;
  const lines = placed(probe).map(phase => h('tr', {},
    h('th', {scope: 'row'}, phase.name, phase.failed && h('b', {class: 'bad'}, ' failed')),
    h('td', {class: 'wide'}, drawing('bar', WHOLE, 10, '', phaseRect(phase))),
    h('td', {class: 'num'}, duration(phase.seconds)),
    h('td', {class: 'num soft share'}, `${Math.round(100 * phase.seconds / Math.max(1e-9, total))} %`)));
  const marks = [0, 1, 2, 3, 4].map(quarter => h('span', {}, quarter ? duration(total * quarter / 4) : '0'));
  return h('table', {class: 'phases'},
    h('thead', {}, h('tr', {},
      h('th', {scope: 'col'}, 'phase'),
      h('th', {scope: 'col', class: 'wide'}, h('span', {class: 'axis soft'}, marks)),
      h('th', {scope: 'col', class: 'num'}, 'took'),
      h('th', {scope: 'col', class: 'num share'}, 'share'))),
    h('tbody', {}, lines));
}

// 100 % are all: one failure among thousands shows.
export function percent(share) {
  return `${share >= 1 ? 100 : Math.min(99.9, Math.floor(1000 * share) / 10).toFixed(1)} %`;
}

// The newest probe is at the right end. All of one kind in a row are one dashed line, since a page may have hundreds of strips.
export function strip(cells) {
  const kinds = [...Array(CELLS - cells.length).fill('none'), ...cells.map(cell => cell.success ? 'good' : 'bad')];
  const lines = {none: '', good: '', bad: ''};
  for (let from = 0, at = 1; at <= CELLS; at++) {
    if (at === CELLS || kinds[at] !== kinds[from]) {
      lines[kinds[from]] += `M${from * 10} 10H${at * 10 - 2}`;
      from = at;
    }
  }
  const good = cells.filter(cell => cell.success).length;
  return drawing('strip', CELLS * 10 - 2, 20, `${good} of ${cells.length} probes succeeded`,
    Object.entries(lines).map(([kind, line]) => line && svg('path', {class: kind, d: line})));
}

// Durations over time, from zero up; a probe that failed is a mark at the bottom.
export function spark(cells) {
  const good = cells.filter(cell => cell.success);
  if (cells.length < 2) return null;
  const most = Math.max(1e-9, ...good.map(cell => cell.duration_seconds));
  let line = '';
  let fails = '';
  cells.forEach((cell, at) => {
    const x = (CELLS - cells.length + at) * 10;
    if (cell.success) {
      line += `${at > 0 && cells[at - 1].success ? 'L' : 'M'}${x} ${Math.round(90 - 80 * cell.duration_seconds / most)}`;
    } else {
      fails += `M${x} 98v-20`;
    }
  });
  return drawing('spark', CELLS * 10 - 10, 100, good.length > 0
    ? `${duration(Math.min(...good.map(cell => cell.duration_seconds)))} to ${duration(most)}` : 'no probe succeeded',
    line && svg('path', {d: line}),
    fails && svg('path', {class: 'fails', d: fails}));
}

// How urgent a renewal is, of milliseconds: of a certificate that lives for days, only the last third is late.
function urgency(left, life) {
  const days = left / 86400000;
  return left * 3 >= life || days >= 21 ? null : days < 7 ? 'bad' : 'warn';
}

// Of the time between two dates, what is left.
export function life(from, to, at) {
  const left = Math.max(0, Math.min(1, (to - at) / Math.max(1, to - from)));
  return drawing('life', 100, 10, `${Math.round(100 * left)} % of its life left`,
    svg('rect', {class: urgency(to - at, to - from), width: Math.round(1000 * left) / 10, height: 10}));
}

// Days left of a certificate, or since when it is over.
export function daysLeft(notBefore, notAfter, at) {
  const left = instant(notAfter) - at;
  const kind = urgency(left, instant(notAfter) - instant(notBefore));
  const text = left < 0 ? `expired ${age(-left / 1000)} ago` : age(left / 1000);
  return h('span', {class: kind ? `num ${kind}` : 'num', title: notAfter}, text);
}

export const legend = phases => h('ul', {class: 'legend soft', 'aria-label': 'colours of the phases'}, phases.map(phase => h('li', {},
  svg('svg', {class: 'key', viewBox: '0 0 1 1', 'aria-hidden': 'true'}, svg('rect', {class: phase, width: 1, height: 1})), phase)));
