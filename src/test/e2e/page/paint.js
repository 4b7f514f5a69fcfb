// How long the page takes to be seen: node paint.js URL CHROMIUM ROUNDS. Each round has a browser context of its own, so that
// nothing is cached, and has been at a small page of the same site, so that no process of the browser is started meanwhile; the
// times are those of the Performance API, in milliseconds since the navigation began.
const {launch, open} = require('./browser.js');

async function round(browser, url) {
  const page = await open(browser);
  await page.goto(new URL('-/healthy', url).href);
  await page.goto(url);
  await page.locator('#rows tr[data-key]').first().waitFor({state: 'attached'});
  const times = await page.evaluate(() => ({
    answered: performance.getEntriesByType('navigation')[0].responseEnd,
    painted: performance.getEntriesByName('first-contentful-paint')[0].startTime,
    scripted: performance.now(),
    rows: document.querySelectorAll('#rows tr[data-key]').length,
    bytes: performance.getEntriesByType('navigation')[0].decodedBodySize,
  }));
  await page.context().close();
  return times;
}

async function main() {
  const [url, chromium, rounds] = process.argv.slice(2);
  const browser = await launch(chromium);
  try {
    await round(browser, url);
    const all = [];
    for (let i = 0; i < Number(rounds); i++) all.push(await round(browser, url));
    for (const name of ['answered', 'painted', 'scripted']) {
      const times = all.map(one => one[name]).sort((a, b) => a - b);
      console.log(`${name.padEnd(9)} median ${times[times.length >> 1].toFixed(0)} ms, most ${times.at(-1).toFixed(0)} ms`);
    }
    console.log(`${all[0].rows} rows, ${all[0].bytes} bytes of HTML, ${rounds} rounds`);
  } finally {
    await browser.close();
  }
}

main().catch(error => {
  console.error(error);
  process.exitCode = 1;
});
