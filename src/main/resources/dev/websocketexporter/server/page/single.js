// The page of one probe: draws in place of what the exporter rendered for readers without JavaScript.
import {ask, duration, h, probeLink, utc} from './dom.js';
import {probeView, verdict} from './probe.js';

const MOST_OTHERS = 30;

const page = document.getElementById('probe');

document.documentElement.classList.add('script');

const answer = async path => (await ask(path)).json();

// The probes of the same target with the same module that the history has.
async function others(probe) {
  const all = await answer(`/api/v1/probes?key=${probe.key}&limit=${MOST_OTHERS}`);
  return [h('h2', {}, 'Probes of this target'), h('ul', {class: 'others'}, all.map(one => {
    const [kind, word] = verdict(one);
    const here = one.id === probe.id;
    return h('li', {},
      h('span', {class: `state ${kind}`}, word), ' ',
      here ? h('b', {}, utc(one.time), ' (this one)') : h('a', {href: probeLink(one)}, utc(one.time)), ' ',
      duration(one.duration_seconds),
      one.failure && ` ${one.failure.phase}/${one.failure.reason}`);
  }))];
}

try {
  const probe = await answer(`/api/v1/probes/${page.dataset.id}`);
  page.replaceChildren(...probeView(probe));
  if (probe.key !== undefined) page.append(...await others(probe));
} catch {
  // What is there already is all that the exporter can tell.
}
