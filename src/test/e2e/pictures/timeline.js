// The panel "state-timeline": a row a series, a box a state.
import {FieldType, formattedValueToString, getFieldDisplayName, getValueFormat} from '@grafana/data';
import {clock, el, isNumber, nothing} from './elements.js';
import {theme} from './grafana.js';

const AXIS = 20;
// Grafana cuts the words of a box to this much a letter.
const LETTER = 9;

export function drawTimeline(body, panel, frames, {range}) {
  const rows = frames.filter(frame => frame.fields.some(field => field.type === FieldType.number));
  if (rows.length === 0) {
    return nothing(body, panel);
  }
  const remarks = [];
  const seen = rows.slice(0, panel.options.perPage);
  if (seen.length < rows.length) {
    remarks.push(`only ${seen.length} of ${rows.length} rows are on the first page`);
  }
  const names = el('div', 'names');
  const lanes = el('div', 'lanes');
  body.replaceChildren(el('div', 'timeline', names, lanes));
  const height = (body.clientHeight - AXIS) / seen.length;
  for (const frame of seen) {
    const field = frame.fields.find(one => one.type === FieldType.number);
    names.append(sized(el('div', 'lane-name', getFieldDisplayName(field, frame).trim()), height));
    lanes.append(sized(el('div', 'lane'), height));
  }
  if (height < 14) {
    remarks.push(`${seen.length} rows of ${height.toFixed(0)} pixels each: the names overlap`);
  }
  if (names.clientWidth > body.clientWidth * 0.4) {
    remarks.push('the names take more than 40 % of the width');
  }
  seen.forEach((frame, index) => fill(lanes.children[index], panel, frame, range));
  lanes.append(axis(range, lanes.clientWidth));
  return {state: 'data', remarks};
}

function sized(element, height) {
  element.style.height = `${height}px`;
  return element;
}

function fill(lane, panel, frame, range) {
  const time = frame.fields.find(field => field.type === FieldType.time);
  const field = frame.fields.find(one => one.type === FieldType.number);
  const show = words(field);
  const states = field.values.map(value => (isNumber(value) ? show(value) : null));
  const position = at => ((Math.max(range.from, at) - range.from) / (range.to - range.from)) * lane.clientWidth;
  for (let start = 0; start < states.length; ) {
    let end = start + 1;
    while (end < states.length && same(states[end], states[start])) {
      end++;
    }
    if (states[start]) {
      const left = position(time.values[start]);
      const right = end < states.length ? position(time.values[end]) : lane.clientWidth;
      lane.append(box(states[start], left, right - left, panel, field));
    }
    start = end;
  }
}

function same(one, other) {
  return one?.text === other?.text && one?.color === other?.color;
}

// Where equal values are merged and colours come from thresholds, Grafana shows the words of the threshold and forgets the
// mappings of values (grafana/grafana issues 41075 and 71804).
function words(field) {
  if (field.config.color?.mode !== 'thresholds') {
    return value => {
      const display = field.display(value);
      return {text: formattedValueToString(display), color: display.color};
    };
  }
  const {steps} = field.config.thresholds;
  const format = value => formattedValueToString(getValueFormat(field.config.unit)(value, field.config.decimals));
  return value => {
    const index = steps.findLastIndex(step => value >= step.value);
    const below = index === 0 && steps.length > 1;
    return {
      text: below ? `< ${format(steps[1].value)}` : `${format(steps[index].value)}+`,
      color: theme.visualization.getColorByName(steps[index].color),
    };
  };
}

function box(state, left, width, panel, field) {
  const letters = Math.floor(width / LETTER);
  const element = el('div', 'state', letters < 2 ? '' : state.text.slice(0, letters));
  const opacity = (field.config.custom?.fillOpacity ?? 80) / 100;
  Object.assign(element.style, {
    left: `${left}px`,
    width: `${Math.max(1, width)}px`,
    height: `${panel.options.rowHeight * 100}%`,
    background: `color-mix(in srgb, ${state.color} ${opacity * 100}%, var(--panel))`,
    color: theme.colors.getContrastText(state.color, 3),
  });
  return element;
}

function axis({from, to}, width) {
  const scale = el('div', 'scale');
  const withSeconds = to - from < 15 * 60_000;
  const parts = Math.max(1, Math.floor(width / 90));
  for (let part = 0; part < parts; part++) {
    const tick = el('span', 'tick', clock(from + ((to - from) * part) / parts, withSeconds));
    tick.style.left = `${(part / parts) * 100}%`;
    scale.append(tick);
  }
  return scale;
}
