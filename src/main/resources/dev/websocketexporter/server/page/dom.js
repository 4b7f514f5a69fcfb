// Elements, numbers and times for all parts of the page. Texts become text nodes: nothing that a target says is ever markup.
const SVG = 'http://www.w3.org/2000/svg';

// What every link begins with, and where the reference is.
export const LINKS = document.documentElement.dataset.links;
export const DOCS = document.documentElement.dataset.docs;

function filled(element, attributes, children) {
  for (const [name, value] of Object.entries(attributes ?? {})) {
    if (value !== undefined && value !== null && value !== false) element.setAttribute(name, value === true ? '' : value);
  }
  element.append(...children.flat(2).filter(child => child !== undefined && child !== null && child !== false));
  return element;
}

export const h = (name, attributes, ...children) => filled(document.createElement(name), attributes, children);

export const svg = (name, attributes, ...children) => filled(document.createElementNS(SVG, name), attributes, children);

export function button(text, onClick, attributes) {
  const element = h('button', {type: 'button', ...attributes}, text);
  element.addEventListener('click', onClick);
  return element;
}

// The difference between this machine's clock and the exporter's, which gave all the times.
let skew = 0;

export const now = () => Date.now() + skew;

// An answer of the API. What is no success is an Error with the exporter's own words and the status.
export async function ask(path, options) {
  const answer = await fetch(LINKS + path, {headers: {Accept: 'application/json'}, cache: 'no-cache', ...options});
  const date = Date.parse(answer.headers.get('Date'));
  if (date) skew = date - Date.now();
  if (answer.ok) return answer;
  const problem = await answer.json().catch(() => ({}));
  throw Object.assign(new Error(problem.detail || problem.title || `the exporter answered with status ${answer.status}`), {status: answer.status});
}

// Half up from whole nanoseconds, as the exporter rounds where it draws the page: 6.335 is a bit less in binary.
export function duration(seconds) {
  const nanos = Math.round(seconds * 1e9);
  if (nanos < 1e7) return `${rounded(nanos, 1e6, 2)} ms`;
  if (nanos < 1e9) return `${rounded(nanos, 1e6, 1)} ms`;
  return `${rounded(nanos, 1e9, 2)} s`;
}

const rounded = (nanos, unit, places) => (Math.round(10 ** places * nanos / unit) / 10 ** places).toFixed(places);

export const count = (number, one) => `${number} ${one}${number === 1 ? '' : 's'}`;

// One unit is enough: 3 min, 5 h, 12 d.
export function age(seconds) {
  if (seconds < 120) return `${Math.max(0, Math.floor(seconds))} s`;
  if (seconds < 7200) return `${Math.floor(seconds / 60)} min`;
  if (seconds < 172800) return `${Math.floor(seconds / 3600)} h`;
  return `${Math.floor(seconds / 86400)} d`;
}

// A time of the API in milliseconds. A certificate can have years before 0 and after 9999, which JavaScript writes in six digits.
export const instant = text => Date.parse(String(text).replace(/^([+-])(\d+)/, (all, sign, year) => sign + year.padStart(6, '0')));

export const utc = time => `${new Date(typeof time === 'string' ? instant(time) : time).toISOString().slice(0, 19).replace('T', ' ')} UTC`;

// A time as its age, which retime() keeps true: "for 3 min" with the prefix "for ".
export function since(time, before, after) {
  const element = h('time', {datetime: time, title: utc(time), 'data-before': before, 'data-after': after});
  tell(element);
  return element;
}

function tell(element) {
  const {before, after} = element.dataset;
  const text = (before ?? '') + age((now() - Date.parse(element.dateTime)) / 1000) + (after ?? '');
  if (element.textContent !== text) element.textContent = text;
}

export const retime = root => root.querySelectorAll('time[data-before],time[data-after]').forEach(tell);

export const probeLink = probe => `${LINKS}/probes?id=${probe.id}&time=${encodeURIComponent(probe.time)}`;

// Only pages that came by TLS or from this machine may use the clipboard; elsewhere the text is selected, to be copied by hand.
export async function copy(text, shown, pressed) {
  const before = pressed.textContent;
  try {
    await navigator.clipboard.writeText(text);
    pressed.textContent = 'Copied';
  } catch {
    getSelection().selectAllChildren(shown);
    pressed.textContent = 'Selected: copy it by the keyboard';
  }
  setTimeout(() => pressed.textContent = before, 2500);
}
