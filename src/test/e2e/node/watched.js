'use strict';

// A server for connections that are held open, on a port of its own; the first line of its output is the port. Its paths differ
// in what goes wrong, so that each figure and each alert has something to say:
//
//     /feed    ten numbered messages a second; some numbers are missing, one is repeated, the time in them is some time ago
//     /chat    passes on what a client says: to all others, to one of them, to nobody, in turns
//     /quiet   one message, and then none; pings are answered
//     /deaf    no ping is answered
//     /hard    every third ping is not answered
//     /late    pings are answered after LATE_MS
//     /leaving closes with 1012 after a second
//     /rude    ends the TCP connection with a reset after a second
//     /full    answers 503
const http = require('http');
const { WebSocketServer } = require('ws');

const LATE_MS = 700;
const LIFE_MS = 1000;
const TICK_MS = 100;
const LAG_MS = 250;

const tick = (number) => JSON.stringify({ type: 'tick', seq: number, ts: Date.now() - LAG_MS });

const feed = (socket) => {
  let number = 0;
  const timer = setInterval(() => {
    number += number % 20 === 19 ? 3 : 1;
    socket.send(tick(number));
    if (number % 20 === 10) {
      socket.send(tick(number));
    }
  }, TICK_MS);
  socket.on('close', () => clearInterval(timer));
};

const room = new Set();
let said = 0;
const chat = (socket) => {
  room.add(socket);
  socket.on('close', () => room.delete(socket));
  socket.on('message', (data) => {
    const others = [...room].filter((other) => other !== socket);
    const reached = [others.length, 1, 0][said++ % 3];
    others.slice(0, reached).forEach((other) => other.send(data.toString()));
  });
};

let pings = 0;
const paths = {
  '/feed': feed,
  '/chat': chat,
  '/quiet': (socket) => socket.send(tick(1)),
  '/deaf': () => {},
  '/hard': (socket) => socket.on('ping', (data) => pings++ % 3 && socket.pong(data)),
  '/late': (socket) => socket.on('ping', (data) => setTimeout(() => socket.pong(data), LATE_MS)),
  '/leaving': (socket) => setTimeout(() => socket.close(1012, 'service restart'), LIFE_MS),
  '/rude': (socket, tcp) => setTimeout(() => tcp.resetAndDestroy(), LIFE_MS),
};
const answerNoPings = ['/deaf', '/hard', '/late'];

const polite = new WebSocketServer({ noServer: true });
const silent = new WebSocketServer({ noServer: true, autoPong: false });

const server = http.createServer((request, response) => response.writeHead(426).end());
server.on('upgrade', (request, tcp, head) => {
  tcp.on('error', () => {}); // a client that went away
  const { pathname } = new URL(request.url, 'http://localhost');
  if (!paths[pathname]) {
    tcp.end('HTTP/1.1 503 Service Unavailable\r\nContent-Length: 0\r\n\r\n');
    return;
  }
  const which = answerNoPings.includes(pathname) ? silent : polite;
  which.handleUpgrade(request, tcp, head, (socket) => {
    socket.on('error', () => {});
    paths[pathname](socket, tcp);
  });
});
server.listen(0, '127.0.0.1', () => console.log(server.address().port));
