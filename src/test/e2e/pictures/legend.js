// The table of names and figures below a graph.
import {fieldReducers, formattedValueToString, reduceField} from '@grafana/data';
import {el} from './elements.js';

// Grafana gives the legend so much of a panel's height; the rest is behind a scroll bar.
const SHARE = 0.35;

export function legend(body, panel, series, remarks) {
  const {showLegend, displayMode, placement, calcs} = panel.options.legend;
  if (!showLegend) {
    return null;
  }
  if (displayMode !== 'table' || placement !== 'bottom') {
    throw new Error(`a legend ${displayMode}, ${placement} is unknown`);
  }
  const table = el('div', 'legend-table');
  table.style.gridTemplateColumns = `1fr ${calcs.map(() => 'max-content').join(' ')}`;
  table.append(el('div', 'heading', 'Name'), ...calcs.map(id => el('div', 'heading right', fieldReducers.get(id).name)));
  for (const {field, name, colour} of series) {
    const swatch = el('span', 'swatch');
    swatch.style.background = colour;
    const figures = reduceField({field, reducers: calcs});
    table.append(el('div', 'entry', swatch, name));
    calcs.forEach(id => table.append(el('div', 'entry right', formattedValueToString(field.display(figures[id])))));
  }
  const below = el('div', 'legend', table);
  below.style.maxHeight = `${Math.floor(body.clientHeight * SHARE)}px`;
  body.append(below);
  if (below.scrollHeight > below.clientHeight + 1) {
    remarks.push(`not all ${series.length} names of the legend are seen without scrolling`);
  }
  if (new Set(series.map(({name}) => name)).size < series.length) {
    remarks.push('two lines have the same name');
  }
  if (series.some(({name}) => name === '')) {
    remarks.push('a line has no name');
  }
  return below;
}
