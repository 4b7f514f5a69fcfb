const server = Bun.serve({
  hostname: '127.0.0.1',
  port: 0,
  fetch (request, server) {
    if (new URL(request.url).pathname === '/echo' && server.upgrade(request)) return
    return new Response('no such path', { status: 404 })
  },
  websocket: { message (socket, message) { socket.send(message) } }
})
console.log(server.port)
