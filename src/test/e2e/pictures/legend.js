// The names and figures beside or below a graph.
import {fieldReducers, formattedValueToString, reduceField} from '@grafana/data';
import {el} from './elements.js';

// Grafana gives a legend so much of a panel; the rest is behind a scroll bar.
const HEIGHT = 0.35;
const WIDTH = 0.4;

// Puts the legend into the panel and gives the size that is left for the graph.
export function legend(body, panel, series, remarks) {
  const {showLegend, placement} = panel.options.legend;
  const whole = {width: body.clientWidth, height: body.clientHeight};
  if (!showLegend) {
    return whole;
  }
  const right = placement === 'right';
  if (!right && placement !== 'bottom') {
    throw new Error(`a legend at "${placement}" is unknown`);
  }
  const place = el('div', right ? 'legend beside' : 'legend', content(panel, series, right));
  body.append(place);
  place.style[right ? 'maxWidth' : 'maxHeight'] = `${Math.floor(right ? whole.width * WIDTH : whole.height * HEIGHT)}px`;
  note(place, series, remarks);
  return right
    ? {...whole, width: whole.width - place.offsetWidth - 8}
    : {...whole, height: whole.height - place.offsetHeight};
}

function content(panel, series, narrow) {
  const {displayMode, calcs} = panel.options.legend;
  switch (displayMode) {
    case 'table':
      return table(series, calcs, narrow);
    case 'list':
      return el('div', 'legend-list', ...series.map(one => el('span', 'item', ...name(one), ...inWords(one, calcs))));
    default:
      throw new Error(`a legend as "${displayMode}" is unknown`);
  }
}

function table(series, calcs, narrow) {
  const grid = el('div', 'legend-table');
  grid.style.gridTemplateColumns = `minmax(0, ${narrow ? 'max-content' : '1fr'}) ${calcs.map(() => 'max-content').join(' ')}`;
  grid.append(el('div', 'heading', 'Name'), ...calcs.map(id => el('div', 'heading right', fieldReducers.get(id).name)));
  for (const one of series) {
    grid.append(el('div', 'entry', ...name(one)), ...figures(one, calcs).map(text => el('div', 'entry right', text)));
  }
  return grid;
}

function name({name: text, colour}) {
  const swatch = el('span', 'swatch');
  swatch.style.background = colour;
  return [swatch, text];
}

function figures({field}, calcs) {
  const reduced = reduceField({field, reducers: calcs});
  return calcs.map(id => formattedValueToString(field.display(reduced[id])));
}

function inWords(one, calcs) {
  return figures(one, calcs).map((text, index) => `  ${fieldReducers.get(calcs[index]).name}: ${text}`);
}

function note(place, series, remarks) {
  if (place.scrollHeight > place.clientHeight + 1) {
    remarks.push(`not all ${series.length} names of the legend are seen without scrolling`);
  }
  if ([...place.querySelectorAll('.entry')].some(entry => entry.scrollWidth > entry.clientWidth + 1)) {
    remarks.push('a name of the legend is cut');
  }
  if (new Set(series.map(({name: text}) => text)).size < series.length) {
    remarks.push('two lines have the same name');
  }
  if (series.some(({name: text}) => text === '')) {
    remarks.push('a line has no name');
  }
}
