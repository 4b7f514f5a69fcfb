// The overview: keeps its rows true, filters them, and probes by hand.
import {ask, button, h, now, probeLink, retime, utc} from './dom.js';
import {matches, rowOf, summary} from './targets.js';
import {probeView, verdict} from './probe.js';

const PERIOD_MS = 5000;
// An exporter with many targets is asked less often: all this may take a twentieth of the time.
const PAUSE_FACTOR = 20;
const LONGEST_PAUSE_MS = 60000;
// What has not come by then does not come: a machine has slept, or a network has changed.
const PATIENCE_MS = 10000;
// More would make the browser slow; those that are down come first.
const MOST_ROWS = 1000;

const by = id => document.getElementById(id);
const body = by('rows');
const filter = by('filter');
const live = by('live');
const drawn = new Map();
let rows = null;
let tag = null;
let updatedAt = null;
let timer = null;
let questions = 0;

document.documentElement.classList.add('script');

function wanted() {
  return Object.fromEntries(new FormData(filter));
}

function elementOf(row) {
  const text = JSON.stringify(row);
  const key = String(row.key);
  const before = drawn.get(key);
  if (before?.text === text) return before.element;
  const element = rowOf(row);
  element.dataset.key = key;
  drawn.set(key, {text, element});
  return element;
}

function draw() {
  if (!rows) return;
  const focused = document.activeElement?.closest('#rows tr')?.dataset.key;
  const chosen = rows.filter(row => matches(row, wanted()));
  const elements = chosen.map(elementOf);
  const kept = new Set(elements);
  [...body.children].filter(element => !kept.has(element)).forEach(element => element.remove());
  elements.forEach((element, at) => {
    if (body.children[at] !== element) body.insertBefore(element, body.children[at] ?? null);
  });
  const again = focused && elements.find(element => element.dataset.key === focused);
  if (again && !again.contains(document.activeElement)) again.querySelector('a').focus({preventScroll: true});
  retime(body);
  tell(by('summary'), summary(rows, chosen.length, MOST_ROWS));
}

// A screen reader speaks what changes, so that nothing is written that is there already.
function tell(element, words) {
  if (element.textContent !== words) element.textContent = words;
}

function isLive() {
  return live.getAttribute('aria-pressed') === 'true';
}

async function update() {
  clearTimeout(timer);
  const began = performance.now();
  if (document.hidden || !isLive()) return;
  const question = ++questions;
  try {
    const answer = await ask(`/api/v1/targets?limit=${MOST_ROWS}`, {signal: AbortSignal.timeout(PATIENCE_MS)});
    const newTag = answer.headers.get('ETag');
    const news = !rows || !tag || tag !== newTag ? await answer.json() : null;
    // An answer that was overtaken by a later one tells of the past.
    if (question !== questions) return;
    updatedAt = now();
    if (news) {
      rows = news;
      tag = newTag;
      const keys = new Set(rows.map(row => String(row.key)));
      [...drawn.keys()].filter(key => !keys.has(key)).forEach(key => drawn.delete(key));
    }
    draw();
    tell(by('trouble'), '');
  } catch (error) {
    if (question !== questions) return;
    const old = updatedAt ? `; this is what held at ${utc(updatedAt)}` : '';
    tell(by('trouble'), `The exporter does not answer as it should (${error.message})${old}.`);
  }
  clearTimeout(timer);
  const pause = Math.min(LONGEST_PAUSE_MS, PAUSE_FACTOR * (performance.now() - began));
  timer = setTimeout(update, Math.max(PERIOD_MS, pause));
}

live.addEventListener('click', () => {
  live.setAttribute('aria-pressed', String(!isLive()));
  update();
});
document.addEventListener('visibilitychange', update);

filter.addEventListener('input', () => {
  const query = new URLSearchParams(Object.entries(wanted()).filter(([, value]) => value)).toString();
  history.replaceState(null, '', query ? `?${query}` : location.pathname);
  draw();
});
filter.addEventListener('submit', event => event.preventDefault());

// Probing by hand.
const form = by('probe');
const params = by('probe-params');
const result = by('result');
let running = null;

// A field for each param that the module takes; what was typed stays if the next module takes it too.
function drawParams() {
  const names = form.elements.module.selectedOptions[0]?.dataset.params?.split(' ') ?? [];
  const typed = Object.fromEntries([...params.querySelectorAll('input')].map(input => [input.name, input.value]));
  params.replaceChildren(...names.map(name => h('label', {}, name,
    h('input', {name, value: typed[name], placeholder: 'not given', autocomplete: 'off', autocapitalize: 'off', spellcheck: 'false'}))));
}

form.elements.module.addEventListener('change', drawParams);
drawParams();

// In a body, which no log of a proxy has: a param may be a password.
function asked() {
  const {debug, ...given} = Object.fromEntries(new FormData(form));
  return {
    method: 'POST',
    headers: {Accept: 'application/json', 'Content-Type': 'application/json'},
    body: JSON.stringify(Object.fromEntries(Object.entries(given).filter(([, value]) => value))),
  };
}

function show(probe) {
  const [kind, word] = verdict(probe);
  result.replaceChildren(h('section', {class: 'panel', 'aria-label': 'result'},
    h('div', {class: 'head'},
      h('h2', {}, h('span', {class: `state ${kind}`}, word), ' ', probe.target),
      h('span', {class: 'actions'},
        probe.id && h('a', {href: probeLink(probe)}, 'Page of this probe'), ' ',
        button('Close', () => {
          result.replaceChildren();
          form.elements.target.focus();
        }))),
    probeView(probe, 3)));
}

form.addEventListener('submit', async event => {
  event.preventDefault();
  running?.abort();
  running = new AbortController();
  const {signal} = running;
  tell(by('said'), `Probing ${form.elements.target.value} …`);
  form.setAttribute('aria-busy', 'true');
  try {
    const probe = await (await ask('/api/v1/probe', {...asked(), signal})).json();
    show(probe);
    tell(by('said'), `${verdict(probe)[1]}: ${probe.target}`);
    update();
  } catch (error) {
    if (signal.aborted) return;
    result.replaceChildren();
    tell(by('said'), `Not probed: ${error.message}`);
  }
  form.removeAttribute('aria-busy');
});

// What the exporter rendered is seen first.
requestAnimationFrame(() => setTimeout(update));
