#!/usr/bin/env node
// Writes what the clients have of the catalogue: a method, a form and a request for every action.
//   clients/generate.mjs [--check] [DOCMILL]   DOCMILL is the program (build/release/bin/docmill); --check compares and writes nothing
import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { collection } from './generate/collection.mjs';
import { javascript } from './generate/javascript.mjs';
import { n8n } from './generate/n8n.mjs';
import { python } from './generate/python.mjs';

const here = dirname(fileURLToPath(import.meta.url));

/** Path → text of every generated file; paths are from clients/ on. */
export function generated(program) {
  const ask = (...words) => JSON.parse(execFileSync(program, words, { encoding: 'utf8', maxBuffer: 64 << 20 }));
  const actions = ask('actions', '--json');
  return {
    'javascript/src/actions.js': javascript(actions),
    'python/docmill/actions.py': python(actions),
    'n8n/nodes/Docmill/actions.json': n8n(actions),
    'postman/docmill.postman_collection.json': collection(ask('openapi')),
  };
}

/** The generated files that are not as the catalogue would have them. */
export function stale(program) {
  const differs = ([path, text]) => {
    try {
      return readFileSync(join(here, path), 'utf8') !== text;
    } catch {
      return true;
    }
  };
  return Object.entries(generated(program)).filter(differs).map(([path]) => path);
}

function main(words) {
  const check = words.includes('--check');
  const program = words.find((word) => !word.startsWith('--')) ?? resolve(here, '../build/release/bin/docmill');
  if (check) {
    const old = stale(program);
    if (old.length === 0) return 0;
    console.error(`Run clients/generate.mjs: these are not of the catalogue: ${old.join(', ')}`);
    return 1;
  }
  for (const [path, text] of Object.entries(generated(program))) {
    mkdirSync(dirname(join(here, path)), { recursive: true });
    writeFileSync(join(here, path), text);
  }
  return 0;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) process.exitCode = main(process.argv.slice(2));
