// The reference at /docs: it stands in a browser, of the service's own files alone.
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import test from 'node:test';
import { promisify } from 'node:util';
import { server, temporary } from './server.mjs';

const browser = ['/usr/bin/chromium-headless-shell', '/usr/bin/chromium'].find(existsSync);

test('The reference is made of files that the service has, and asks nobody else', async () => {
  const { url } = await server();
  const page = await fetch(`${url}/docs`);
  assert.equal(page.status, 200);
  assert.match(page.headers.get('content-security-policy'), /default-src 'none'.*connect-src 'self'/);
  const addresses = [...(await page.text()).matchAll(/(?:src|href)="(\/docs\/[^"]+)"/g)].map((found) => found[1]);
  assert.equal(addresses.length, 3);
  for (const address of addresses) {
    const part = await fetch(url + address);
    assert.equal(part.status, 200, address);
    assert.match(part.headers.get('cache-control'), /immutable/);
    assert.ok(!/https:\/\/cdn\.|fonts\.googleapis/.test(await part.text()), `${address} would ask others`);
  }
});

test('A browser shows every action in it', { skip: browser ? false : 'there is no Chromium' }, async () => {
  const { url } = await server();
  const words = ['--headless', '--no-sandbox', '--disable-gpu', `--user-data-dir=${temporary()}`, '--virtual-time-budget=60000', '--dump-dom', `${url}/docs`];
  const { stdout } = await promisify(execFile)(browser, words, { maxBuffer: 256 << 20, timeout: 240_000 });
  assert.doesNotMatch(stdout, /could not be loaded/);
  for (const id of ['convert_docx_to_pdf', 'pdf_merge', 'archive_list', 'process_start_v2', 'flow_start']) {
    assert.ok(stdout.includes(`operation/${id}`), id);
  }
  assert.ok(stdout.includes('DOCX to PDF'));
});
