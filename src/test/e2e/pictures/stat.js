// The panel "stat": large figures.
import {FieldType, formattedValueToString, getFieldDisplayValues} from '@grafana/data';
import {el, isNumber, nothing} from './elements.js';
import {fieldConfig, theme} from './grafana.js';

const LARGEST = 64;

export function drawStat(body, panel, frames, context) {
  const figures = getFieldDisplayValues({
    fieldConfig: fieldConfig(panel),
    reduceOptions: panel.options.reduceOptions,
    replaceVariables: text => context.variables.words(text),
    data: frames,
    theme,
    timeZone: 'utc',
  });
  const numbers = frames.flatMap(frame =>
    frame.fields.filter(field => field.type === FieldType.number).flatMap(field => field.values),
  );
  if (frames.length === 0 || frames.every(frame => frame.length === 0)) {
    return nothing(body, panel);
  }
  const list = el('div', panel.options.orientation === 'horizontal' ? 'figures rows' : 'figures');
  body.replaceChildren(list);
  for (const {display} of figures) {
    list.append(figure(panel, display, figures.length > 1));
  }
  list.querySelectorAll('.figure').forEach(fit);
  // A figure that is not a number says nothing.
  return {state: numbers.some(isNumber) ? 'data' : 'empty'};
}

function figure(panel, display, several) {
  const {textMode, colorMode} = panel.options;
  const named = textMode === 'name' || textMode === 'value_and_name' || (textMode === 'auto' && several);
  const valued = textMode !== 'name';
  const box = el(
    'div',
    'figure fits',
    named ? el('div', valued ? 'name' : 'value', display.title) : null,
    valued ? el('div', 'value', formattedValueToString(display)) : null,
  );
  if (colorMode === 'background') {
    box.style.background = display.color;
    box.style.color = theme.colors.getContrastText(display.color, 2);
  } else if (colorMode === 'value') {
    box.style.color = display.color;
  }
  return box;
}

// The largest type in which it fits, as Grafana has it.
function fit(box) {
  for (let size = LARGEST; size >= 10; size--) {
    box.style.fontSize = `${size}px`;
    if (box.scrollWidth <= box.clientWidth && box.scrollHeight <= box.clientHeight) {
      return;
    }
  }
}
