'use strict';

// A WebSocket echo server that misbehaves on request, so that an exporter, alerts and dashboards have something to say.
//
//     npm ci && node server.js
//     curl localhost:8080                           what it does now, and what else it can do
//     curl -X POST localhost:8080/be/refusing       from now on it refuses upgrades
//     curl -X POST localhost:8080/be/well           and now it is well again
//
// /feed sends a message a second, with a growing number. PORT (8080) is where it listens, 0 for a free one; DELAY_MS (3000) is
// how long it takes when it is slow. With CERTIFICATES, a directory that ./certificates has filled, it listens with TLS too, at
// TLS_PORT (8443).
const fs = require('fs');
const http = require('http');
const https = require('https');
const path = require('path');
const { WebSocketServer } = require('ws');

const PORT = Number(process.env.PORT || 8080);
const DELAY_MS = Number(process.env.DELAY_MS || 3000);
const TLS_PORT = Number(process.env.TLS_PORT || 8443);
const CERTIFICATES = process.env.CERTIFICATES;
const FEED_MS = 1000;

// What it can do instead of an upgrade. Each gets the TCP socket and a function that upgrades after all.
const beforeTheUpgrade = {
  slow: ['takes its time before it upgrades', (socket, upgrade) => setTimeout(upgrade, DELAY_MS)],
  refusing: ['answers 503', (socket) => socket.end('HTTP/1.1 503 Service Unavailable\r\nContent-Length: 0\r\n\r\n')],
  forbidding: ['answers 403', (socket) => socket.end('HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\n\r\n')],
  dropping: ['closes every connection, new ones instead of answering', (socket) => socket.end()],
  silent: ['never answers', () => {}],
  garbling: ['answers what is no HTTP', (socket) => socket.end('I would rather not\r\n\r\n')],
  lying: [
    'upgrades with a wrong Sec-WebSocket-Accept',
    (socket) =>
      socket.write(
        'HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n' +
          'Sec-WebSocket-Accept: bm90IHRoZSByaWdodCBvbmU=\r\n\r\n'
      ),
  ],
};

// What it can do after the upgrade. Each gets the WebSocket, and the TCP socket under it.
const afterTheUpgrade = {
  well: ['echoes, answers pings and closes', () => {}],
  deaf: ['does not answer pings', () => {}], // see autoPong below
  mute: ['does not echo', (webSocket) => webSocket.removeAllListeners('message')],
  babbling: ['sends a frame that is none', (webSocket, socket) => socket.write(Buffer.from([0xff, 0xff]))],
  leaving: ['closes at once, politely', (webSocket) => webSocket.close(1001, 'going away')],
  vanishing: ['closes the TCP connection at once', (webSocket, socket) => socket.end()],
  stale: ['sends nothing to those that read /feed', () => {}], // see feed below
  expired: ['has an expired certificate, at the port with TLS', () => {}], // see be below
};

let mode = 'well';
let sequence = 0;
const open = new Set();
const readers = new Set();

setInterval(() => {
  if (mode === 'stale') return;
  const message = JSON.stringify({ seq: ++sequence, time: Date.now() });
  readers.forEach((reader) => reader.send(message));
}, FEED_MS);

const upgrader = (options) => {
  const server = new WebSocketServer({ noServer: true, ...options });
  server.on('connection', (webSocket, request) => {
    webSocket.on('message', (data, isBinary) => webSocket.send(data, { binary: isBinary }));
    webSocket.on('error', () => {}); // what a client does wrong is no reason to end
    if (request.url.startsWith('/feed')) {
      readers.add(webSocket);
      webSocket.on('close', () => readers.delete(webSocket));
    }
    afterTheUpgrade[mode]?.[1](webSocket, request.socket);
  });
  return server;
};
const polite = upgrader({});
const deaf = upgrader({ autoPong: false });

const say = () =>
  Object.entries({ ...beforeTheUpgrade, ...afterTheUpgrade })
    .map(([name, [what]]) => `${name === mode ? '*' : ' '} ${name}: ${what}\n`)
    .join('');

const certificate = () => ({
  pfx: fs.readFileSync(path.join(CERTIFICATES, mode === 'expired' ? 'expired.p12' : 'valid.p12')),
  passphrase: 'changeit',
});

const be = (name) => {
  mode = name;
  secure?.setSecureContext(certificate());
  if (mode === 'dropping') {
    open.forEach((socket) => socket.destroy());
  }
};

const answer = (request, response) => {
  const [, name] = /^\/be\/(\w+)$/.exec(request.url) || [];
  const known = Object.hasOwn({ ...beforeTheUpgrade, ...afterTheUpgrade }, name);
  if (request.method === 'POST' && known) {
    be(name);
  } else if (request.method !== 'GET' || request.url !== '/') {
    response.statusCode = 404;
  }
  response.end(`GET / tells, POST /be/NAME changes:\n${say()}`);
};

const upgradeOrNot = (request, socket, head) => {
  socket.on('error', () => {}); // a client that went away
  open.add(socket);
  socket.on('close', () => open.delete(socket));
  const which = mode === 'deaf' ? deaf : polite;
  const upgrade = () => which.handleUpgrade(request, socket, head, (webSocket) => which.emit('connection', webSocket, request));
  const instead = beforeTheUpgrade[mode];
  instead ? instead[1](socket, upgrade) : upgrade();
};

const server = http.createServer(answer).on('upgrade', upgradeOrNot);
const secure = CERTIFICATES && https.createServer(certificate(), answer).on('upgrade', upgradeOrNot);

secure?.listen(TLS_PORT);
server.listen(PORT, () => console.log(`listening on port ${server.address().port}`));
process.on('SIGTERM', () => process.exit(0)); // as process 1 of a container, Node would ignore it
