// Opens PDFs in Chromium's own viewer, as a person would, and tells what the viewer made of them. One browser for all.
//   node pdf_viewer.js          prints the address it listens on
//   GET /?file=PATH&password=P  {"state":"success","pages":3} · {"state":"failed","pages":0} · {"state":"password","pages":0}
// The viewer is a page of Chromium's own with the element <pdf-viewer>; its loadState_ and docLength_ are what its toolbar shows.
'use strict';
const http = require('http');
const { pathToFileURL } = require('url');
const puppeteer = require('puppeteer-core');

const kViewer = 'chrome-extension://mhjfbmdgcfjbbpaeojofohoefgiehjai/'; // the address of the viewer in every Chromium
const kLimit = 60000; // milliseconds for one document
const pause = (ms) => new Promise((done) => setTimeout(done, ms));

const kLook = `(() => {
  const viewer = document.querySelector('pdf-viewer');
  if (!viewer || !viewer.shadowRoot) return { state: 'none', pages: 0 };
  const asks = viewer.shadowRoot.querySelector('viewer-password-dialog');
  return { state: asks ? 'password' : viewer.loadState_, pages: viewer.docLength_, asks: !!asks };
})()`;

// Types the password and presses Enter, in the viewer's own dialog.
const answerPassword = (password) => `(() => {
  const dialog = document.querySelector('pdf-viewer').shadowRoot.querySelector('viewer-password-dialog');
  dialog.shadowRoot.querySelector('#password').value = ${JSON.stringify(password)};
  dialog.shadowRoot.querySelector('#submit').click();
})()`;

// The first viewer that showed a document stays: later ones use its processes, and are there in two thirds of the time.
let kept = null;
const isNew = (one) => one !== kept && one.url().startsWith(kViewer);

async function look(browser, file, password) {
  const page = await browser.newPage();
  let target = null;
  let shown = false;
  try {
    await page.goto(pathToFileURL(file).href, { timeout: kLimit });
    target = await browser.waitForTarget(isNew, { timeout: kLimit });
    const viewer = await target.createCDPSession();
    const evaluate = async (expression) => (await viewer.send('Runtime.evaluate', { expression, returnByValue: true })).result.value;
    let answered = !password;
    for (const end = Date.now() + kLimit; Date.now() < end; await pause(30)) {
      const seen = await evaluate(kLook);
      shown = seen.state === 'success';
      if (shown || seen.state === 'failed') return seen;
      if (seen.state === 'password' && password && !answered) {
        answered = true;
        await evaluate(answerPassword(password));
      } else if (seen.state === 'password' && !password) return seen;
    }
    return { state: 'timeout', pages: 0 };
  } finally {
    if (shown && !kept) kept = target;
    else await page.close();
    while (browser.targets().some(isNew)) await pause(10); // the next document has a viewer of its own
  }
}

async function main() {
  const args = ['--disable-gpu', ...(process.getuid() === 0 ? ['--no-sandbox'] : [])];
  const browser = await puppeteer.launch({ executablePath: '/usr/bin/chromium', headless: true, pipe: true, handleSIGTERM: false, timeout: kLimit, args });
  let last = Promise.resolve(); // one document at a time: the viewer found is that of the document asked for
  const server = http.createServer((request, response) => {
    const asked = new URL(request.url, 'http://localhost').searchParams;
    last = last.then(() => look(browser, asked.get('file'), asked.get('password')))
      .catch((error) => ({ state: error.message, pages: 0 }))
      .then((answer) => response.end(JSON.stringify(answer)));
  });
  server.listen(0, '127.0.0.1', () => console.log(`listening on http://127.0.0.1:${server.address().port}`));
  process.on('SIGTERM', async () => {
    await browser.close();
    process.exit(0);
  });
}

main().catch((error) => {
  console.error(error.message);
  process.exit(1);
});
