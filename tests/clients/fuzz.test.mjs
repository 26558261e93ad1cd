// A short run of the fuzzer of the API; `./dev fuzz api N` makes a long one.
import assert from 'node:assert/strict';
import test from 'node:test';
import { fuzz, shown } from '../api_fuzz/fuzz.mjs';
import { docmill } from './server.mjs';
import { answerCheck } from '../api_fuzz/check.mjs';
import { answersIn, trouble } from '../api_fuzz/wire.mjs';

test('Good and hostile requests to every address are answered as described, and leave nothing', async () => {
  const report = await fuzz({ count: 640 });
  assert.equal(report.findings.size, 0, shown(report));
  assert.ok(report.wire > 0, shown(report));
  assert.ok(report.covered.size >= report.operations * 0.9, shown(report));
});

test('An answer that is not as described is found', () => {
  const document = JSON.parse(docmill('openapi'));
  const check = answerCheck(document);
  const one = { method: 'POST', path: '/api/v2/regex/test', operation: document.paths['/api/v2/regex/test'].post };
  const answer = (status, body, more = {}) => ({ status, headers: { 'content-type': 'application/json', 'x-request-id': 'r', 'x-jobid': 'j', ...more }, body: Buffer.from(body) });
  const request = { method: 'POST', target: one.path, headers: {}, body: Buffer.alloc(0) };
  assert.deepEqual(check(one, request, answer(200, '{"isSuccess":true}')), []);
  assert.match(check(one, request, answer(200, '{"isSuccess":"yes"}')).join(), /must be boolean/);
  assert.match(check(one, request, answer(200, '{')).join(), /no JSON/);
  assert.match(check(one, request, answer(500, '{}')).join(), /status 500/);
  assert.match(check(one, request, answer(404, 'nothing', { 'content-type': 'text/html' })).join(), /without a problem/);
  const problem = (status, members, more = {}) => {
    const body = { type: 'a', title: 'b', status, code: 'bad_request', retryable: false, requestId: 'r', detail: 'No.', ...members };
    return check(one, request, answer(status, JSON.stringify(body), { 'content-type': 'application/problem+json', ...more })).join();
  };
  assert.equal(problem(400, {}), '');
  assert.match(problem(400, { status: 401 }), /says 401/);
  assert.match(problem(400, { requestId: 'another' }), /requestId is another/);
  assert.match(problem(400, { detail: 'No such file: /usr/lib/b.pdf.' }), /tells of the inside: \/usr/);
  assert.match(problem(401, {}), /401 without www-authenticate/);
  assert.match(problem(429, {}), /429 without retry-after/);
  assert.match(problem(405, {}, { allow: 'GET, POST' }), /405 for POST, which it says is allowed/);
  assert.match(problem(400, {}, { 'access-control-allow-origin': '*', 'set-cookie': ['a=b; HttpOnly'] }).toString(), /a cookie for any origin/);
});

test('Answers are read as strictly as a proxy reads them', () => {
  const read = (text) => answersIn(Buffer.from(text, 'latin1'));
  const ok = 'HTTP/1.1 200 OK\r\nX-Request-Id: a\r\nContent-Length: 2\r\n\r\nok';
  assert.equal(read(ok + ok).answers.length, 2);
  assert.match(read(ok.slice(0, -1)).fault, /1 bytes of a body of 2/);
  assert.match(read('HTTP/1.1 200 OK\r\nX:a\r\n\r\n').fault, /no header/);
  assert.match(read('HTTP/1.1 200 OK\r\nA: b\r\nA: c\r\n\r\n').fault, /a twice/);
  const sent = { answers: [1, 1], statuses: [400], never: 'smuggled' };
  assert.match(trouble(sent, { bytes: Buffer.from(ok.replace('-Id: a', '-Id: smuggled')), why: 'closed' }).join(), /status 200 instead of 400.*what followed was answered/);
});
