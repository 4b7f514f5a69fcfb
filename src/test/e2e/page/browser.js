// A headless Chromium that remembers what a page complains about.
const {chromium} = require('playwright-core');

// A machine may have other work.
const PATIENCE_MS = 60000;

async function launch(executablePath) {
  return chromium.launch({executablePath, args: ['--no-sandbox', '--disable-gpu']});
}

// A page with its own context; complaints has every error of the page itself: of its script, its policy, and what it loaded.
async function open(browser, options = {}) {
  const context = await browser.newContext({viewport: {width: 1280, height: 900}, ...options});
  context.setDefaultTimeout(PATIENCE_MS);
  const page = await context.newPage();
  page.complaints = [];
  page.on('pageerror', error => page.complaints.push(`error: ${error.message}`));
  page.on('console', message => {
    // For a page of plain text a browser asks for an icon at the root.
    if (new URL(message.location().url || page.url(), 'http://none').pathname === '/favicon.ico') return;
    if (['error', 'warning'].includes(message.type())) page.complaints.push(`console: ${message.text()}`);
  });
  page.on('dialog', dialog => {
    page.complaints.push(`dialog: ${dialog.message()}`);
    dialog.dismiss();
  });
  page.on('request', request => {
    if (new URL(request.url()).origin !== new URL(page.url() === 'about:blank' ? request.url() : page.url()).origin) {
      page.complaints.push(`loaded from elsewhere: ${request.url()}`);
    }
  });
  return page;
}

// The text of rows as a reader sees it. A row with content-visibility has none until the browser has drawn it, which may be after
// its element is there; without JavaScript a page cannot be asked to tell when.
async function drawnText(rows) {
  const until = Date.now() + PATIENCE_MS;
  for (;;) {
    const text = await rows.innerText();
    if (text !== '' || Date.now() > until) return text;
  }
}

module.exports = {drawnText, launch, open};
