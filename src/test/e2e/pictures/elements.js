// Pieces of the page.
export function el(tag, className, ...children) {
  const element = document.createElement(tag);
  element.className = className;
  element.append(...children.filter(child => child !== null && child !== undefined));
  return element;
}

export function noData(words) {
  return el('div', 'no-data fits', words);
}

// What Grafana writes when there is nothing to draw: the panel's own words, if it has any.
export function nothing(body, panel) {
  const words = panel.fieldConfig.defaults.noValue;
  body.replaceChildren(noData(words ?? 'No data'));
  return {state: words === undefined ? 'empty' : 'words'};
}

export function isNumber(value) {
  return typeof value === 'number' && Number.isFinite(value);
}

export function clock(milliseconds, withSeconds) {
  return new Date(milliseconds).toISOString().slice(11, withSeconds ? 19 : 16);
}
