// What of a panel's settings is drawn, or is known to make no difference in a picture. Anything else is an error that names
// it: a setting that is silently ignored would make the picture untrue.
const PANEL = ['id', 'type', 'title', 'description', 'datasource', 'gridPos', 'targets', 'fieldConfig', 'options',
  'transformations', 'pluginVersion', 'collapsed', 'panels', 'transparent', 'maxDataPoints', 'interval'];
const TARGET = ['refId', 'expr', 'format', 'instant', 'range', 'legendFormat', 'datasource', 'editorMode', 'interval',
  'exemplar'];
const FIELD = ['color', 'mappings', 'thresholds', 'unit', 'decimals', 'min', 'max', 'noValue', 'custom', 'links',
  'displayName'];
const HIDDEN = ['hideFrom'];
const TYPES = {
  row: {custom: [], options: []},
  stat: {
    custom: [],
    options: ['colorMode', 'graphMode', 'justifyMode', 'orientation', 'percentChangeColorMode', 'reduceOptions',
      'showPercentChange', 'textMode', 'wideLayout'],
    only: {colorMode: ['background', 'value', 'none'], graphMode: ['none'], orientation: ['auto', 'horizontal', 'vertical'],
      textMode: ['auto', 'name', 'value', 'value_and_name']},
  },
  table: {
    custom: ['align', 'cellOptions', 'filterable', 'inspect', 'width', 'minWidth', 'footer', ...HIDDEN],
    options: ['cellHeight', 'frameIndex', 'showHeader', 'sortBy', 'footer', 'enablePagination'],
    only: {cellHeight: ['sm']},
  },
  timeseries: {
    custom: ['axisSoftMin', 'axisPlacement', 'axisLabel', 'drawStyle', 'fillOpacity', 'lineWidth', 'lineStyle',
      'pointSize', 'showPoints', 'spanNulls', 'stacking', 'thresholdsStyle', ...HIDDEN],
    options: ['legend', 'tooltip'],
    customOnly: {drawStyle: ['line', 'bars', 'points'], axisPlacement: ['auto', 'left', 'right'],
      showPoints: ['never', 'auto']},
  },
  'state-timeline': {
    custom: ['fillOpacity', 'lineWidth', 'spanNulls', ...HIDDEN],
    options: ['alignValue', 'legend', 'mergeValues', 'perPage', 'rowHeight', 'showValue', 'tooltip'],
    only: {alignValue: ['left'], mergeValues: [true], showValue: ['auto']},
  },
  heatmap: {
    custom: ['scaleDistribution', ...HIDDEN],
    options: ['calculate', 'cellGap', 'cellValues', 'color', 'exemplars', 'filterValues', 'legend', 'rowsFrame',
      'showValue', 'tooltip', 'yAxis'],
    only: {calculate: [false], showValue: ['never']},
  },
};
const CELLS = ['auto', 'color-text', 'color-background', 'gauge'];

export function check(panel) {
  const type = TYPES[panel.type];
  if (!type) {
    throw new Error(`the type of panel "${panel.type}" is unknown`);
  }
  keys(panel, PANEL, 'the setting');
  (panel.targets ?? []).forEach(target => keys(target, TARGET, 'in a query the setting'));
  if (panel.type === 'row') {
    return;
  }
  keys(panel.options, type.options, 'the option');
  values(panel.options, type.only ?? {}, 'the option');
  fields(panel.fieldConfig.defaults, type);
  for (const {properties} of panel.fieldConfig.overrides) {
    for (const {id, value} of properties) {
      const custom = /^custom\.(.+)/.exec(id);
      fields(custom ? {custom: {[custom[1]]: value}} : {[id]: value}, type);
    }
  }
}

function fields(config, type) {
  keys(config, FIELD, 'the field setting');
  const custom = config.custom ?? {};
  keys(custom, type.custom, 'the field setting custom.');
  values(custom, type.customOnly ?? {}, 'the field setting custom.');
  if (custom.cellOptions && !CELLS.includes(custom.cellOptions.type)) {
    throw new Error(`the type of cell "${custom.cellOptions.type}" is unknown`);
  }
}

function keys(object, known, what) {
  const unknown = Object.keys(object ?? {}).find(key => !known.includes(key));
  if (unknown) {
    throw new Error(`${what} "${unknown}" is unknown`);
  }
}

function values(object, known, what) {
  for (const [key, accepted] of Object.entries(known)) {
    if (object[key] !== undefined && !accepted.includes(object[key])) {
      throw new Error(`${what} "${key}" has the unknown value ${JSON.stringify(object[key])}`);
    }
  }
}
