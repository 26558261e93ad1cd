// The JavaScript client: its types, what it does when things fail, and calls to a real service.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { createHmac } from 'node:crypto';
import { once } from 'node:events';
import { mkdirSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { join } from 'node:path';
import test from 'node:test';
import { Docmill, Problem, Result, named, verifyCallback } from '../../clients/javascript/src/index.js';
import { read, server, source, temporary } from './server.mjs';

const client = join(source, 'clients/javascript');

async function docmill() {
  const { url, key } = await server();
  return new Docmill({ url, key });
}

/** A service that gives the prepared answers in turn and remembers what it was asked: [status, headers, body]. */
async function scripted(answers) {
  const asked = [];
  const fake = createServer((request, response) => {
    let body = '';
    request.on('data', (piece) => (body += piece));
    request.on('end', () => {
      asked.push({ method: request.method, url: request.url, headers: request.headers, body });
      const next = answers.shift() ?? [500, {}, 'no more answers'];
      if (next === 'cut') return request.socket.destroy();
      const [status, headers, text] = typeof next === 'function' ? next(fake.url) : next;
      response.writeHead(status, headers).end(text);
    });
  }).listen(0, '127.0.0.1');
  await once(fake, 'listening');
  fake.url = `http://127.0.0.1:${fake.address().port}`;
  return { url: fake.url, asked, close: () => fake.close() };
}

const problem = (status, code, more = {}) => [status, { 'content-type': 'application/problem+json', 'retry-after': '0' }, JSON.stringify({ status, code, detail: `${code}.`, ...more })];
const finished = [200, { 'content-type': 'application/json' }, JSON.stringify({ link: 'http://127.0.0.1:1/d/x', jobId: 'j' })];

test('Its types are whole, and hold whoever uses it to the catalogue', () => {
  const temp = temporary();
  const tsc = join(source, 'web/console/node_modules/.bin/tsc');
  const emitted = spawnSync(tsc, ['-p', client, '--outDir', join(temp, 'types')], { encoding: 'utf8' });
  assert.equal(emitted.status, 0, emitted.stdout);
  const use = (text) => {
    mkdirSync(join(temp, 'use'), { recursive: true });
    writeFileSync(join(temp, 'use/use.mts'), `import { Docmill, named } from '../types/index.js';\nconst d = new Docmill({ url: 'http://a' });\n${text}\n`);
    return spawnSync(tsc, ['--strict', '--noEmit', '--module', 'NodeNext', '--lib', 'ES2022,DOM', '--skipLibCheck', join(temp, 'use/use.mts')], { encoding: 'utf8' });
  };
  const good = use("const r = await d.convert.docxToPdf({ file: named(new Uint8Array(), 'a.docx'), pdfFormat: 'PDF/A-2b' }); const n: string[] = r.links;");
  assert.equal(good.status, 0, good.stdout);
  assert.match(use("await d.convert.docxToPdf({ pdfFormat: 'PDF/A-2b' });").stdout, /'file' is missing/);
  assert.match(use("await d.convert.docxToPdf({ file: 'x', pdfFormat: 'PDF/X' });").stdout, /PDF\/X/);
});

test('What fails in passing is sent again with the same key, what is wrong is not', async () => {
  const fake = await scripted(['cut', problem(503, 'unavailable'), finished, problem(400, 'bad_request', { phase: 'form', requestId: 'r1', retryable: false })]);
  const docmill = new Docmill({ url: fake.url, key: 'k' });
  const result = await docmill.pdf.compress({ file: new Uint8Array([1]) });
  assert.equal(result.jobId, 'j');
  assert.equal(fake.asked.length, 3);
  assert.equal(new Set(fake.asked.map((one) => one.headers['idempotency-key'])).size, 1);
  assert.equal(fake.asked[0].headers.authorization, 'k');
  const thrown = await docmill.pdf.compress({ file: new Uint8Array([1]) }).catch((error) => error);
  assert.ok(thrown instanceof Problem);
  assert.deepEqual([thrown.status, thrown.code, thrown.message, thrown.phase, thrown.requestId, thrown.retryable], [400, 'bad_request', 'bad_request.', 'form', 'r1', false]);
  assert.equal(fake.asked.length, 4);
  fake.close();
});

test('A call that outlasts the service’s patience goes on as a job', async () => {
  const job = (url) => `${url}/api/v2/pdf/jobs/compress/j1`;
  const fake = await scripted([
    (url) => [504, { location: job(url), 'content-type': 'application/problem+json' }, JSON.stringify({ status: 504, code: 'sync_timeout', jobId: 'j1' })],
    (url) => [202, { location: job(url), 'retry-after': '0' }, ''],
    finished,
  ]);
  const result = await new Docmill({ url: fake.url, key: 'k' }).pdf.compress({ file: 'x' });
  assert.ok(result instanceof Result);
  assert.deepEqual(fake.asked.map((one) => one.method), ['POST', 'GET', 'GET']);
  fake.close();
});

test('The key is not shown to another host, and the waiting can be ended', async () => {
  const other = await scripted([[200, {}, 'bytes'], [202, { 'retry-after': '60' }, '']]);
  const fake = await scripted([[200, { 'content-type': 'application/json' }, JSON.stringify({ link: `${other.url}/d/x`, jobId: 'j' })], [202, { location: '/j1', 'retry-after': '60' }, ''], [202, { 'retry-after': '60' }, '']]);
  const docmill = new Docmill({ url: fake.url, key: 'secret' });
  const result = await docmill.pdf.compress({ file: 'x' });
  assert.equal(await result.text(), 'bytes');
  assert.equal(other.asked[0].headers.authorization, undefined);
  const job = await docmill.start('pdf/compress', { file: 'x' });
  const ending = new AbortController();
  const waiting = job.wait({ signal: ending.signal });
  ending.abort(new Error('enough'));
  await assert.rejects(waiting, /enough|abort/i);
  other.close();
  fake.close();
});

test('Callbacks are believed when they are signed, whole and recent', async () => {
  const body = '{"jobId":"j","status":"succeeded"}';
  const now = 1_800_000_000_000;
  const timestamp = String(now / 1000 - 10);
  const signature = `v1=${createHmac('sha256', 'cb_1').update(`${timestamp}.${body}`).digest('hex')}`;
  const believed = (more) => verifyCallback('cb_1', { body, timestamp, signature, ...more }, { now });
  assert.equal(await believed({}), true);
  assert.equal(await believed({ body: new TextEncoder().encode(body) }), true);
  assert.equal(await believed({ body: `${body} ` }), false);
  assert.equal(await believed({ signature: signature.replace(/.$/, (c) => (c === '0' ? '1' : '0')) }), false);
  assert.equal(await believed({ signature: 'v1=00' }), false);
  assert.equal(await believed({ signature: null }), false);
  assert.equal(await believed({ timestamp: String(now / 1000 - 301) }), false);
  assert.equal(await verifyCallback('cb_2', { body, timestamp, signature }, { now }), false);
});

test('A real service makes documents, answers questions and says what is wrong', async () => {
  const d = await docmill();
  const pdf = read('tests/actions/documents/pages.pdf');
  const merged = await d.pdf.merge({ file: [named(pdf, 'a.pdf'), named(pdf, 'b.pdf')], generateBookmarks: true });
  assert.equal(merged.pages, 8);
  assert.equal(merged.documents, 1);
  const { filename, contentType, blob } = await merged.file();
  assert.match(filename, /\.pdf$/);
  assert.equal(contentType, 'application/pdf');
  assert.equal((await blob.slice(0, 5).text()), '%PDF-');
  const parts = await d.pdf.split({ file: pdf, type: 'SplitByPages', pagesInChunk: 3 });
  assert.equal(parts.links.length, 2);
  assert.deepEqual(await d.pdf.getForm({ file: read('tests/actions/documents/form.pdf') }).then((form) => Object.keys(form).sort()), ['Member', 'Name', 'Size']);
  assert.deepEqual(await d.regex.test({ text: 'Order 12', pattern: '\\d+' }), { isSuccess: true });
  const html = await d.generate.fromHtml({ file: named('<p>{{name}}</p>', 'a.html'), data: { name: 'Mina <3' } });
  assert.match(await html.text(), /Mina/);
  await assert.rejects(d.pdf.deletePages({ file: pdf, pages: '5-2' }), { name: 'Problem', status: 400, code: 'bad_request' });
  await assert.rejects(d.pdf.info({ file: Buffer.from('no pdf') }), { status: 415, code: 'unsupported_type' });
  await assert.rejects(new Docmill({ url: (await server()).url, key: 'wrong' }).profile(), { status: 401, code: 'unauthenticated' });
  assert.equal((await d.profile()).shortUserId, 'acme');
});

test('A real job is started, found again, waited for and removed', async () => {
  const d = await docmill();
  const options = { idempotencyKey: 'javascript-1' };
  const form = { file: read('tests/actions/documents/pages.pdf'), extractRange: '4;1' };
  const job = await d.start('pdf/extract-pages', form, options);
  const again = await d.start('pdf/extract-pages', form, options);
  assert.equal(again.id, job.id);
  const result = await d.job(job.location).wait();
  assert.equal(result.pages, 2);
  await job.cancel();
  await assert.rejects(result.bytes(), { status: 410 });
});

test('A real process is made, started and removed', async () => {
  const d = await docmill();
  const made = await d.processes.make({ file: named('<p>{{name}}</p>', 'letter.html'), name: 'Letters', mode: 'Active' });
  assert.ok((await d.processes.list()).some((one) => one.id === made.id));
  const open = new Docmill({ url: (await server()).url }); // whoever has the address needs no key
  assert.match(await (await open.processes.start(made, { name: 'Ada' })).text(), /Ada/);
  const job = await d.processes.startJob(made, { name: 'Bob' });
  assert.match(await (await job.wait()).text(), /Bob/);
  assert.equal((await d.processes.change(made.id, { name: 'Cards' })).name, 'Cards');
  await d.processes.remove(made.id);
  await assert.rejects(d.processes.show(made.id), { status: 404 });
});
