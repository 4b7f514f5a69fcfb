// Asks Prometheus what Grafana's data source asks it, and shapes the answers as that does.
import {FieldType, rangeUtil} from '@grafana/data';

export class Prometheus {
  // scraped: the scrape interval in seconds; range: {from, to} in milliseconds.
  constructor(url, scraped, range) {
    this.url = url;
    this.scraped = scraped;
    this.range = range;
  }

  // $__interval and its like for a panel of this width.
  timing(width) {
    const {intervalMs} = rangeUtil.calculateInterval(this.range, width, `${this.scraped}s`);
    const seconds = Math.max(1, Math.round(intervalMs / 1000));
    return {
      step: seconds,
      values: {
        __interval: `${seconds}s`,
        __rate_interval: `${Math.max(seconds + this.scraped, 4 * this.scraped)}s`,
        __range: `${Math.round((this.range.to - this.range.from) / 1000)}s`,
      },
    };
  }

  async labelValues(series, label) {
    const match = series ? {'match[]': series} : {};
    return this.ask(`label/${label}/values`, {...match, start: this.range.from / 1000, end: this.range.to / 1000});
  }

  // A frame a series, or a frame a query where the query asks for a table.
  async frames(target, expression, step, several) {
    const series = target.range ? await this.between(expression, step) : await this.now(expression);
    switch (target.format) {
      case 'time_series':
        return series.map(one => frame(target, one));
      case 'heatmap':
        return buckets(target, series);
      case 'table':
        return [table(target, series, several ? `Value #${target.refId}` : 'Value')];
      default:
        throw new Error(`the format "${target.format}" is unknown`);
    }
  }

  async now(expression) {
    const end = this.range.to / 1000;
    const data = await this.ask('query', {query: expression, time: end});
    const result = data.resultType === 'scalar' ? [{metric: {}, value: data.result}] : data.result;
    return result.map(one => ({...point(one), times: [this.range.to]}));
  }

  async between(expression, step) {
    const start = Math.floor(this.range.from / 1000 / step) * step;
    const end = Math.floor(this.range.to / 1000 / step) * step;
    const data = await this.ask('query_range', {query: expression, start, end, step});
    return data.result.map(one => spread(one, start, end, step));
  }

  async ask(path, parameters) {
    const response = await fetch(`${this.url}/api/v1/${path}?${new URLSearchParams(parameters)}`);
    const answer = await response.json();
    if (answer.status !== 'success') {
      throw new Error(`Prometheus refuses ${parameters.query ?? path}: ${answer.error}`);
    }
    return answer.data;
  }
}

function point(series) {
  if (series.histogram) {
    throw new Error('native histograms are not drawn');
  }
  return {labels: named(series.metric), values: [Number(series.value[1])]};
}

// Every moment of the grid, null where there is no sample, so that gaps are seen as gaps.
function spread(series, start, end, step) {
  if (series.histograms) {
    throw new Error('native histograms are not drawn');
  }
  const samples = new Map(series.values.map(([time, value]) => [time, number(value)]));
  const times = [];
  const values = [];
  for (let time = start; time <= end; time += step) {
    times.push(time * 1000);
    values.push(samples.get(time) ?? null);
  }
  return {labels: named(series.metric), times, values};
}

function number(text) {
  return text === '+Inf' ? Infinity : text === '-Inf' ? -Infinity : Number(text);
}

function named(metric) {
  return {...metric};
}

function legend(target, labels) {
  return target.legendFormat.replace(/\{\{\s*(.+?)\s*\}\}/g, (whole, label) => labels[label] ?? '');
}

function frame(target, {labels, times, values}) {
  const name = legend(target, labels);
  return {
    refId: target.refId,
    name,
    length: times.length,
    fields: [
      {name: 'Time', type: FieldType.time, config: {}, values: times},
      {name: 'Value', type: FieldType.number, config: {displayNameFromDS: name}, labels, values},
    ],
  };
}

// Counts of each bucket by itself: those of Prometheus contain the smaller ones.
function buckets(target, series) {
  const sorted = [...series].sort((one, other) => number(one.labels.le) - number(other.labels.le));
  return sorted
    .map((one, index) => ({
      ...one,
      values: one.values.map((value, at) => {
        const below = index === 0 ? 0 : sorted[index - 1].values[at];
        return value === null ? null : Math.max(0, value - below);
      }),
    }))
    .map(one => frame(target, one));
}

function table(target, series, valueName) {
  const labels = [...new Set(series.flatMap(one => Object.keys(one.labels).sort()))];
  return {
    refId: target.refId,
    length: series.length,
    fields: [
      {name: 'Time', type: FieldType.time, config: {}, values: series.map(one => one.times[0])},
      ...labels.map(name => ({
        name,
        type: FieldType.string,
        config: {},
        values: series.map(one => one.labels[name] ?? ''),
      })),
      {name: valueName, type: FieldType.number, config: {}, values: series.map(one => one.values[0])},
    ],
  };
}
