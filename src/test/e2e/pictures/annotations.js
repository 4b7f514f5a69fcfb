// The moments that the annotations of a dashboard mark in its graphs.
import {rangeUtil} from '@grafana/data';
import {theme} from './grafana.js';

// Grafana asks for these in steps of a minute unless told otherwise.
const STEP = '60s';

export async function annotations(dashboard, {prometheus, variables}) {
  const regions = [];
  for (const one of dashboard.annotations.list) {
    if (!one.enable || !one.expr) {
      continue;
    }
    const step = rangeUtil.intervalToSeconds(one.step || STEP);
    const values = {...prometheus.timing(1600).values, __interval: `${step}s`};
    const series = await prometheus.between(variables.apply(one.expr, values), step);
    const colour = theme.visualization.getColorByName(one.iconColor);
    series.forEach(({times, values: samples}) => regions.push(...runs(times, samples, step * 1000, colour)));
  }
  return regions;
}

// Neighbouring samples are one region.
function runs(times, values, step, colour) {
  const found = [];
  times.forEach((time, index) => {
    if (!values[index]) {
      return;
    }
    const last = found.at(-1);
    if (last && time - last.to <= step) {
      last.to = time;
    } else {
      found.push({from: time, to: time, colour});
    }
  });
  return found;
}

// Draws them over a graph of uPlot, whose times are in seconds.
export function mark(plot, regions) {
  const {ctx, bbox} = plot;
  ctx.save();
  for (const {from, to, colour} of regions) {
    const left = plot.valToPos(from / 1000, 'x', true);
    const right = plot.valToPos(to / 1000, 'x', true);
    if (left < bbox.left || left > bbox.left + bbox.width) {
      continue;
    }
    ctx.globalAlpha = 0.1;
    ctx.fillStyle = colour;
    ctx.fillRect(left, bbox.top, right - left, bbox.height);
    ctx.globalAlpha = 0.8;
    ctx.strokeStyle = colour;
    ctx.setLineDash([4, 4]);
    ctx.beginPath();
    for (const x of new Set([left, right])) {
      ctx.moveTo(x, bbox.top);
      ctx.lineTo(x, bbox.top + bbox.height);
    }
    ctx.stroke();
  }
  ctx.restore();
}
