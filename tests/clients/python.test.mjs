// The Python client's own tests, with a real service beside their scripted one.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import test from 'node:test';
import { server, source } from './server.mjs';

test('The Python client does what its tests say', async () => {
  const { url, key } = await server();
  const script = join(source, 'clients/python/tests/test_docmill.py');
  const run = spawn('python3', ['-B', script, '-v'], { env: { ...process.env, DOCMILL_URL: url, DOCMILL_KEY: key }, stdio: ['ignore', 'pipe', 'pipe'] });
  let said = '';
  for (const stream of [run.stdout, run.stderr]) stream.on('data', (piece) => (said += piece));
  const [status] = await once(run, 'close');
  assert.equal(status, 0, said);
  assert.doesNotMatch(said, /skipped/);
});
