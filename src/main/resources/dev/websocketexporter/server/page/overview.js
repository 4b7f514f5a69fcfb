// The overview: keeps its rows true, filters them, and probes by hand.
import {ask, button, h, now, probeLink, retime, utc} from './dom.js';
import {matches, rowOf, summary} from './targets.js';
import {MOST_HELD, heldKey, heldRow, heldSummary, matchesHeld} from './watched.js';
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
const filter = by('filter');
const live = by('live');
let rows = null;
// Null: nothing is watched, or that is not known yet.
let held = null;
let tag = null;
let updatedAt = null;
let timer = null;
let questions = 0;

document.documentElement.classList.add('script');

function wanted() {
  return Object.fromEntries(new FormData(filter));
}

// The body of a table: a row is made anew only if it has changed.
function tableOf(body, keyOf, rowOf) {
  const drawn = new Map();
  const elementOf = row => {
    const text = JSON.stringify(row);
    const key = keyOf(row);
    const before = drawn.get(key);
    if (before?.text === text) return before.element;
    const element = rowOf(row);
    element.dataset.key = key;
    drawn.set(key, {text, element});
    return element;
  };
  return {
    forgetOthers(present) {
      const keys = new Set(present.map(keyOf));
      [...drawn.keys()].filter(key => !keys.has(key)).forEach(key => drawn.delete(key));
    },
    show(chosen) {
      const focused = body.contains(document.activeElement) && document.activeElement.closest('tr')?.dataset.key;
      const elements = chosen.map(elementOf);
      const kept = new Set(elements);
      [...body.children].filter(element => !kept.has(element)).forEach(element => element.remove());
      elements.forEach((element, at) => {
        if (body.children[at] !== element) body.insertBefore(element, body.children[at] ?? null);
      });
      const again = focused && elements.find(element => element.dataset.key === focused);
      if (again && !again.contains(document.activeElement)) again.querySelector('a').focus({preventScroll: true});
      retime(body);
    },
  };
}

const table = tableOf(by('rows'), row => String(row.key), rowOf);
const heldTable = by('watched') && tableOf(by('watched-rows'), heldKey, heldRow);

function draw() {
  if (rows) {
    const chosen = rows.filter(row => matches(row, wanted()));
    table.show(chosen);
    tell(by('summary'), summary(rows, chosen.length, MOST_ROWS));
  }
  if (held) {
    const chosen = held.filter(row => matchesHeld(row, wanted())).slice(0, MOST_HELD);
    heldTable.show(chosen);
    tell(by('watched-summary'), heldSummary(held, chosen.length, MOST_ROWS));
  }
}

// A reload may take the watch out of the configuration; one that brings it shows on the next page.
async function askHeld(options) {
  if (!by('watched')) return null;
  try {
    return await (await ask(`/api/v1/watch?limit=${MOST_ROWS}&connections=0`, options)).json();
  } catch (error) {
    if (error.status !== 404) throw error;
    by('watched').remove();
    return null;
  }
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
    const options = {signal: AbortSignal.timeout(PATIENCE_MS)};
    const [answer, heldNow] = await Promise.all([ask(`/api/v1/targets?limit=${MOST_ROWS}`, options), askHeld(options)]);
    const newTag = answer.headers.get('ETag');
    const news = !rows || !tag || tag !== newTag ? await answer.json() : null;
    // An answer that was overtaken by a later one tells of the past.
    if (question !== questions) return;
    updatedAt = now();
    if (news) {
      rows = news;
      tag = newTag;
      table.forgetOthers(rows);
    }
    held = heldNow;
    if (held) heldTable.forgetOthers(held);
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
