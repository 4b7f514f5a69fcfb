'use strict'

const http = require('node:http')
const express = require('express')
const red = require('node-red')

const HOST = '127.0.0.1'
const app = express()
const server = http.createServer(app)
red.init(server, {
  flowFile: 'flows.json',
  userDir: __dirname,
  httpAdminRoot: '/',
  httpNodeRoot: '/',
  logging: { console: { level: 'off' } }
})
app.use('/', red.httpAdmin)
app.use('/', red.httpNode)
server.listen(0, HOST, () => {
  const base = `ws://${HOST}:${server.address().port}`
  red.events.on('flows:started', () => {
    console.log(JSON.stringify({ 'node-red': `${base}/echo`, 'node-red-editor': `${base}/comms` }))
  })
  red.start()
})
