// The rows of the overview: one for each target and module, the same that the exporter renders for readers without JavaScript.
import {count, duration, h, now, probeLink, since} from './dom.js';
import {daysLeft, percent, phaseBar, spark, strip} from './draw.js';

export const STATES = {
  up: {word: 'Up', kind: 'good'},
  down: {word: 'Down', kind: 'bad'},
  stale: {word: 'Stale', kind: 'soft'},
};

export function matches(row, {q, state, module}) {
  const words = (q ?? '').toLowerCase().split(/\s+/).filter(word => word);
  const {failure} = row;
  const text = [row.target, row.module, failure?.phase, failure?.reason, failure?.detail].join(' ').toLowerCase();
  return (!state || row.state === state) && (!module || row.module === module) && words.every(word => text.includes(word));
}

// The probe that the row shows.
const last = row => ({id: row.last_id, ...row});

// The module and what the probe brings along; rows that would look the same have their number, too.
const how = ({key, target, module, hostname, params}) => [module, hostname && `as ${hostname}`, params && `with ${params.join(', ')}`,
  (params || target.includes('<secret>')) && `row ${key}`].filter(part => part).join(', ');

const cell = (kind, ...children) => h('td', {class: kind, role: 'cell'}, ...children);

export function rowOf(row) {
  const {word, kind} = STATES[row.state] ?? {word: row.state, kind: 'warn'};
  const {cells, failure} = row;
  return h('tr', {role: 'row'},
    cell('state-cell', h('span', {class: `state ${kind}`}, word), h('small', {}, row.state === 'stale' ? since(row.time, 'not probed for ') : since(row.since, 'for '))),
    cell('target', h('a', {class: 'name', href: probeLink(last(row))}, row.target), h('small', {}, how(row))),
    cell('history', strip(cells), h('small', {}, `${percent(row.availability)} succeeded`)),
    cell('last',
      row.phases.length > 0 && phaseBar(row),
      failure && h('span', {title: failure.detail}, h('b', {class: 'bad'}, `${failure.phase}/${failure.reason}`), ` ${failure.detail}`),
      h('small', {}, since(row.time, undefined, ' ago'))),
    cell('times', spark(cells), h('small', {class: 'num'}, duration(row.duration_seconds))),
    cell('certificate', row.earliest_expiry ? daysLeft(row.earliest_expiry_not_before, row.earliest_expiry, now()) : h('span', {class: 'soft'}, '–')));
}

// "12 targets: 2 down, 10 up", for eyes and screen readers alike; of more than the API was asked for, the first ones.
export function summary(rows, shown, most) {
  const words = ['down', 'up', 'stale']
    .map(state => [rows.filter(row => row.state === state).length, state])
    .filter(([count]) => count > 0)
    .map(both => both.join(' ')).join(', ');
  return rows.length === 0 ? 'No target has been probed yet.'
    : `${rows.length < most ? '' : 'The first '}${count(rows.length, 'target')}: ${words}` + (shown < rows.length ? `; ${shown} shown` : '');
}
