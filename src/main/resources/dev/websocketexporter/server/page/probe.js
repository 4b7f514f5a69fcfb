// One probe, with everything that was learnt: for its own page and for a probe by hand.
import {DOCS, ask, button, copy, count, duration, h, probeLink, utc} from './dom.js';
import {legend, phaseTable} from './draw.js';
import {cards, faultsOf} from './certificates.js';

export function verdict(probe) {
  if (probe.success) return ['good', 'Success'];
  return probe.failure ? ['bad', 'Failed'] : ['warn', probe.outcome === 'forbidden' ? 'Forbidden' : 'Cancelled'];
}

// The level of the headings is 2 on the page of a probe and 3 inside of another.
export function probeView(probe, level = 2) {
  const title = text => h(`h${level}`, {}, text);
  return [
    reason(probe),
    facts(probe),
    probe.phases?.length > 0 && [title('Phases'), phaseTable(probe), legend(probe.phases.map(phase => phase.name))],
    probe.tls && [title('Certificates'), certificates(probe)],
    probe.upgrade && [title('Upgrade'), upgrade(probe)],
    probe.conversation && [title('Conversation'), conversation(probe.conversation)],
    probe.heartbeat && [title('Heartbeat'), heartbeat(probe.heartbeat)],
    probe.close && [title('Close'), h('p', {}, closeWords(probe.close))],
    title('Log and metrics'),
    h('details', {}, h('summary', {}, `Log, ${count(probe.log.length, 'line')}`),
      h('pre', {tabindex: 0, role: 'group', 'aria-label': 'log'}, probe.log.join('\n'))),
    probe.id && metrics(probe),
    title('Again'), again(probe),
  ].flat().filter(part => part);
}

function reason(probe) {
  const {failure, refusal} = probe;
  if (refusal) return h('p', {class: 'reason'}, refusal);
  return failure && h('p', {class: 'reason'},
    h('b', {class: 'bad'}, `${failure.phase}/${failure.reason}`), ` ${failure.detail} `,
    h('a', {href: `${DOCS}/runbook.md#phase-${failure.phase}`}, 'What to look at next'));
}

const definitions = (kind, pairs) => h('dl', {class: kind}, pairs
  .filter(([, value]) => value !== undefined && value !== null && value !== '' && value !== false)
  .map(([name, value]) => kind === 'facts'
    ? h('div', {}, h('dt', {}, name), h('dd', {}, value)) : [h('dt', {}, name), h('dd', {}, value)]));

const facts = probe => definitions('facts', [
  ['module', probe.module],
  ['began', h('time', {datetime: probe.time}, utc(probe.time))],
  ['took', `${duration(probe.duration_seconds)} of ${duration(probe.timeout_seconds)}`],
  ['the exporter added', duration(probe.overhead_seconds)],
  ['attempts', probe.attempts > 1 && String(probe.attempts)],
  ['address', probe.address?.ip],
  ['TLS', probe.tls && [probe.tls.version, probe.tls.cipher].filter(part => part).join(', ')],
  ['status', probe.upgrade?.status && String(probe.upgrade.status)],
  ['subprotocol', probe.upgrade?.subprotocol],
  ['extensions', probe.upgrade?.extensions?.join(', ')],
]);

function certificates({tls, time, failure}) {
  const faults = faultsOf(tls);
  // What failed the probe stands above already.
  if (tls.fault && tls.fault.detail !== failure?.detail) faults.unshift(tls.fault.detail);
  const words = tls.verified ? 'Verified' : tls.chain ? 'Not verified' : 'The server presented no certificate';
  return h('div', {},
    h('p', {class: tls.verified ? 'good' : 'bad'}, words, faults.length > 0 && `: ${faults.join('; ')}`),
    tls.ocsp && h('p', {}, `Stapled OCSP response: ${tls.ocsp.status ?? 'unreadable'}${tls.ocsp.flaw ? `; ${tls.ocsp.flaw}` : ''}`),
    tls.crl && h('p', {}, `Revocation list: ${tls.crl.revoked === undefined ? 'no verdict' : tls.crl.revoked ? 'revoked' : 'not revoked'}${tls.crl.flaw ? `; ${tls.crl.flaw}` : ''}`),
    tls.chain && cards(tls, Date.parse(time)));
}

const head = (first, fields) => [first, ...(fields ?? []).map(({name, value}) => `${name}: ${value}`)].join('\n');

function upgrade({upgrade: answer, target}) {
  const path = target.replace(/^wss?:\/\/[^/?]*/i, '') || '/';
  const asked = answer.request_headers && head(`GET ${path} HTTP/1.1`, answer.request_headers);
  const came = answer.status && head(`HTTP/${answer.http_version ?? '1.1'} ${answer.status}`, answer.response_headers);
  const part = (name, text) => text && h('figure', {}, h('figcaption', {class: 'soft'}, name),
    h('pre', {class: 'wrap', tabindex: 0, role: 'group', 'aria-label': name}, text));
  return h('div', {},
    answer.redirects > 0 && h('p', {}, `After ${count(answer.redirects, 'redirect')}; this is the last request.`),
    h('div', {class: 'two'}, part('request, secrets hidden', asked), part('answer', came)),
    part('beginning of the body', answer.body));
}

