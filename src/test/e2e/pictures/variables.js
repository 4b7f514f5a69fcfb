// Puts values in the place of variables as Grafana does for Prometheus.
import {prometheusRegularEscape, prometheusSpecialRegexEscape} from './escaping.js';

const VARIABLE = /\$(?:\{(\w+)(?::(\w+))?\}|(\w+))/g;
const LABEL_VALUES = /^label_values\((?:(.+), ?)?(\w+)\)$/;

export class Variables {
  // chosen: lists of values by the names of the variables; all others are as the dashboard has them.
  static async of(dashboard, chosen, prometheus) {
    const values = {};
    const texts = {};
    const variables = new Variables(values, texts);
    for (const variable of dashboard.templating.list) {
      const choice = chosen[variable.name] ?? [variable.current.value].flat();
      switch (variable.type) {
        case 'datasource':
          break;
        case 'interval':
          values[variable.name] = choice[0];
          break;
        case 'query':
          values[variable.name] = choice.includes('$__all')
            ? variable.allValue ?? listed(await variables.options(variable, prometheus))
            : variable.multi || variable.includeAll
              ? listed(choice)
              : prometheusRegularEscape(choice[0]);
          break;
        default:
          throw new Error(`variable ${variable.name}: the type "${variable.type}" is unknown`);
      }
      texts[variable.name] = choice.includes('$__all') ? 'All' : choice.join(' + ');
    }
    return variables;
  }

  constructor(values, texts) {
    this.values = values;
    this.texts = texts;
  }

  async options(variable, prometheus) {
    const query = typeof variable.query === 'string' ? variable.query : variable.query.query;
    const parts = LABEL_VALUES.exec(this.apply(query, {}));
    if (!parts) {
      throw new Error(`variable ${variable.name}: the query "${query}" is unknown`);
    }
    return prometheus.labelValues(parts[1], parts[2]);
  }

  // With what the time range and the panel's width make of $__interval and its like.
  apply(text, ofThePanel) {
    return this.replace(text, {...this.values, ...ofThePanel});
  }

  // As words, for titles.
  words(text) {
    return this.replace(text, this.texts);
  }

  replace(text, values) {
    return text.replace(VARIABLE, (whole, braced, format, plain) => {
      const value = values[braced ?? plain];
      if (value === undefined || format) {
        throw new Error(`no value for ${whole}`);
      }
      return value;
    });
  }
}

function listed(values) {
  const escaped = values.map(prometheusSpecialRegexEscape);
  return escaped.length === 1 ? escaped[0] : `(${escaped.join('|')})`;
}
