'use strict'

const http = require('node:http')

const HOST = '127.0.0.1'

/** The URL of a path on a server that listens, or will listen in a moment. */
function url (server, path) {
  return new Promise((resolve, reject) => {
    const told = () => resolve(`ws://${HOST}:${server.address().port}${path}`)
    server.once('error', reject)
    server.address() ? told() : server.once('listening', told)
  })
}

/** A plain server for the libraries that attach themselves to one; without them it knows no path. */
function httpServer () {
  return http.createServer((request, response) => {
    response.writeHead(404)
    response.end()
  })
}

module.exports = { HOST, httpServer, url }
