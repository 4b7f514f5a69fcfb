// Runs in the browser: draws a dashboard into the page and tells what became of each panel.
import inter from '@fontsource-variable/inter/files/inter-latin-wght-normal.woff2';
import './page.css';
import {annotations} from './annotations.js';
import {el, noData} from './elements.js';
import {configured, theme, transformed} from './grafana.js';
import {drawHeatmap} from './heatmap.js';
import {check} from './known.js';
import {Prometheus} from './prometheus.js';
import {drawStat} from './stat.js';
import {drawTable} from './table.js';
import {drawTimeline} from './timeline.js';
import {drawTimeSeries} from './timeseries.js';
import {Variables} from './variables.js';

const DRAW = {
  heatmap: drawHeatmap,
  stat: drawStat,
  'state-timeline': drawTimeline,
  table: drawTable,
  timeseries: drawTimeSeries,
};

// Grafana's grid: 24 columns, rows of 30 pixels, 8 pixels between panels.
const COLUMNS = 24;
const ROW = 30;
const GAP = 8;

// options: {prometheus, scraped, from, to, chosen}; gives a list of {id, title, type, state, message, text, misfits, remarks}.
window.draw = async (dashboard, options) => {
  await font();
  for (const [name, value] of Object.entries(colours())) {
    document.documentElement.style.setProperty(name, value);
  }
  const range = {from: options.from, to: options.to};
  const prometheus = new Prometheus(options.prometheus, options.scraped, range);
  const variables = await Variables.of(dashboard, options.chosen, prometheus);
  const context = {range, prometheus, variables};
  context.annotations = await annotations(dashboard, context);
  const grid = el('div', 'grid');
  document.body.replaceChildren(head(dashboard, variables), grid);
  const report = [];
  for (const panel of dashboard.panels) {
    report.push(await one(panel, grid, context));
  }
  const bottom = Math.max(...dashboard.panels.map(({gridPos}) => gridPos.y + gridPos.h));
  grid.style.height = `${bottom * (ROW + GAP)}px`;
  return report;
};

async function font() {
  const face = new FontFace('Inter', `url(${inter})`, {weight: '100 900'});
  document.fonts.add(await face.load());
}

function colours() {
  const {background, text, border} = theme.colors;
  return {
    '--canvas': background.canvas,
    '--panel': background.primary,
    '--text': text.primary,
    '--faint': text.secondary,
    '--link': text.link,
    '--border': border.weak,
  };
}

function head(dashboard, variables) {
  const chosen = dashboard.templating.list
    .filter(variable => variable.type !== 'datasource' && variable.hide !== 2)
    .map(variable => el('span', 'variable', el('b', '', variable.label ?? variable.name), variables.texts[variable.name]));
  return el('div', 'head', el('h1', '', dashboard.title), ...chosen);
}

async function one(panel, grid, context) {
  const box = el('div', panel.type === 'row' ? 'row' : 'panel');
  place(box, panel.gridPos, grid.clientWidth);
  box.id = `panel-${panel.id}`;
  const title = el('div', 'title', context.variables.words(panel.title));
  const body = el('div', 'body');
  box.append(title, body);
  grid.append(box);
  const told = {id: panel.id, title: panel.title, type: panel.type, message: '', remarks: []};
  try {
    check(panel);
    Object.assign(told, panel.type === 'row' ? {state: 'row'} : await fill(panel, body, context));
  } catch (error) {
    Object.assign(told, {state: 'error', message: error.message});
    body.replaceChildren(noData(error.message));
  }
  told.text = box.innerText;
  told.misfits = overflowing(box);
  return told;
}

async function fill(panel, body, context) {
  const timing = context.prometheus.timing(body.clientWidth);
  const several = new Set(panel.targets.map(target => target.refId)).size > 1;
  const frames = [];
  for (const target of panel.targets) {
    const expression = context.variables.apply(target.expr, timing.values);
    frames.push(...(await context.prometheus.frames(target, expression, timing.step, several)));
  }
  const shaped = await transformed(panel, frames);
  const ready = configured(panel, shaped, text => context.variables.words(text));
  return DRAW[panel.type](body, panel, ready, {...context, step: timing.step});
}

function place(box, {x, y, w, h}, width) {
  const column = (width + GAP) / COLUMNS;
  Object.assign(box.style, {
    left: `${Math.round(x * column)}px`,
    top: `${y * (ROW + GAP)}px`,
    width: `${Math.round(w * column) - GAP}px`,
    height: `${h * (ROW + GAP) - GAP}px`,
  });
}

// Text that its place is too small for.
function overflowing(box) {
  return [box, ...box.querySelectorAll('.title, .fits')]
    .filter(part => part.scrollWidth > part.clientWidth + 1 || part.scrollHeight > part.clientHeight + 1)
    .map(part => part.innerText);
}
