// The panel "table".
import {FieldType, formattedValueToString, getFieldDisplayName, sortDataFrame} from '@grafana/data';
import {el, isNumber, nothing} from './elements.js';
import {theme} from './grafana.js';

const NARROWEST = 150;

export function drawTable(body, panel, frames) {
  const frame = frames[panel.options.frameIndex ?? 0];
  if (!frame || frame.length === 0) {
    return nothing(body, panel);
  }
  const remarks = [];
  const sorted = sort(panel, frame, remarks);
  const columns = sorted.fields.filter(field => !field.config.custom?.hideFrom?.viz);
  const grid = el('div', 'table');
  grid.style.gridTemplateColumns = widths(columns, body.clientWidth, remarks);
  for (const field of columns) {
    grid.append(aligned(field, el('div', 'heading', getFieldDisplayName(field, frame))));
  }
  for (let row = 0; row < sorted.length; row++) {
    columns.forEach(field => grid.append(cell(field, field.values[row])));
  }
  const scrolling = el('div', 'scrolling', grid);
  body.replaceChildren(scrolling);
  remarks.push(...cut(grid));
  if (scrolling.scrollHeight > scrolling.clientHeight) {
    remarks.push(`not all of ${sorted.length} rows are seen without scrolling`);
  }
  return {state: 'data', remarks};
}

function sort(panel, frame, remarks) {
  const [by] = panel.options.sortBy ?? [];
  if (!by) {
    return frame;
  }
  const index = frame.fields.findIndex(field => getFieldDisplayName(field, frame) === by.displayName);
  if (index < 0) {
    remarks.push(`sorted by "${by.displayName}", which is no column`);
    return frame;
  }
  return sortDataFrame(frame, index, by.desc);
}

// Fixed widths first; the others share what is left, but none is narrower than Grafana allows.
function widths(columns, width, remarks) {
  const fixed = columns.map(field => field.config.custom?.width ?? 0);
  const left = width - fixed.reduce((sum, one) => sum + one, 0);
  const others = fixed.filter(one => one === 0).length;
  const share = Math.max(NARROWEST, Math.floor(left / Math.max(1, others)));
  if (share * others > left) {
    remarks.push('the columns are wider than the panel');
  }
  return fixed.map(one => `${one || share}px`).join(' ');
}

function aligned(field, element) {
  const align = field.config.custom?.align ?? 'auto';
  element.style.textAlign = align === 'auto' ? (field.type === FieldType.number ? 'right' : 'left') : align;
  return element;
}

function cell(field, value) {
  const display = field.display(value);
  const text = formattedValueToString(display);
  const options = field.config.custom?.cellOptions ?? {type: 'auto'};
  const box = aligned(field, el('div', 'cell', text));
  if (options.type === 'color-text') {
    box.style.color = display.color;
  } else if (options.type === 'color-background' && value !== null && value !== undefined) {
    box.style.background = display.color;
    box.style.color = theme.colors.getContrastText(display.color, 2);
  } else if (options.type === 'gauge' && isNumber(value)) {
    return aligned(field, gauge(field, value, display, text));
  }
  if (field.config.links?.length) {
    box.style.color = 'var(--link)';
  }
  return box;
}

function gauge(field, value, display, text) {
  const {min, max} = field.state.range ?? {min: 0, max: 100};
  const low = field.config.min ?? min;
  const high = field.config.max ?? max;
  const bar = el('div', 'bar');
  bar.style.width = `${Math.max(0, Math.min(1, (value - low) / (high - low || 1))) * 100}%`;
  bar.style.background = display.color;
  return el('div', 'cell gauge', el('div', 'track', bar), el('span', '', text));
}

// Which columns have words that do not fit.
function cut(grid) {
  const titles = [...grid.querySelectorAll('.heading')];
  const narrow = new Set();
  grid.querySelectorAll('.cell, .heading').forEach((box, index) => {
    if (box.scrollWidth > box.clientWidth + 1) {
      narrow.add(titles[index % titles.length].innerText);
    }
  });
  return [...narrow].map(title => `the column "${title}" is too narrow`);
}
