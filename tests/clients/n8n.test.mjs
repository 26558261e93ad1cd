// The n8n node: of the types of n8n, and run against a real service with n8n's helpers stood in for.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { createRequire } from 'node:module';
import Module from 'node:module';
import { join } from 'node:path';
import test from 'node:test';
import { read, server, source } from './server.mjs';

const folder = join(source, 'clients/n8n');
const require = createRequire(import.meta.url);

// The node asks n8n for "n8n-workflow"; here it is that of the tests.
const workflow = require.resolve('n8n-workflow');
const resolve = Module._resolveFilename;
Module._resolveFilename = (name, ...more) => (name === 'n8n-workflow' ? workflow : resolve(name, ...more));
const { Docmill } = require(join(folder, 'nodes/Docmill/Docmill.node.js'));
const { DocmillApi } = require(join(folder, 'credentials/DocmillApi.credentials.js'));

/** What n8n hands to a node's execute(): items with binary fields, parameters, credentials. */
function execution({ parameters, binary = {}, url, key, lenient = false }) {
  return {
    getInputData: () => [{ json: {}, binary }],
    getNode: () => ({ name: 'Docmill', type: 'docmill', typeVersion: 1, id: '1', position: [0, 0], parameters: {} }),
    getNodeParameter: (name, _index, fallback) => parameters[name] ?? fallback,
    getCredentials: async () => ({ url: `${url}/`, key }),
    continueOnFail: () => lenient,
    helpers: {
      assertBinaryData: (_index, name) => binary[name] ?? assert.fail(`no binary field ${name}`),
      getBinaryDataBuffer: async (_index, name) => Buffer.from(binary[name].data, 'base64'),
      prepareBinaryData: async (bytes, fileName, mimeType) => ({ data: bytes.toString('base64'), fileName, mimeType }),
    },
  };
}

async function run(parameters, more = {}) {
  const { url, key } = await server();
  const [items] = await new Docmill().execute.call(execution({ parameters, url, key, ...more }));
  return items;
}

const pdf = () => ({ data: read('tests/actions/documents/pages.pdf').toString('base64'), fileName: 'pages.pdf', mimeType: 'application/pdf' });

test('The node is of the types that n8n declares', () => {
  const checked = spawnSync(join(source, 'web/console/node_modules/.bin/tsc'), ['-p', folder], { encoding: 'utf8' });
  assert.equal(checked.status, 0, checked.stdout);
});

test('Every action is an operation of its resource, with its fields', () => {
  const { properties } = new Docmill().description;
  const actions = require(join(folder, 'nodes/Docmill/actions.json')).flatMap((group) => group.actions);
  const offered = properties.filter((one) => one.name === 'action').flatMap((one) => one.options.map((option) => option.value));
  assert.deepEqual(offered, actions.map((action) => action.id));
  for (const action of actions) {
    const shown = properties.filter((one) => one.displayOptions?.show?.action?.includes(action.id));
    const names = shown.flatMap((one) => (one.name === 'options' ? one.options.map((option) => option.name) : [one.name]));
    assert.deepEqual(new Set(names), new Set(action.fields.map((field) => field.name)), action.id);
  }
  assert.deepEqual(new DocmillApi().properties.map((one) => one.name), ['url', 'key']);
  assert.deepEqual(new Docmill().description.credentials, [{ name: new DocmillApi().name, required: true }]);
});

test('Documents go in and out as binary fields, an item for each', async () => {
  const binary = { data: pdf(), second: pdf() };
  const [merged] = await run({ action: 'pdf/merge', File: 'data, second', output: 'merged', options: { GenerateBookmarks: true } }, { binary });
  assert.equal(merged.json.pages, 8);
  assert.equal(Buffer.from(merged.binary.merged.data, 'base64').subarray(0, 5).toString(), '%PDF-');
  assert.equal(merged.binary.merged.mimeType, 'application/pdf');
  const parts = await run({ action: 'pdf/split', File: 'data', options: { Type: 'SplitByPages', PagesInChunk: 3 } }, { binary });
  assert.equal(parts.length, 2);
  assert.deepEqual(parts[1].pairedItem, { item: 0 });
});

test('Questions are answered as JSON, and typed text needs no file', async () => {
  const [found] = await run({ action: 'regex/match', Text: 'Order 12', Pattern: '(?<number>\\d+)' });
  assert.deepEqual(found.json, { isSuccess: true, matches: [{ Match0: '12', number: '12' }] });
  const [page] = await run({ action: 'generate/from-html', File: 'data', Data: { name: 'Ada' } }, { binary: { data: { data: Buffer.from('<p>{{name}}</p>').toString('base64'), fileName: 'a.html' } } });
  assert.match(Buffer.from(page.binary.data.data, 'base64').toString(), /Ada/);
});

test('What is wrong ends the node with the service’s own words, or goes on where the flow says so', async () => {
  const wrong = { action: 'pdf/delete-pages', File: 'data', Pages: '5-2' };
  await assert.rejects(run(wrong, { binary: { data: pdf() } }), (error) => error.name === 'NodeApiError' && /2-5/.test(error.description));
  const [item] = await run(wrong, { binary: { data: pdf() }, lenient: true });
  assert.ok(item.json.error);
});
