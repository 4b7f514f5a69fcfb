// The pictures of the documents: node pictures.js REQUEST.json DIRECTORY. Each target is shown under the name of a real one.
const fs = require('node:fs');
const path = require('node:path');
const UPNG = require('upng-js');
const {launch, open} = require('./browser.js');

// With a palette the file is much smaller.
const COLOURS = 128;
const NAMES = {
  chat: 'chat.example.com',
  stream: 'stream.example.com',
  push: 'push.example.com',
  bot: 'bot.example.org',
  lobby: 'lobby.example.org',
  expired: 'old.example.com',
};
// Nobody wants to see these in a document.
const HIDDEN = ['hostile', 'refusing', 'rude'];

async function main() {
  const [asked, directory] = process.argv.slice(2);
  const request = JSON.parse(fs.readFileSync(asked, 'utf8'));
  const shown = text => Object.entries(NAMES).reduce((all, [name, host]) => all.replaceAll(new URL(request[name]).host, host), text)
    .replaceAll('<img src=x onerror=alert(1)>', 'none').replaceAll('&lt;img src=x onerror=alert(1)&gt;', 'none');
  const browser = await launch(request.chromium);

  async function take(file, link, options) {
    const page = await open(browser, options);
    await page.route('**/*', async route => {
      const answer = await route.fetch();
      const type = answer.headers()['content-type'] ?? '';
      if (!/html|json/.test(type)) return route.fulfill({response: answer});
      let body = await answer.text();
      if (/api.v1.targets/.test(route.request().url())) {
        body = JSON.stringify(JSON.parse(body).filter(row => !HIDDEN.some(name => row.target === request[name])));
      }
      return route.fulfill({response: answer, body: shown(body)});
    });
    await page.goto(new URL(link, request.url).href);
    await page.waitForLoadState('networkidle');
    await page.locator('#rows tr[data-key], .phases').first().waitFor();
    const png = await page.screenshot({clip: {x: 0, y: 0, ...page.viewportSize()}, fullPage: true});
    const image = UPNG.decode(png);
    fs.writeFileSync(path.join(directory, file), Buffer.from(UPNG.encode(UPNG.toRGBA8(image), image.width, image.height, COLOURS)));
    const links = await page.locator('a.name').evaluateAll(all => all.map(link => [link.textContent, link.getAttribute('href')]));
    await page.context().close();
    return name => links.find(([text]) => text.includes(NAMES[name]))[1];
  }

  try {
    const link = await take('page.png', '', {viewport: {width: 1240, height: 820}});
    await take('page-probe.png', link('expired'), {viewport: {width: 1240, height: 860}});
    await take('page-dark.png', link('chat'), {viewport: {width: 1240, height: 1750}, colorScheme: 'dark'});
    await take('page-phone.png', '', {viewport: {width: 390, height: 844}});
  } finally {
    await browser.close();
  }
}

main().catch(error => {
  console.error(error);
  process.exitCode = 1;
});
