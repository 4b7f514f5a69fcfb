// The panel "heatmap" for rows that are given: a row a series, a cell a moment.
import {FieldType, formattedValueToString, getFieldDisplayName, getValueFormat} from '@grafana/data';
import {clock, el, isNumber, nothing} from './elements.js';

const LEFT = 60;
const BOTTOM = 20;
// From few to many, in the dark theme.
const SCHEMES = {Blues: [[8, 48, 107], [247, 251, 255]], Oranges: [[127, 39, 4], [255, 245, 235]]};

export function drawHeatmap(body, panel, frames, {range}) {
  const rows = frames.map(frame => ({
    name: getFieldDisplayName(frame.fields.find(field => field.type === FieldType.number), frame),
    times: frame.fields.find(field => field.type === FieldType.time).values,
    values: frame.fields.find(field => field.type === FieldType.number).values,
  }));
  const counts = rows.flatMap(row => row.values).filter(isNumber);
  if (counts.length === 0) {
    return nothing(body, panel);
  }
  rows.sort((one, other) => bound(one.name) - bound(other.name));
  const canvas = document.createElement('canvas');
  canvas.width = body.clientWidth;
  canvas.height = body.clientHeight;
  body.replaceChildren(canvas);
  paint(canvas, panel, rows, range, Math.max(...counts));
  const labels = el('div', 'buckets');
  const format = getValueFormat(panel.options.yAxis.unit);
  const height = (body.clientHeight - BOTTOM) / rows.length;
  rows.forEach(({name}, index) => {
    const label = el('span', 'bucket', name === '+Inf' ? name : formattedValueToString(format(Number(name))));
    label.style.bottom = `${BOTTOM + height * index}px`;
    label.style.height = `${height}px`;
    labels.append(label);
  });
  body.append(labels);
  return {state: counts.some(count => count > 0) ? 'data' : 'empty'};
}

function bound(name) {
  return name === '+Inf' ? Infinity : Number(name);
}

function paint(canvas, panel, rows, range, most) {
  const context = canvas.getContext('2d');
  const {exponent, scheme} = panel.options.color;
  const ends = SCHEMES[scheme];
  if (!ends) {
    throw new Error(`the colours "${scheme}" are unknown`);
  }
  const width = canvas.width - LEFT;
  const height = (canvas.height - BOTTOM) / rows.length;
  const gap = panel.options.cellGap ?? 1;
  rows.forEach(({times, values}, row) => {
    const cell = width / times.length;
    values.forEach((count, index) => {
      if (!count) {
        return;
      }
      const share = Math.pow(count / most, exponent);
      context.fillStyle = `rgb(${ends[0].map((low, part) => low + (ends[1][part] - low) * share).join(' ')})`;
      const top = canvas.height - BOTTOM - height * (row + 1);
      context.fillRect(LEFT + cell * index, top, Math.max(1, cell - gap), height - gap);
    });
  });
  context.fillStyle = 'rgb(204 204 220)';
  context.font = '12px Inter';
  for (let part = 0; part < 6; part++) {
    const at = range.from + ((range.to - range.from) * part) / 6;
    context.fillText(clock(at, range.to - range.from < 15 * 60_000), LEFT + (width * part) / 6, canvas.height - 5);
  }
}
