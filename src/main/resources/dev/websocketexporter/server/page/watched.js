// The held connections of the overview: a row for each target, the same that the exporter renders for readers without JavaScript.
import {count, h, since} from './dom.js';

// More would push the probes off the screen; those that need a look come first.
export const MOST_HELD = 100;

const STATES = {
  down: {word: 'Down', kind: 'bad'},
  stale: {word: 'Stale', kind: 'warn'},
  degraded: {word: 'Degraded', kind: 'warn'},
  opening: {word: 'Opening', kind: 'soft'},
  up: {word: 'Open', kind: 'good'},
};

const entries = row => Object.entries(row.labels ?? {});

// Two targets of a watch that look the same have other labels.
export const heldKey = row => JSON.stringify([row.watch, row.target, entries(row)]);

export function matchesHeld(row, {q, state, module}) {
  const words = (q ?? '').toLowerCase().split(/\s+/).filter(word => word);
  const {last_drop: drop} = row;
  const text = [row.target, row.watch, row.module, ...Object.values(row.labels ?? {}), drop?.cause, drop?.code, drop?.detail].join(' ').toLowerCase();
  return (!state || row.state === state) && (!module || row.module === module) && words.every(word => text.includes(word));
}

const how = row => [row.watch, `module ${row.module}`, ...entries(row).map(label => label.join(' '))].join(', ');

const rate = perMinute => String(perMinute >= 10 ? Math.round(perMinute) : perMinute);

const cell = (kind, ...children) => h('td', {class: kind, role: 'cell'}, ...children);

// On a phone no heading says what is missing.
const missing = words => h('span', {class: 'soft'}, words);

function ages({open, oldest, youngest}) {
  if (!oldest || !youngest) return missing('none open');
  return open === 1 ? since(oldest, 'for ') : [since(oldest, 'oldest '), h('small', {}, since(youngest, 'youngest '))];
}

function last(drop) {
  if (!drop) return missing('no drop');
  return [
    h('span', {title: drop.detail}, h('b', {class: 'bad'}, [drop.cause, drop.code].filter(part => part).join(' ')), ` ${drop.detail}`),
    h('small', {}, since(drop.time, undefined, ' ago')),
  ];
}

function messages({messages_per_minute: perMinute, last_message: at, sequence}) {
  return [
    perMinute === undefined ? missing('not known yet') : h('span', {class: 'num'}, `${rate(perMinute)} a minute`),
    at && h('small', {}, since(at, 'last ', ' ago')),
    sequence?.gaps > 0 && h('small', {class: 'warn'}, count(sequence.gaps, 'gap')),
  ];
}

export function heldRow(row) {
  const {word, kind} = STATES[row.state] ?? {word: row.state, kind: 'warn'};
  return h('tr', {role: 'row'},
    cell('state-cell', h('span', {class: `state ${kind}`}, word), h('small', {}, `${row.open} of ${row.wanted} open`)),
    cell('target', h('span', {class: 'name'}, row.target), h('small', {}, how(row))),
    cell('ages', ages(row)),
    cell('last', last(row.last_drop)),
    cell('messages', messages(row)));
}

export function heldSummary(rows, shown, most) {
  const words = Object.entries(STATES)
    .map(([state, {word}]) => [rows.filter(row => row.state === state).length, word.toLowerCase()])
    .filter(([number]) => number > 0)
    .map(both => both.join(' ')).join(', ');
  return rows.length === 0 ? 'The configuration has no target to watch.'
    : `${rows.length < most ? '' : 'The first '}${count(rows.length, 'target')}: ${words}` + (shown < rows.length ? `; ${shown} shown` : '');
}
