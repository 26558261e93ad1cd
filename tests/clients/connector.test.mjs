// The description that custom connectors of Power Automate and Logic Apps are made from: valid, whole, and true of a real service.
import assert from 'node:assert/strict';
import { createRequire } from 'node:module';
import test from 'node:test';
import { docmill, read, server } from './server.mjs';

const SwaggerParser = createRequire(import.meta.url)('@apidevtools/swagger-parser');
const described = () => JSON.parse(docmill('openapi', '--connector', '--url', 'https://docs.example.com'));

/** Every object of a document. */
function* objects(value) {
  if (value === null || typeof value !== 'object') return;
  yield value;
  for (const one of Object.values(value)) yield* objects(one);
}

test('It is valid Swagger 2.0', async () => {
  await SwaggerParser.validate(described());
  const bad = described();
  bad.paths['/flow/v1/Documents/jobs/MergePdf'].post.parameters[0].in = 'nowhere';
  await assert.rejects(SwaggerParser.validate(bad));
});

test('Its menus and dynamic members ask operations that it has, by parameters that these have', () => {
  const document = described();
  const operations = new Map();
  for (const item of Object.values(document.paths)) {
    for (const operation of Object.values(item)) if (operation.operationId) operations.set(operation.operationId, operation);
  }
  let asked = 0;
  for (const object of objects(document.paths)) {
    for (const name of ['x-ms-dynamic-values', 'x-ms-dynamic-schema', 'x-ms-dynamic-properties']) {
      if (!object[name]) continue;
      ++asked;
      const operation = operations.get(object[name].operationId);
      assert.ok(operation, object[name].operationId);
      const names = operation.parameters.map((one) => one.name);
      for (const parameter of Object.keys(object[name].parameters ?? {})) assert.ok(names.includes(parameter), `${object[name].operationId} ${parameter}`);
    }
  }
  assert.ok(asked >= 10, String(asked));
});

test('Designers read a title and a summary everywhere', () => {
  for (const [path, item] of Object.entries(described().paths)) {
    for (const [method, operation] of Object.entries(item)) {
      if (method.startsWith('x-')) continue;
      assert.ok(operation.summary.length <= 80 && !/[.]$/.test(operation.summary), `${path}: ${operation.summary}`);
      assert.match(operation.description, /[.]$/, path);
      for (const parameter of operation.parameters) {
        if (parameter.in === 'query') assert.ok(parameter['x-ms-summary'], `${path} ${parameter.name}`);
        for (const [name, member] of Object.entries(parameter.schema?.properties ?? {})) {
          if (member['x-ms-visibility'] !== 'internal' && !member['x-ms-dynamic-schema']) assert.ok(member['x-ms-summary'], `${path} ${name}`);
        }
      }
    }
  }
});

test('A flow that does as it says gets what it says', async () => {
  const { url, key } = await server();
  const headers = { authorization: key, 'content-type': 'application/json' };
  const call = async (path, body) => {
    const started = await fetch(url + path, { method: 'POST', headers, body: JSON.stringify(body) });
    assert.equal(started.status, 202, await started.clone().text());
    for (;;) {
      const answer = await fetch(started.headers.get('location'), { headers });
      if (answer.status !== 202) return answer;
      await new Promise((again) => setTimeout(again, 100));
    }
  };
  const documentContent = read('tests/actions/documents/pages.pdf').toString('base64');
  const split = await (await call('/flow/v1/Documents/jobs/SplitPdfV2?type=SplitByPages', { documentContent, pagesInChunk: 3 })).json();
  assert.equal(split.resultFiles.length, 2);
  const schema = await (await fetch(`${url}/flow/v1/DocumentsFlow/Schema/SplitPdf?type=SplitByPages`, { method: 'POST', headers })).json();
  assert.ok(schema.properties.pagesInChunk && schema.properties.documentContent);
  const page = await (await call('/flow/v1/Documents/jobs/ApplyHtml', { html: '<p>{{a.b}}</p>', data: { a: { b: 'Ada' } } })).json();
  assert.match(page.htmlResult, /Ada/);
  const archive = await (await call('/flow/v1/Documents/jobs/CreateArchive', { fileName: 'a', data: [{ fileName: 'x.txt', content: 'aGk=' }] })).json();
  assert.match(Buffer.from(archive.fileContent, 'base64').toString('latin1'), /^PK.*x\.txt/s);
});
