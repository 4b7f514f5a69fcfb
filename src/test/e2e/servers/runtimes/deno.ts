Deno.serve({ hostname: '127.0.0.1', port: 0, onListen: ({ port }) => console.log(port) }, (request) => {
  if (new URL(request.url).pathname !== '/echo') return new Response('no such path', { status: 404 })
  const { socket, response } = Deno.upgradeWebSocket(request)
  socket.onmessage = (event) => socket.send(event.data)
  return response
})
