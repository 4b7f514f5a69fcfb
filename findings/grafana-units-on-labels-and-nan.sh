#!/usr/bin/env bash
# A unit of Grafana's field settings is put on text that looks like a number too, even the unit "none": in a table, a label
# position="0" becomes "0 day", version="7.3" becomes "7.30", and a serial number loses its last digits. "No value" is for null
# alone: a ratio 0/0, which Prometheus answers with NaN where nothing happened, is shown as "NaN" in spite of it.
# Seen: @grafana/data 13.2.3, Node.js 20.
set -euo pipefail
dir="$(mktemp -d)"; trap 'rm -rf "$dir"' EXIT; cd "$dir"
# The package names a linter of its own build as a dependency; a small package in its place saves a minute.
echo '{"private":true,"overrides":{"@grafana/i18n":{"@typescript-eslint/utils":"npm:tslib@2.8.1"}}}' >package.json
npm install --silent --no-audit --no-fund --ignore-scripts \
  @grafana/data@13.2.3 react@19.3.1 react-dom@19.3.1 happy-dom@20.0.0
cat >finding.cjs <<'JS'
const { Window } = require('happy-dom')
const window = new Window()
const { document, localStorage, navigator } = window
Object.assign(globalThis, { window, document, localStorage, navigator })
const { createTheme, formattedValueToString, getDisplayProcessor } = require('@grafana/data')
const shown = (type, config, value) =>
  formattedValueToString(getDisplayProcessor({ field: { type, config }, theme: createTheme() })(value))
console.log([
  shown('string', { unit: 'd' }, '0'),
  shown('string', { unit: 'short' }, '7.3'),
  shown('string', { unit: 'none' }, '12345678901234567890'),
  shown('number', { noValue: 'none' }, null),
  shown('number', { noValue: 'none' }, 0 / 0),
].join(', '))
process.exit()
JS
seen="$(timeout 120 node finding.cjs)"
echo "$seen"
expected="0 day, 7.30, 12345678901234567000, none, NaN"
[ "$seen" = "$expected" ] || { echo "changed: expected $expected" >&2; exit 1; }
