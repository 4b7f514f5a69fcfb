// What a reader of the page can do, in a headless Chromium: node check.js REQUEST.json ANSWER.json. The request has url (with
// its route prefix and a slash at the end), chromium, and the targets chat, expired, refusing, hostile, rude as the page shows
// them; the answer is a list of {name, error}.
const assert = require('node:assert/strict');
const {drawnText, open} = require('./browser.js');
const {judged, rowsOf, run} = require('./suite.js');

const checks = {
  async rowsAreReadableWithoutJavaScript(browser, {url, chat, expired}) {
    const page = await open(browser, {javaScriptEnabled: false});
    await page.goto(url);
    assert.match(await drawnText(page.locator('tr', {hasText: expired})), /Down.*tls\/certificate_expired/s);
    assert.equal(await page.locator('tr', {hasText: chat}).locator('svg.strip').count(), 1);
    await page.getByLabel('state').selectOption('down');
    await page.getByRole('button', {name: 'Filter'}).click();
    assert.equal(await page.locator('tbody tr', {hasText: chat}).count(), 0);
    await page.getByRole('link', {name: expired}).click();
    assert.match(await page.locator('main').innerText(), /certificate_expired/);
    assert.match(await page.locator('pre').innerText(), /probe_success 0/);
    await page.goto(url);
    await page.getByLabel('Probe', {exact: true}).fill(chat);
    await page.getByRole('button', {name: 'Probe now'}).click();
    assert.match(await page.locator('body').innerText(), /Logs for the probe/);
    return page;
  },

  async scriptDrawsTheRowsThatTheExporterRenders(browser, {url}) {
    const plain = await open(browser, {javaScriptEnabled: false});
    await plain.goto(url);
    const page = await overview(browser, url);
    assert.deepEqual(await rowsOf(page, '#rows'), await rowsOf(plain, '#rows'));
    return page;
  },

  async probeByHandShowsTheResultInPlace(browser, {url, chat}) {
    const page = await overview(browser, url);
    await page.getByLabel('Probe', {exact: true}).fill(chat);
    await page.getByLabel('with', {exact: true}).selectOption('chat');
    await page.keyboard.press('Enter');
    const result = page.getByRole('region', {name: 'result'});
    await result.getByRole('heading', {name: `Success ${chat}`}).waitFor();
    const text = await result.innerText();
    for (const part of ['processing', 'CN=chat.example.com', 'Intermediate', 'Sec-WebSocket-Protocol', '← ', 'Close code 1000']) {
      assert.ok(text.includes(part), `${part} is missing in ${text}`);
    }
    await result.getByText('Metrics and the module').click();
    await result.getByText('probe_success 1').waitFor();
    await result.getByRole('button', {name: 'Close'}).click();
    assert.equal(await result.count(), 0);
    return page;
  },

  async moduleWithParamsHasAFieldForEach(browser, {url, chat}) {
    const page = await overview(browser, url);
    await page.getByLabel('Probe', {exact: true}).fill(chat);
    assert.equal(await page.locator('#probe-params input').count(), 0);
    await page.getByLabel('with', {exact: true}).selectOption('feed');
    await page.getByRole('button', {name: 'Probe now'}).click();
    await page.getByText(/Not probed: parameter "param_step_subscribe" is missing/).waitFor();
    await page.getByLabel('param_step_subscribe').fill('news');
    const request = page.waitForRequest(/api.v1.probe$/);
    await page.getByRole('button', {name: 'Probe now'}).click();
    assert.deepEqual((await request).postDataJSON(), {target: chat, module: 'feed', param_step_subscribe: 'news'});
    const result = page.getByRole('region', {name: 'result'});
    await result.getByRole('heading', {name: `Success ${chat}`}).waitFor();
    await page.locator('#rows tr', {hasText: /feed, with param_step_subscribe, row \d+/}).waitFor();
    page.complaints = page.complaints.filter(words => !/status of 400/.test(words));
    return page;
  },

  async badTargetIsToldInWords(browser, {url}) {
    const page = await overview(browser, url);
    await page.getByLabel('Probe', {exact: true}).fill('chat.example.com');
    await page.getByRole('button', {name: 'Probe now'}).click();
    await page.getByText(/Not probed: target .*expected/).waitFor();
    page.complaints = page.complaints.filter(words => !/status of 400/.test(words));
    return page;
  },

  async filterIsKeptInTheLink(browser, {url, chat, expired}) {
    const page = await overview(browser, url);
    await page.getByPlaceholder('Filter by words').fill('certificate_EXPIRED');
    await page.locator('tbody tr', {hasText: chat}).first().waitFor({state: 'detached'});
    assert.equal(await page.locator('tbody tr').count(), 1);
    const again = await overview(browser, page.url());
    assert.equal(await again.locator('tbody tr', {hasText: expired}).count(), 1);
    assert.equal(await again.locator('tbody tr').count(), 1);
    await again.getByPlaceholder('Filter by words').fill('');
    await again.getByLabel('module', {exact: true}).selectOption('chat');
    await again.locator('tbody tr', {hasText: expired}).waitFor({state: 'detached'});
    assert.match(await again.locator('#summary').innerText(), /shown/);
    await again.context().close();
    return page;
  },

  async linkToAProbeCanBeSharedAndNeverLeadsToAnother(browser, {url, expired}) {
    const page = await overview(browser, url);
    const link = await page.getByRole('link', {name: expired}).getAttribute('href');
    const other = await open(browser);
    await other.goto(new URL(link, url).href);
    await other.getByRole('heading', {name: 'Certificates'}).waitFor();
    assert.match(await other.locator('.card.bad').innerText(), /expired/);
    assert.match(await other.getByLabel('command').innerText(), /^curl /);
    const old = await other.request.get(new URL(link, url).href.replace(/time=20../, 'time=1999'));
    assert.equal(old.status(), 404);
    assert.deepEqual(other.complaints, []);
    await other.context().close();
    return page;
  },

  async whatTargetsSayStaysText(browser, {url, hostile, rude}) {
    const page = await overview(browser, url);
    for (const target of [hostile, rude]) {
      await page.goto(url);
      await page.getByRole('link', {name: target}).first().click();
      await page.getByRole('heading', {name: 'Again'}).waitFor();
      assert.match(await page.locator('main').innerText(), /<img src=x onerror=alert\(1\)\\?>/);
      assert.equal(await page.locator('main img, main script, main b b').count(), 0);
    }
    await page.goto(new URL('modules', url).href);
    assert.match(await page.locator('main').innerText(), /<img src=x onerror=alert\(1\)\\?>/);
    assert.equal(await page.locator('main img').count(), 0);
    return page;
  },

  async everythingCanBeDoneByKeyboard(browser, {url, chat}) {
    const page = await overview(browser, url);
    await page.keyboard.press('Tab');
    assert.equal(await focused(page), 'Skip to the content');
    await tabTo(page, 'Live');
    await page.keyboard.press('Space');
    assert.equal(await page.getByRole('button', {name: 'Live'}).getAttribute('aria-pressed'), 'false');
    await tabTo(page, chat);
    await page.keyboard.press('Enter');
    await page.getByRole('heading', {name: 'Conversation'}).waitFor();
    await tabTo(page, 'Log, ');
    await page.keyboard.press('Enter');
    assert.ok(await page.locator('details').first().evaluate(details => details.open));
    return page;
  },

  async nothingIsWiderThanAPhone(browser, {url, chat, expired}) {
    const page = await overview(browser, url, {viewport: {width: 360, height: 740}, hasTouch: true, isMobile: true});
    const links = await Promise.all([chat, expired].map(name => page.getByRole('link', {name}).first().getAttribute('href')));
    for (const place of [url, ...links.map(link => new URL(link, url).href), new URL('modules', url).href]) {
      await page.goto(place);
      await page.waitForLoadState('networkidle');
      const width = await page.evaluate(() => document.documentElement.scrollWidth);
      assert.ok(width <= 360, `${place} is ${width} pixels wide`);
    }
    return page;
  },

  async rowsChangeByThemselvesUnlessThisIsOff(browser, {url, probe, chat}) {
    const page = await overview(browser, url);
    const row = page.locator('tbody tr', {hasText: chat}).first();
    const before = await row.locator('time').last().getAttribute('datetime');
    const changed = () => page.waitForFunction(([name, old]) => [...document.querySelectorAll('tbody tr')]
      .some(one => one.textContent.includes(name) && ![...one.querySelectorAll('time')].at(-1).dateTime.startsWith(old)), [chat, before]);
    await page.request.get(probe);
    await changed();
    const live = page.getByRole('button', {name: 'Live'});
    await live.click();
    await asksOnce(page, () => page.evaluate(() => document.dispatchEvent(new Event('visibilitychange'))), () => live.click());
    return page;
  },

  async answerThatWasOvertakenChangesNothing(browser, {url}) {
    const page = await overview(browser, url);
    const before = await page.locator('#rows tr').count();
    let hold;
    const held = new Promise(resolve => hold = resolve);
    await page.route(/api.v1.targets/, route => hold(route), {times: 1});
    const askAgain = () => page.evaluate(() => document.dispatchEvent(new Event('visibilitychange')));
    await askAgain();
    const late = await held;
    const next = page.waitForResponse(/api.v1.targets/);
    await askAgain();
    await (await next).finished();
    const came = page.waitForResponse(response => response.request() === late.request());
    await late.fulfill({json: []});
    await (await came).finished();
    // Long enough for a page that draws whatever comes.
    await page.evaluate(() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done))));
    assert.equal(await page.locator('#rows tr').count(), before);
    return page;
  },

  async durationsAreRoundedAsTheExporterRoundsThem(browser, {url}) {
    const page = await overview(browser, url);
    const shown = await page.evaluate(async () => {
      const {duration} = await import(document.querySelector('script').src.replace(/[^/]+$/, 'dom.js'));
      return [0, 0.0063349, 0.006335, 0.01235, 0.99994, 1.005, 12.345].map(duration);
    });
    assert.deepEqual(shown, ['0.00 ms', '6.33 ms', '6.34 ms', '12.4 ms', '999.9 ms', '1.01 s', '12.35 s']);
    return page;
  },

  async dateOfACertificateMayHaveAnyYear(browser, {url}) {
    const page = await overview(browser, url);
    const shown = await page.evaluate(async () => {
      const file = name => import(document.querySelector('script').src.replace(/[^/]+$/, name));
      const {utc} = await file('dom.js');
      const {cards} = await file('certificates.js');
      const list = cards({chain: [
        {position: 0, not_before: '-0001-12-31T23:00:00Z', not_after: '+10000-01-01T04:59:59Z', subject: 'CN=a', issuer: 'CN=b'},
        {position: 1, subject: 'CN=without dates', issuer: 'CN=b'},
      ]}, Date.parse('2026-01-01T00:00:00Z'));
      return [utc('2026-01-02T03:04:05.678Z'), list.textContent];
    });
    assert.equal(shown[0], '2026-01-02 03:04:05 UTC');
    assert.match(shown[1], /^Leaf, position 0CN=a80 % of its life left.*left2912443 d.*until\+010000-01-01.*CN=without dates/);
    return page;
  },

  async shortLivedCertificateIsMarkedOnlyNearItsEnd(browser, {url}) {
    const page = await overview(browser, url);
    const kinds = await page.evaluate(async () => {
      const {daysLeft} = await import(document.querySelector('script').src.replace(/[^/]+$/, 'draw.js'));
      const day = number => new Date(Date.parse('2026-01-01T00:00:00Z') + number * 86400000).toISOString();
      return [[6, 5], [6, 2], [6, 1.9], [47, 15], [90, 30], [90, 20], [90, 6], [6, -1], [NaN, 6]]
        .map(([life, left]) => daysLeft(Number.isNaN(life) ? undefined : day(left - life), day(left), Date.parse(day(0))).className);
    });
    assert.deepEqual(kinds, ['num', 'num', 'num bad', 'num warn', 'num', 'num warn', 'num bad', 'num bad', 'num bad']);
    return page;
  },

  async commandForCurlAsksForTheNameWhereTheAddressIs(browser, {url}) {
    const page = await overview(browser, url);
    const commands = await page.evaluate(async () => {
      const {curl} = await import(document.querySelector('script').src.replace(/[^/]+$/, 'probe.js'));
      return [
        {target: 'wss://192.0.2.1:8443/a?b={c,d}[1-2]', hostname: 'chat.example.com:99'},
        {target: 'WS://[2001:db8::1]/it\'s', hostname: 'chat.example.com', upgrade: {request_headers: [{name: 'Host', value: 'chat.example.com'}]}},
        {target: 'wss://chat.example.com/'},
      ].map(probe => curl(probe).split(' \\\n  '));
    });
    const first = 'curl -sv --globoff --http1.1 --max-time 10 -o /dev/null';
    assert.deepEqual(commands[0].slice(0, 3), [first, `--connect-to 'chat.example.com:8443:192.0.2.1:8443'`, `-H 'Host: chat.example.com:99'`]);
    assert.equal(commands[0].at(-1), `'https://chat.example.com:8443/a?b={c,d}[1-2]'`);
    assert.deepEqual(commands[1], [first, `--connect-to 'chat.example.com:80:[2001:db8::1]:80'`, `-H 'Host: chat.example.com'`,
      `'http://chat.example.com:80/it'\\''s'`]);
    assert.deepEqual([commands[2][0], commands[2].at(-1)], [first, `'https://chat.example.com/'`]);
    return page;
  },

  async hiddenPageAsksForNothing(browser, {url}) {
    const page = await overview(browser, url);
    const hide = hidden => page.evaluate(value => {
      Object.defineProperty(document, 'hidden', {get: () => value, configurable: true});
      document.dispatchEvent(new Event('visibilitychange'));
    }, hidden);
    await asksOnce(page, () => hide(true), () => hide(false));
    return page;
  },
};