function conversation({steps, messages, bytes, exchange, time_to_first_message_seconds: first}) {
  return h('div', {},
    definitions('facts', [
      ['sent', `${count(messages.sent, 'message')}, ${count(bytes.sent, 'byte')}`],
      ['received', `${count(messages.received, 'message')}, ${count(bytes.received, 'byte')}`],
      ['first message after', first !== undefined && duration(first)],
    ]),
    exchange?.length > 0 && h('ol', {class: 'talk'}, exchange.map(message => h('li', {class: message.direction},
      h('span', {class: 'num'}, duration(message.seconds)),
      h('p', {}, h('span', {class: 'soft', 'aria-hidden': 'true'}, message.direction === 'sent' ? '→ ' : '← '), message.text)))),
    steps.length > 0 && h('table', {class: 'phases'},
      h('thead', {}, h('tr', {}, ['step', 'result', 'took'].map(name => h('th', {scope: 'col', class: name === 'took' && 'num'}, name)))),
      h('tbody', {}, steps.map(step => h('tr', {}, h('th', {scope: 'row'}, step.name),
        h('td', {class: step.success ? 'good' : 'bad'}, step.success ? 'done' : 'failed'), h('td', {class: 'num'}, duration(step.seconds)))))));
}

const heartbeat = beat => definitions('facts', [
  ['health', h('span', {class: {healthy: 'good', degraded: 'warn'}[beat.health] ?? 'bad'}, beat.health)],
  ['pongs', `${beat.pongs_received} of ${beat.pings_sent}`],
  ...['min', 'mean', 'max', 'stddev'].map(name => [`round trip, ${name}`, beat.rtt_seconds && duration(beat.rtt_seconds[name])]),
]);

const closeWords = close => [
  close.code === undefined ? 'The server did not answer our Close.' : `Close code ${close.code}`,
  close.reason && `“${close.reason}”`,
  close.clean ? 'a clean closing handshake' : 'not clean',
  close.by_server ? 'the server was first' : 'the exporter was first',
].filter(words => words).join(', ');

// The text of /logs holds them; fetched when somebody wants to see them. After a restart the id may be that of another probe.
function metrics({id, time}) {
  const shown = h('pre', {tabindex: 0, role: 'group', 'aria-label': 'metrics and module'}, 'Loading …');
  const details = h('details', {}, h('summary', {}, 'Metrics and the module’s configuration'), shown);
  details.addEventListener('toggle', async () => {
    try {
      const text = await (await ask(`/logs?id=${id}&time=${encodeURIComponent(time)}`)).text();
      shown.textContent = text.slice(text.indexOf('Metrics that would have been returned'));
    } catch (error) {
      shown.textContent = error.message;
    }
  }, {once: true});
  return details;
}

const quoted = text => `'${text.replaceAll('\'', '\'\\\'\'')}'`;

// The upgrade request as this probe sent it; without one, as any client would. A probe of an address by the name of its host
// asks for that name by TLS too, and so does curl, which is told where to connect.
export function curl({target, hostname, upgrade: answer}) {
  const url = target.replace(/^ws/i, 'http');
  const own = [['Connection', 'Upgrade'], ['Upgrade', 'websocket'], ['Sec-WebSocket-Version', '13'], ['Sec-WebSocket-Key', 'dGhlIHNhbXBsZSBub25jZQ==']];
  const [, begin, tls, host, port = tls ? '443' : '80', rest] = /^(http(s?):\/\/)(\[[^\]]*\]|[^/?:]*)(?::(\d+))?(.*)$/i.exec(url);
  const name = hostname?.replace(/:\d+$/, '');
  const fields = answer?.request_headers?.map(field => [field.name, field.value]) ?? (name ? [['Host', hostname], ...own] : own);
  return ['curl -sv --globoff --http1.1 --max-time 10 -o /dev/null',
    name && `--connect-to ${quoted(`${name}:${port}:${host}:${port}`)}`,
    ...fields.map(([field, value]) => `-H ${quoted(`${field}: ${value}`)}`),
    quoted(name ? `${begin}${name}:${port}${rest}` : url)].filter(part => part).join(' \\\n  ');
}

function again(probe) {
  const command = h('pre', {tabindex: 0, role: 'group', 'aria-label': 'command', class: 'wrap'}, curl(probe));
  const link = h('a', {href: probeLink(probe)}, new URL(probeLink(probe), location.href).href);
  return h('div', {},
    command,
    probe.id && h('p', {class: 'wrap'}, 'Link to this probe: ', link),
    h('p', {class: 'actions'},
      button('Copy as curl', event => copy(command.textContent, command, event.target)), ' ',
      probe.id && button('Copy link', event => copy(link.href, link, event.target))));
}
