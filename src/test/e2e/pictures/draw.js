// Draws dashboards without Grafana: node draw.js REQUEST.json ANSWER.json. The answer says what became of each panel.
const fs = require('node:fs');
const esbuild = require('esbuild');
const path = require('node:path');
const {chromium} = require('playwright-core');
const UPNG = require('upng-js');

const WIDTH = 1600;

async function bundle() {
  const built = await esbuild.build({
    entryPoints: [path.join(__dirname, 'main.js')],
    outdir: __dirname,
    bundle: true,
    write: false,
    format: 'iife',
    platform: 'browser',
    logLevel: 'warning',
    loader: {'.woff2': 'dataurl'},
    define: {'process.env.NODE_ENV': '"production"'},
  });
  return built.outputFiles.map(file => ({kind: path.extname(file.path), text: file.text}));
}

async function picture(browser, files, request, task) {
  const page = await browser.newPage({viewport: {width: WIDTH, height: 900}});
  page.on('pageerror', error => {
    throw error;
  });
  await page.setContent('<!doctype html><html lang="en"><body></body></html>');
  for (const {kind, text} of files) {
    await (kind === '.css' ? page.addStyleTag({content: text}) : page.addScriptTag({content: text}));
  }
  const dashboard = JSON.parse(fs.readFileSync(task.dashboard, 'utf8'));
  const to = request.to ?? Date.now();
  const panels = await page.evaluate(([json, options]) => window.draw(json, options), [
    dashboard,
    {
      prometheus: request.prometheus,
      scraped: request.scraped,
      from: to - request.seconds * 1000,
      to,
      chosen: task.chosen ?? {},
    },
  ]);
  await save(page, task, panels);
  await page.close();
  return {picture: task.picture, panels};
}

async function save(page, task, panels) {
  const colours = task.colours ?? 0;
  write(task.picture, await page.screenshot({fullPage: true, ...(task.until ? clip(await bottom(page, task)) : {})}), colours);
  if (task.each) {
    for (const {id} of panels) {
      write(path.join(task.each, `${id}.png`), await page.locator(`#panel-${id}`).screenshot(), colours);
    }
  }
}

// The end of the page that is shown: above the panel with this title.
async function bottom(page, {until}) {
  const box = await page.locator('.title', {hasText: until}).first().boundingBox();
  return Math.floor(box.y);
}

function clip(height) {
  return {clip: {x: 0, y: 0, width: WIDTH, height}};
}

// With fewer colours the file is much smaller.
function write(file, png, colours) {
  if (!colours) {
    fs.writeFileSync(file, png);
    return;
  }
  const image = UPNG.decode(png);
  fs.writeFileSync(file, Buffer.from(UPNG.encode(UPNG.toRGBA8(image), image.width, image.height, colours)));
}

async function main() {
  const [asked, answer] = process.argv.slice(2);
  const request = JSON.parse(fs.readFileSync(asked, 'utf8'));
  const files = await bundle();
  const browser = await chromium.launch({executablePath: request.chromium, args: ['--no-sandbox', '--disable-gpu']});
  try {
    const drawn = [];
    for (const task of request.tasks) {
      drawn.push(await picture(browser, files, request, task));
    }
    fs.writeFileSync(answer, JSON.stringify(drawn, null, 1));
  } finally {
    await browser.close();
  }
}

main().catch(error => {
  console.error(error);
  process.exitCode = 1;
});
