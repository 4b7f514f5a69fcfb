// A chain of certificates as cards, each with what is wrong with it.
import {age, h, instant, utc} from './dom.js';
import {daysLeft, life} from './draw.js';

const FAULTS = {
  validity: 'a certificate is not valid at this time',
  hostname: 'the certificate is not for this host name',
  trust: 'no path leads to a trusted root',
  signature: 'a signature uses MD5 or SHA-1',
  key: 'a key is too short',
  protocol: 'the version of TLS is too old',
  revocation: 'no stapled OCSP response or revocation list that can be relied on says that it is good',
};

export function faultsOf(tls) {
  return Object.entries(tls.checks ?? {}).filter(([, passed]) => !passed).map(([check]) => FAULTS[check] ?? check);
}

export const cards = (tls, at) => h('ul', {class: 'cards'}, tls.chain.map(certificate => card(certificate, tls, at)));

// What is wrong with this one: its dates, and of the whole chain's faults those that have one place.
function wrong(certificate, tls, at) {
  const from = instant(certificate.not_before);
  const to = instant(certificate.not_after);
  const last = certificate.position === tls.chain.length - 1;
  return [
    from > at && `not valid before ${utc(from)}`,
    to < at && `expired ${age((at - to) / 1000)} before this probe`,
    certificate.position === 0 && tls.checks?.hostname === false && FAULTS.hostname,
    last && tls.checks?.trust === false
      && (certificate.subject === certificate.issuer ? 'its own issuer, and not trusted' : 'its issuer is not trusted, or was not found'),
  ].filter(words => words);
}

function card(certificate, tls, at) {
  const faults = wrong(certificate, tls, at);
  const {not_before: from, not_after: to, dns_names: names} = certificate;
  const role = certificate.position === 0 ? 'Leaf' : certificate.subject === certificate.issuer ? 'Root' : 'Intermediate';
  return h('li', {class: faults.length > 0 ? 'card bad' : 'card'},
    h('small', {}, `${role}, position ${certificate.position}`),
    h('h3', {}, certificate.subject || '(no subject)'),
    faults.length > 0 && h('ul', {class: 'bad'}, faults.map(fault => h('li', {}, fault))),
    from && to && life(instant(from), instant(to), at),
    h('dl', {},
      to && [h('dt', {}, 'left'), h('dd', {}, daysLeft(from, to, at))],
      h('dt', {}, 'issuer'), h('dd', {}, certificate.issuer || '(none)'),
      from && [h('dt', {}, 'from'), h('dd', {}, utc(from))],
      to && [h('dt', {}, 'until'), h('dd', {}, utc(to))],
      names?.length > 0 && [h('dt', {}, 'names'), h('dd', {}, names.join(', '))],
      h('dt', {}, 'serial'), h('dd', {class: 'mono'}, certificate.serial_number || '0'),
      h('dt', {}, 'SHA-256'), h('dd', {class: 'mono'}, certificate.fingerprint_sha256)));
}
