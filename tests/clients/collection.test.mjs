// The collection of ready requests: one for every action, and some of them sent by Postman's own runner.
import assert from 'node:assert/strict';
import { copyFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import test from 'node:test';
import { docmill, server, source, temporary } from './server.mjs';

const newman = createRequire(import.meta.url)('newman');
const path = join(source, 'clients/postman/docmill.postman_collection.json');
const collection = createRequire(import.meta.url)(path);

const requests = () => collection.item.flatMap((folder) => folder.item);
const addressOf = (item) => item.request.url.raw.replace('{{url}}/api/v2/', '');

test('Every action has its request', () => {
  const actions = JSON.parse(docmill('actions', '--json')).map((action) => action.id);
  const offered = new Set(requests().map(addressOf));
  assert.deepEqual(actions.filter((id) => !offered.has(id)), []);
});

test('Its requests are taken as they are', async () => {
  const { url, key } = await server();
  const documents = temporary();
  for (const name of ['report.pdf', 'second-report.pdf']) copyFileSync(join(source, 'tests/actions/documents/pages.pdf'), join(documents, name));
  writeFileSync(join(documents, 'figures.csv'), 'name,amount\nAda,1\n');
  writeFileSync(join(documents, 'page.html'), '<p>{{number}}</p>');
  const wanted = ['pdf/merge', 'pdf/split', 'pdf/protect', 'convert/csv-to-json', 'generate/from-html', 'regex/replace', 'convert/jobs/csv-to-json', 'user/Profiles/me'];
  const chosen = wanted.map((address) => requests().find((item) => addressOf(item) === address) ?? assert.fail(address));
  const summary = await new Promise((done, failed) => {
    const options = {
      collection: { ...collection, item: chosen },
      envVar: [{ key: 'url', value: url }, { key: 'key', value: key }, { key: 'documents', value: documents }],
      workingDir: documents,
      insecureFileRead: true,
    };
    newman.run(options, (error, result) => (error ? failed(error) : done(result)));
  });
  const answers = summary.run.executions.map((one, i) => [wanted[i], one.response?.code, one.response?.code >= 400 ? String(one.response.stream) : '']);
  assert.deepEqual(answers, wanted.map((address) => [address, address.includes('/jobs/') ? 202 : 200, '']));
});
