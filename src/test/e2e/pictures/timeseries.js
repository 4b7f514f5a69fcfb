// The panel "timeseries", drawn with the library that Grafana uses.
import uPlot from 'uplot';
import 'uplot/dist/uPlot.min.css';
import {FieldType, formattedValueToString, getFieldDisplayName, getFieldSeriesColor} from '@grafana/data';
import {mark} from './annotations.js';
import {clock, isNumber, nothing} from './elements.js';
import {theme} from './grafana.js';
import {legend} from './legend.js';

const FONT = '12px Inter';

// Steps of the value axis: powers of two for these units; otherwise those that the decimals shown can tell apart.
const BINARY = ['bytes', 'bits', 'kbytes', 'mbytes', 'gbytes'];
const POWERS_OF_TWO = Array.from({length: 53}, (none, power) => 2 ** power);
const STEPS = Array.from({length: 40}, (none, index) => index - 20).flatMap(power =>
  [1, 2, 2.5, 5].map(factor => Number(`${factor}e${power}`)),
);

export function drawTimeSeries(body, panel, frames, context) {
  const series = frames.flatMap(frame => {
    const time = frame.fields.find(field => field.type === FieldType.time);
    return frame.fields
      .filter(field => field.type === FieldType.number)
      .map(field => described(field, frame, time));
  });
  if (!series.some(({values}) => values.some(isNumber))) {
    return nothing(body, panel);
  }
  const remarks = [];
  const size = legend(body, panel, series, remarks);
  // The highest of a stack is painted first, and each lower one covers its part of it.
  const plotted = stacked(series).reverse();
  const times = series[0].times.map(time => time / 1000);
  const holder = document.createElement('div');
  body.prepend(holder);
  new uPlot(options(plotted, size, context), [times, ...plotted.map(one => one.drawn)], holder);
  if (series.length > 20) {
    remarks.push(`${series.length} lines in one graph`);
  }
  return {state: 'data', remarks};
}

function described(field, frame, time) {
  const custom = field.config.custom;
  return {
    field,
    custom,
    name: getFieldDisplayName(field, frame).trim(),
    colour: getFieldSeriesColor(field, theme).color,
    times: time.values,
    values: field.values.map(value => (isNumber(value) ? value : null)),
    scale: `${field.config.unit}/${custom.axisPlacement ?? 'auto'}`,
  };
}

function stacked(series) {
  const sums = {};
  return series.map(one => {
    if (one.custom.stacking?.mode !== 'normal' || one.custom.drawStyle === 'points') {
      return {...one, drawn: one.values};
    }
    const sum = (sums[one.scale] ??= one.values.map(() => 0));
    const drawn = one.values.map((value, index) => (value === null ? null : (sum[index] += value)));
    return {...one, drawn, isStacked: true};
  });
}

function options(series, size, {range, annotations}) {
  const scales = {x: {time: true, range: [range.from / 1000, range.to / 1000]}};
  const axes = [timeAxis(range)];
  series.forEach(one => {
    if (!scales[one.scale]) {
      scales[one.scale] = {range: limits(one)};
      axes.push(valueAxis(one));
    }
  });
  return {
    ...size,
    scales,
    axes,
    legend: {show: false},
    cursor: {show: false},
    tzDate: seconds => uPlot.tzDate(new Date(seconds * 1000), 'UTC'),
    series: [{}, ...series.map(line)],
    hooks: {draw: [plot => thresholds(plot, series), plot => mark(plot, annotations)]},
  };
}

function line(one) {
  const {drawStyle, lineWidth, lineStyle, fillOpacity} = one.custom;
  return {
    scale: one.scale,
    stroke: drawStyle === 'points' ? undefined : one.colour,
    width: lineWidth,
    dash: lineStyle?.fill === 'dash' ? lineStyle.dash : undefined,
    fill: drawStyle === 'points' || fillOpacity === 0 ? undefined : faded(one),
    paths: drawStyle === 'bars' ? uPlot.paths.bars({size: [0.6, 200]}) : drawStyle === 'points' ? () => null : undefined,
    points: {show: drawStyle === 'points' || undefined, size: 5, stroke: one.colour, fill: one.colour},
  };
}

function faded({colour, custom, isStacked}) {
  const share = custom.fillOpacity / 100;
  if (!isStacked) {
    return `rgb(${rgb(colour).join(' ')} / ${share})`;
  }
  const behind = rgb(theme.colors.background.primary);
  return `rgb(${rgb(colour).map((part, index) => part * share + behind[index] * (1 - share)).join(' ')})`;
}

function rgb(colour) {
  return [1, 3, 5].map(at => parseInt(colour.slice(at, at + 2), 16));
}

function limits({field, custom}) {
  const {min, max} = field.config;
  return (plot, low, high) => {
    const range = uPlot.rangeNum(low ?? 0, high ?? 1, {
      min: {pad: 0.1, soft: custom.axisSoftMin, mode: custom.axisSoftMin === undefined ? 3 : 1},
      max: {pad: 0.1, mode: 3, soft: 0},
    });
    return [min ?? range[0], max ?? range[1]];
  };
}

function timeAxis({from, to}) {
  return {
    stroke: theme.colors.text.primary,
    font: FONT,
    grid: {stroke: theme.colors.border.weak, width: 1},
    ticks: {show: false},
    size: 24,
    space: 75,
    values: (plot, splits) => splits.map(split => clock(split * 1000, to - from < 15 * 60_000)),
  };
}

function valueAxis({field, custom, scale}) {
  return {
    scale,
    side: custom.axisPlacement === 'right' ? 1 : 3,
    stroke: theme.colors.text.primary,
    font: FONT,
    grid: {show: custom.axisPlacement !== 'right', stroke: theme.colors.border.weak, width: 1},
    ticks: {show: false},
    gap: 6,
    incrs: BINARY.includes(field.config.unit) ? POWERS_OF_TWO : STEPS.filter(step => shown(step, field.config.decimals)),
    size: (plot, values) => width(plot, values) + 14,
    values: (plot, splits, axis, space, step) => {
      const decimals = Math.max(0, (`${+step.toPrecision(10)}`.split('.')[1] ?? '').length);
      return splits.map(value =>
        value === null ? '' : formattedValueToString(field.display(value, decimals > 0 ? decimals : undefined)),
      );
    },
  };
}

function shown(step, decimals) {
  return decimals === undefined || Number(step.toFixed(decimals)) === step;
}

function width(plot, values) {
  plot.ctx.save();
  plot.ctx.font = FONT;
  const widest = Math.max(0, ...(values ?? []).map(value => plot.ctx.measureText(value).width));
  plot.ctx.restore();
  return Math.ceil(widest);
}

// A dashed line where a threshold is, once a scale.
function thresholds(plot, series) {
  const {ctx, bbox} = plot;
  const done = new Set();
  ctx.save();
  ctx.setLineDash([10, 10]);
  ctx.lineWidth = 2;
  for (const {field, custom, scale} of series) {
    if (custom.thresholdsStyle?.mode !== 'dashed' || done.has(scale)) {
      continue;
    }
    done.add(scale);
    for (const step of field.config.thresholds.steps) {
      const y = plot.valToPos(step.value, scale, true);
      if (!isNumber(y) || y < bbox.top || y > bbox.top + bbox.height) {
        continue;
      }
      ctx.strokeStyle = theme.visualization.getColorByName(step.color);
      ctx.beginPath();
      ctx.moveTo(bbox.left, y);
      ctx.lineTo(bbox.left + bbox.width, y);
      ctx.stroke();
    }
  }
  ctx.restore();
}
