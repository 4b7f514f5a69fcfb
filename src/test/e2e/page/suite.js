// What the programs that check pages have in common.
const assert = require('node:assert/strict');
const fs = require('node:fs');
const axe = fs.readFileSync(require.resolve('axe-core'), 'utf8');
const {launch} = require('./browser.js');

// axe has nothing to say about the page.
async function judged(page) {
  await page.evaluate(axe);
  const {violations} = await page.evaluate(() => window.axe.run(document));
  const found = violations.map(({id, impact, nodes}) => `${impact} ${id}: ${nodes.map(node => node.html).slice(0, 3).join(' ')}`);
  assert.deepEqual(found, [], page.url());
}

// All rows of a table but the ages, which go on.
const rowsOf = (page, body) => page.locator(body).evaluate(table => [...table.children].map(row => {
  const copy = row.cloneNode(true);
  copy.removeAttribute('data-key');
  copy.querySelectorAll('time').forEach(time => time.textContent = '');
  return copy.outerHTML;
}));

async function results(checks) {
  const [asked, answer] = process.argv.slice(2);
  const request = JSON.parse(fs.readFileSync(asked, 'utf8'));
  const browser = await launch(request.chromium);
  const results = [];
  try {
    for (const [name, check] of Object.entries(checks)) {
      const began = Date.now();
      try {
        const page = await check(browser, request);
        assert.deepEqual(page.complaints, []);
        await page.context().close();
        results.push({name, ms: Date.now() - began});
      } catch (error) {
        results.push({name, error: error.message, ms: Date.now() - began});
      }
    }
  } finally {
    await browser.close();
  }
  fs.writeFileSync(answer, JSON.stringify(results, null, 1));
}

// Makes all checks and writes what went wrong in each: PROGRAM REQUEST.json ANSWER.json.
function run(checks) {
  results(checks).catch(error => {
    console.error(error);
    process.exitCode = 1;
  });
}

module.exports = {judged, rowsOf, run};
