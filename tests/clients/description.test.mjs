// The description of the API, as the linters of others see it.
import assert from 'node:assert/strict';
import { createRequire } from 'node:module';
import test from 'node:test';
import { docmill } from './server.mjs';

const require = createRequire(import.meta.url);
const { Spectral } = require('@stoplight/spectral-core');
const { oas } = require('@stoplight/spectral-rulesets');
const { createConfig, lintFromString } = require('@redocly/openapi-core');

/** A copy that may be changed. */
const described = () => JSON.parse(docmill('openapi'));

/** Everything Spectral has for OpenAPI, but: tags stand in the order of the catalogue, and a contact or a host is for whoever runs the service to say. */
async function spectral(document) {
  const linter = new Spectral();
  linter.setRuleset({ extends: [[oas, 'all']], rules: { 'openapi-tags-alphabetical': 'off', 'info-contact': 'off', 'contact-properties': 'off' } });
  const found = await linter.run(document);
  return found.map(({ code, message, path }) => `${path.join('.')} ${code}: ${message}`);
}

/** Redocly's strictest rules. */
async function redocly(document) {
  const config = await createConfig({ extends: ['recommended-strict'] });
  const found = await lintFromString({ source: JSON.stringify(document), absoluteRef: 'openapi.json', config });
  return found.map(({ ruleId, message, location }) => `${location[0]?.pointer ?? ''} ${ruleId}: ${message}`);
}

/** Jobs of all actions are alike; Spectral, which takes its time, sees those of one. */
function shortened() {
  const document = described();
  const jobs = Object.keys(document.paths).filter((path) => /^\/api\/v2\/(?!processes)[^/]+\/jobs\//.test(path));
  for (const path of jobs.slice(2)) delete document.paths[path];
  return document;
}

/** As much as a linter needs to complain. */
function bad() {
  return { ...described(), paths: { '/nowhere/{id}': { get: { responses: {} } } } };
}

test('Spectral has nothing to say about it', async () => {
  assert.deepEqual(await spectral(shortened()), []);
});

test('Redocly has nothing to say about it', async () => {
  assert.deepEqual(await redocly(described()), []);
});

test('Both tell a bad description from a good one', async () => {
  assert.match((await spectral(bad())).join('\n'), /path-params/);
  assert.match((await redocly(bad())).join('\n'), /path-parameters-defined/);
});
