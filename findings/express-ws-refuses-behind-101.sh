#!/usr/bin/env bash
# A middleware of Express that answers an upgrade request with 401 before a route of express-ws gives the client no 401: it gets
# "101 Switching Protocols" and then a Close without a code. The status is lost, since the upgrade is done before Express
# sees the request. Seen: express-ws 5.0.2, express 5.3.0, Node.js 20.
set -euo pipefail
dir="$(mktemp -d)"; trap 'rm -rf "$dir"' EXIT; cd "$dir"
npm install --silent --no-audit --no-fund --ignore-scripts express-ws@5.0.2 express@5.3.0 ws@8.23.0
cat >finding.js <<'JS'
const express = require('express')
const WebSocket = require('ws')
const { app } = require('express-ws')(express())
app.use((request, response) => response.sendStatus(401))
app.ws('/', () => {})
const server = app.listen(0, '127.0.0.1', () => {
  const client = new WebSocket(`ws://127.0.0.1:${server.address().port}/`)
  client.on('upgrade', (response) => console.log('upgrade', response.statusCode))
  client.on('unexpected-response', (request, response) => console.log('refused', response.statusCode))
  client.on('error', () => {})
  client.on('close', (code) => {
    console.log('close', code)
    process.exit()
  })
})
JS
seen="$(timeout 20 node finding.js)"
echo "$seen"
[ "$seen" = "upgrade 101
close 1005" ] || { echo "changed: expected a 101 and a Close without a code" >&2; exit 1; }