for (const colorScheme of ['light', 'dark']) {
  checks[`axeFindsNothingIn${colorScheme === 'dark' ? 'Dark' : 'Light'}`] = async (browser, {url, chat, expired}) => {
    const page = await overview(browser, url, {colorScheme, bypassCSP: true});
    const back = await page.evaluate(() => getComputedStyle(document.body).backgroundColor);
    assert.equal(back === 'rgb(255, 255, 255)', colorScheme === 'light', back);
    await judged(page);
    const links = await Promise.all([chat, expired].map(name => page.getByRole('link', {name}).first().getAttribute('href')));
    for (const link of links) {
      await page.goto(new URL(link, url).href);
      await page.getByRole('heading', {name: 'Again'}).waitFor();
      await page.evaluate(() => document.querySelectorAll('details').forEach(details => details.open = true));
      await judged(page);
    }
    await page.goto(new URL('modules', url).href);
    await judged(page);
    return page;
  };
}

// The page asks the API when it may, and has not done so before.
async function asksOnce(page, whileItMayNot, whenItMay) {
  const asked = [];
  page.on('request', request => asked.push(request.url()));
  await whileItMayNot();
  const next = page.waitForRequest(/api.v1.targets/);
  await whenItMay();
  await next;
  assert.equal(asked.length, 1, asked.join(' '));
}

// The overview as the script has drawn it.
async function overview(browser, url, options) {
  const page = await open(browser, options);
  await page.goto(url);
  await page.locator('#rows tr[data-key]').first().waitFor();
  return page;
}

const focused = page => page.evaluate(() => document.activeElement.textContent);

async function tabTo(page, text) {
  for (let i = 0; i < 80; i++) {
    await page.keyboard.press('Tab');
    if ((await focused(page)).startsWith(text)) return;
  }
  throw new Error(`${text} is not reached by Tab`);
}

run(checks);
