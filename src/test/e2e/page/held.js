// What a reader of the page sees of held connections, in a headless Chromium: node held.js REQUEST.json ANSWER.json. The request
// has url (with a slash at the end) and chromium; the answer is a list of {name, error}.
const assert = require('node:assert/strict');
const {drawnText, open} = require('./browser.js');
const {judged, rowsOf, run} = require('./suite.js');

const HELD = '#watched-rows';
const API = /api.v1.watch/;

const checks = {
  async rowsAreReadableWithoutJavaScript(browser, {url}) {
    const page = await open(browser, {javaScriptEnabled: false});
    await page.goto(url);
    const section = page.getByRole('region', {name: 'Held connections'});
    assert.match(await section.innerText(), /5 targets: 1 down, 1 stale, 1 degraded, 1 opening, 1 open/);
    await drawnText(section.locator('tbody'));
    const rows = await section.locator('tbody tr').allInnerTexts();
    assert.match(rows[0], /Down\s+0 of 1 open.*ws:\/\/chat.example.com\/.*connection_refused/s);
    assert.match(rows[4], /Open\s+3 of 3 open.*feed, module chat.*oldest.*closed_by_peer 1001.*33 a minute.*2 gaps/s);
    return page;
  },

  async scriptDrawsTheRowsThatTheExporterRenders(browser, {url}) {
    const plain = await open(browser, {javaScriptEnabled: false});
    await plain.goto(url);
    const page = await overview(browser, url);
    assert.deepEqual(await rowsOf(page, HELD), await rowsOf(plain, HELD));
    assert.equal(await page.locator('#watched-summary').innerText(), await plain.locator('#watched-summary').innerText());
    await plain.context().close();
    return page;
  },

  async filterHoldsForHeldConnectionsToo(browser, {url}) {
    const page = await overview(browser, url);
    await page.getByPlaceholder('Filter by words').fill('1001 FEED.example');
    await page.locator(`${HELD} tr`).nth(1).waitFor({state: 'detached'});
    assert.match(await drawnText(page.locator(HELD)), /feed.example.com/);
    assert.match(await page.locator('#watched-summary').innerText(), /; 1 shown/);
    await page.getByPlaceholder('Filter by words').fill('');
    await page.getByLabel('state').selectOption('down');
    await page.getByText('chat.example.com').waitFor();
    assert.equal(await page.locator(`${HELD} tr`).count(), 1);
    return page;
  },

  async rowsChangeByThemselves(browser, {url}) {
    const page = await overview(browser, url);
    const first = await page.locator(`${HELD} tr`).last().elementHandle();
    await page.route(API, async route => {
      const answer = await route.fetch();
      const rows = await answer.json();
      const chat = rows.find(row => row.watch === 'chat');
      await route.fulfill({response: answer, json: rows.map(row => row !== chat ? row : {...row, state: 'up', open: 1})});
    });
    await askAgain(page);
    await page.getByText('1 of 1 open').first().waitFor();
    assert.ok(await first.evaluate(row => row.isConnected), 'a row that is the same is not drawn again');
    return page;
  },

  async watchThatIsTakenOutOfTheConfigurationLeavesThePage(browser, {url}) {
    const page = await overview(browser, url);
    await page.route(API, route => route.fulfill({status: 404, json: {detail: 'none'}}));
    await askAgain(page);
    await page.locator('#watched').waitFor({state: 'detached'});
    assert.equal(await page.locator('#trouble').innerText(), '');
    let asked = 0;
    page.on('request', request => asked += API.test(request.url()) ? 1 : 0);
    const next = page.waitForResponse(/api.v1.targets/);
    await askAgain(page);
    await next;
    assert.equal(asked, 0);
    page.complaints = page.complaints.filter(words => !/status of 404/.test(words));
    return page;
  },

  async troubleIsToldInWords(browser, {url}) {
    const page = await overview(browser, url);
    await page.route(API, route => route.fulfill({status: 500, json: {detail: 'out of order'}}));
    await askAgain(page);
    await page.getByText('out of order').waitFor();
    assert.equal(await page.locator(`${HELD} tr`).count(), 5);
    page.complaints = page.complaints.filter(words => !/status of 500/.test(words));
    return page;
  },

  async whatServersSayStaysText(browser, {url}) {
    const page = await overview(browser, url);
    assert.match(await drawnText(page.locator(HELD)), /<img src=x onerror=alert\(1\)>/);
    assert.equal(await page.locator('main img, main script, main b b').count(), 0);
    return page;
  },

  async atMostAHundredAreDrawn(browser, {url}) {
    const page = await overview(browser, url);
    await page.route(API, async route => {
      const answer = await route.fetch();
      const [row] = await answer.json();
      await route.fulfill({response: answer, json: Array.from({length: 250}, (_, at) => ({...row, target: `ws://many.test/${at}`}))});
    });
    await askAgain(page);
    await page.getByText('250 targets: 250 down; 100 shown').waitFor();
    assert.equal(await page.locator(`${HELD} tr`).count(), 100);
    await page.getByPlaceholder('Filter by words').fill('many.test/249');
    await page.getByText('250 targets: 250 down; 1 shown').waitFor();
    return page;
  },

  async nothingIsWiderThanAPhone(browser, {url}) {
    for (const javaScriptEnabled of [false, true]) {
      const page = await open(browser, {viewport: {width: 360, height: 740}, hasTouch: true, isMobile: true, javaScriptEnabled});
      await page.goto(url);
      await page.waitForLoadState('networkidle');
      const width = await page.locator('html').evaluate(html => html.scrollWidth);
      assert.ok(width <= 360, `${width} pixels wide`);
      for (const cell of await page.locator(`${HELD} td`).all()) {
        const box = await cell.boundingBox();
        assert.ok(box.x >= 0 && box.x + box.width <= 360, JSON.stringify(box));
      }
      if (javaScriptEnabled) return page;
      await page.context().close();
    }
  },
};

for (const colorScheme of ['light', 'dark']) {
  checks[`axeFindsNothingIn${colorScheme === 'dark' ? 'Dark' : 'Light'}`] = async (browser, {url}) => {
    const page = await overview(browser, url, {colorScheme, bypassCSP: true});
    await judged(page);
    await page.setViewportSize({width: 360, height: 740});
    await judged(page);
    return page;
  };
}

const askAgain = page => page.evaluate(() => document.dispatchEvent(new Event('visibilitychange')));

// The overview as the script has drawn it.
async function overview(browser, url, options) {
  const page = await open(browser, options);
  await page.goto(url);
  await page.locator(`${HELD} tr[data-key]`).first().waitFor();
  return page;
}

run(checks);
