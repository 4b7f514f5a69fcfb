'use strict';

// What stands behind the proxies: a WebSocket server and a TCP server that send back what they get.
const net = require('node:net');
const { WebSocketServer } = require('ws');

const [webSocket, tcp] = process.argv.slice(2).map(Number);
const server = new WebSocketServer({ host: '127.0.0.1', port: webSocket });
server.on('connection', (socket) => {
  socket.on('message', (data, isBinary) => socket.send(data, { binary: isBinary }));
});
net.createServer((socket) => socket.on('error', () => socket.destroy()).pipe(socket)).listen(tcp, '127.0.0.1');
