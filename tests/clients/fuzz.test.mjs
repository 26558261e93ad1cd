// A short run of the fuzzer of the API; `./dev fuzz api N` makes a long one.
import assert from 'node:assert/strict';
import test from 'node:test';
import { fuzz, shown } from '../api_fuzz/fuzz.mjs';
import { docmill } from './server.mjs';
import { answerCheck } from '../api_fuzz/check.mjs';

test('500 requests, good and hostile, are answered as described', async () => {
  const report = await fuzz({ count: 500 });
  assert.equal(report.findings.size, 0, shown(report));
  assert.ok(report.covered.size >= report.operations * 0.9, shown(report));
});

test('An answer that is not as described is found', () => {
  const document = JSON.parse(docmill('openapi'));
  const check = answerCheck(document);
  const one = { method: 'POST', path: '/api/v2/regex/test', operation: document.paths['/api/v2/regex/test'].post };
  const answer = (status, body, more = {}) => ({ status, headers: { 'content-type': 'application/json', 'x-request-id': 'r', ...more }, body: Buffer.from(body) });
  const request = { method: 'POST' };
  assert.deepEqual(check(one, request, answer(200, '{"isSuccess":true}')), []);
  assert.match(check(one, request, answer(200, '{"isSuccess":"yes"}')).join(), /must be boolean/);
  assert.match(check(one, request, answer(200, '{')).join(), /no JSON/);
  assert.match(check(one, request, answer(500, '{}')).join(), /status 500/);
  assert.match(check(one, request, answer(404, 'nothing', { 'content-type': 'text/html' })).join(), /without a problem/);
  assert.match(check(one, request, answer(400, '{"type":"a","title":"b","status":401,"code":"bad_request","detail":"No."}', { 'content-type': 'application/problem+json' })).join(), /says 401/);
});
