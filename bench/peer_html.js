// What a service of one's own around puppeteer-core does for a page: a fresh browser context per request, the browser kept.
//   node peer_html.js CHROMIUM FILE WARM_UP TIMES      prints milliseconds, a line each
'use strict';
const fs = require('fs');
const path = require('path');
const puppeteer = require(path.join(__dirname, '../tests/services/node_modules/puppeteer-core'));

async function convert(browser, html) {
  const start = process.hrtime.bigint();
  const context = await browser.createBrowserContext();
  const page = await context.newPage();
  await page.setContent(html, { waitUntil: 'load' });
  await page.pdf({ format: 'A4', printBackground: true });
  await context.close();
  return Number(process.hrtime.bigint() - start) / 1e6;
}

async function main([executablePath, file, warmUp, times]) {
  const html = fs.readFileSync(file, 'utf8');
  const args = process.getuid() === 0 ? ['--no-sandbox'] : [];
  const browser = await puppeteer.launch({ executablePath, headless: 'shell', args });
  for (let i = 0; i < Number(warmUp); ++i) await convert(browser, html);
  for (let i = 0; i < Number(times); ++i) console.log((await convert(browser, html)).toFixed(3));
  await browser.close();
}

main(process.argv.slice(2)).catch((error) => {
  console.error(error.message);
  process.exit(1);
});
