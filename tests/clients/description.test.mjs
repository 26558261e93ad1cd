// The description of the API, as the linters of others see it.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import test from 'node:test';
import { docmill, source, temporary } from './server.mjs';

const here = join(source, 'tests/clients');
const temp = temporary();
const file = join(temp, 'openapi.json');
writeFileSync(file, docmill('openapi'));

function tool(name, ...words) {
  const run = spawnSync(join(here, 'node_modules/.bin', name), words, {
    encoding: 'utf8',
    cwd: here,
    env: { ...process.env, REDOCLY_TELEMETRY: 'off', REDOCLY_SUPPRESS_UPDATE_NOTICE: 'true', CI: '1' },
  });
  return { status: run.status, said: run.stdout + run.stderr };
}

/** Jobs of all actions are alike; Spectral, which takes its time, sees those of one. */
function shortened() {
  const document = JSON.parse(docmill('openapi'));
  const jobs = Object.keys(document.paths).filter((path) => /^\/api\/v2\/(?!processes)[^/]+\/jobs\//.test(path));
  for (const path of jobs.slice(2)) delete document.paths[path];
  const path = join(temp, 'short.json');
  writeFileSync(path, JSON.stringify(document));
  return path;
}

test('Spectral has nothing to say about it', () => {
  const { status, said } = tool('spectral', 'lint', '--ruleset', '.spectral.yaml', '--fail-severity', 'hint', '--quiet', shortened());
  assert.equal(status, 0, said);
});

test('Redocly has nothing to say about it', () => {
  const { status, said } = tool('redocly', 'lint', '--config', 'redocly.yaml', '--format', 'stylish', '--max-problems', '40', file);
  assert.equal(status, 0, said);
  assert.doesNotMatch(said, /warning/i);
});

test('A linter tells a bad description from a good one', () => {
  const bad = JSON.parse(docmill('openapi'));
  bad.paths = { '/nowhere/{id}': { get: { responses: {} } } };
  const path = join(temp, 'bad.json');
  writeFileSync(path, JSON.stringify(bad));
  assert.notEqual(tool('spectral', 'lint', '--ruleset', '.spectral.yaml', '--fail-severity', 'hint', '--quiet', path).status, 0);
});
