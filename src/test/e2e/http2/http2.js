'use strict';

// Node's http2: with extended CONNECT, where it echoes frame by frame, and as it is by default.
const http2 = require('node:http2');
const { Receiver, Sender } = require('ws');

const [enabled, byDefault] = process.argv.slice(2).map(Number);

function echo(stream, headers) {
  if (headers[':method'] !== 'CONNECT' || headers[':protocol'] !== 'websocket' || headers[':path'] !== '/') {
    stream.respond({ ':status': 404, 'content-type': 'text/plain' });
    stream.end('no WebSocket here');
    return;
  }
  stream.respond({ ':status': 200 });
  const receiver = new Receiver({ isServer: true });
  const sender = new Sender(stream);
  receiver.on('message', (data, binary) =>
    sender.send(data, { binary, fin: true, mask: false, compress: false }, () => {}));
  receiver.on('ping', (data) => sender.pong(data, false, () => {}));
  receiver.on('conclude', (code, reason) =>
    sender.close(code === 1005 ? undefined : code, reason, false, () => stream.end()));
  receiver.on('error', () => stream.close(http2.constants.NGHTTP2_PROTOCOL_ERROR));
  stream.on('error', () => stream.destroy());
  stream.pipe(receiver);
}

const server = http2.createServer({ settings: { enableConnectProtocol: true } });
server.on('stream', echo);
server.listen(enabled, '127.0.0.1');

const plain = http2.createServer();
plain.on('stream', echo);
plain.listen(byDefault, '127.0.0.1');
