#!/usr/bin/env bash
# The inspector of Node.js ends TCP at a valid WebSocket ping, without a pong and without a Close, and it answers every Close, here
# 1000, without a code. RFC 6455 section 5.5.2 demands a pong. Seen: Node.js 20 with ws 8.23.0 as the client.
set -euo pipefail
dir="$(mktemp -d)"; trap 'rm -rf "$dir"' EXIT; cd "$dir"
npm install --silent --no-audit --no-fund --ignore-scripts ws@8.23.0
cat >finding.js <<'JS'
const inspector = require('node:inspector')
const WebSocket = require('ws')
inspector.open(0, '127.0.0.1')
const code = (first) => new Promise((resolve) => {
  const client = new WebSocket(inspector.url())
  client.on('open', () => first(client))
  client.on('pong', () => client.close(1000))
  client.on('close', resolve)
})
async function main () {
  console.log('closed', await code((client) => client.close(1000)))
  console.log('pinged', await code((client) => client.ping('hello')))
  process.exit()
}
main()
JS
seen="$(timeout 20 node finding.js 2>/dev/null)"
echo "$seen"
[ "$seen" = "closed 1005
pinged 1006" ] || { echo "changed: expected 1005 after a Close and 1006 after a ping" >&2; exit 1; }
