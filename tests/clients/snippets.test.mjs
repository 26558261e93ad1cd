// The code that the console's playground shows, pasted and run: each kind of answer, in each of its languages.
import assert from 'node:assert/strict';
import { File } from 'node:buffer';
import { execFile } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import test from 'node:test';
import { promisify } from 'node:util';
import { snippetsOf } from '../../web/console/src/playground/snippets.js';
import { docmill, read, server, temporary } from './server.mjs';

const actions = JSON.parse(docmill('actions', '--json'));
const call = promisify(execFile);
globalThis.File ??= File; // browsers have it, Node.js 18 keeps it in a module

const runners = {
  curl: (run, code) => run('bash', ['-c', code]),
  python: (run, code) => run('python3', ['-c', code]),
  javascript: (run, code) => run(process.execPath, ['--input-type=module', '-e', code]),
  async csharp(run, code, folder) {
    writeFileSync(join(folder, 'Call.cs'), code);
    await run('mcs', ['-r:System.Net.Http', '-r:System.Xml.Linq', '-r:System.Runtime.Serialization', '-out:call.exe', 'Call.cs']);
    return run('mono', ['call.exe']);
  },
};

/** What each language prints, and the folder it left its results in. */
async function everywhere(id, entries, documents = {}) {
  const { url, key } = await server();
  const action = actions.find((one) => one.id === id);
  const top = temporary();
  const runs = snippetsOf(action, entries, url).map(async ({ name, code }) => {
    const folder = join(top, name);
    mkdirSync(folder);
    for (const [file, bytes] of Object.entries(documents)) writeFileSync(join(folder, file), bytes);
    const run = (program, words) => call(program, words, { cwd: folder, env: { ...process.env, DOCMILL_KEY: key, LC_ALL: 'C.UTF-8' } });
    const { stdout } = await runners[name](run, code, folder).catch((failed) => assert.fail(`${name}: ${failed.message}\n${code}`));
    return { name, stdout, folder };
  });
  return Promise.all(runs);
}

test('One result is saved under its name', async () => {
  const name = "it's 50 % off.txt";
  const runs = await everywhere('archive/create', [{ name: 'File', file: new File([], name) }], { [name]: 'hello' });
  for (const { name: language, stdout, folder } of runs) {
    if (language === 'curl') assert.match(JSON.parse(stdout).link, /^http/);
    else assert.match(readFileSync(join(folder, "it's 50 % off.zip"), 'latin1'), /^PK.*it's 50 % off\.txt/s, language);
  }
});

test('Several results are numbered', async () => {
  const entries = [{ name: 'File', file: new File([], 'pages.pdf') }, { name: 'PagesInChunk', value: '3' }];
  const runs = await everywhere('pdf/split', entries, { 'pages.pdf': read('tests/actions/documents/pages.pdf') });
  for (const { name: language, stdout, folder } of runs) {
    if (language === 'curl') assert.equal(JSON.parse(stdout).links.length, 2);
    else for (const number of [1, 2]) assert.match(readFileSync(join(folder, `result-${number}`), 'latin1'), /^%PDF-/, language);
  }
});

test('Values come as they were typed, and answers are printed', async () => {
  const text = 'a "b" \'c\' $HOME `d` \\n ü\n{0} %s #{e}';
  const escaped = text.replace(/[\\^$.*+?()[\]{}|#]/g, '\\$&');
  const runs = await everywhere('regex/match', [{ name: 'Text', value: text }, { name: 'Pattern', value: `^${escaped}$` }]);
  for (const { name: language, stdout } of runs) assert.match(stdout, /Match0/, `${language} ${stdout}`);
});
