// One `docmill serve` for all tests of this folder: started when first asked for, ended with the tests.
import { spawn, execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, openSync, existsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The top of the source tree. */
export const source = resolve(dirname(fileURLToPath(import.meta.url)), '../..');

/** The program under test: that of the release build unless DOCMILL_PROGRAM names another. */
export const program = process.env.DOCMILL_PROGRAM ?? join(source, 'build/release/bin/docmill');

/** What `docmill …` prints. */
export function docmill(...words) {
  return execFileSync(program, words, { encoding: 'utf8', maxBuffer: 64 << 20 });
}

/** A directory that goes with the process. */
export function temporary() {
  const path = mkdtempSync(join(tmpdir(), 'docmill-clients-'));
  process.on('exit', () => rmSync(path, { recursive: true, force: true }));
  return path;
}

/** A document of the source tree. */
export function read(path) {
  return readFileSync(join(source, path));
}

const patience = 180_000; // ms; sanitizers and busy machines are slow to warm engines

async function started() {
  const temp = temporary();
  const data = join(temp, 'data');
  const log = join(temp, 'log');
  // Pages that never load are among what is sent; nobody waits the usual minute for them.
  const flags = ['serve', '--data', data, '--listen', '127.0.0.1:0', '--egress-allow', '127.0.0.1/32', '--sync-wait', '60s', '--load-budget', '20s'];
  const out = openSync(log, 'a');
  const child = spawn(program, flags, { stdio: ['ignore', out, out] });
  child.unref(); // or a file that is run alone would wait for it
  process.on('exit', () => child.kill('SIGTERM'));
  const ended = new Promise((done) => child.once('exit', () => done('ended')));
  const url = await ready(log, ended);
  const key = docmill('key', 'create', '--data', data, '--tenant', 'acme').trim().split('\n').pop();
  const secret = docmill('key', 'callback-secret', '--data', data, '--tenant', 'acme').trim().split('\n').pop();
  const stop = async () => {
    child.ref(); // or nothing would be left to wait for
    child.kill('SIGTERM');
    await ended;
  };
  return { url, key, secret, pid: child.pid, data, log: () => readFileSync(log, 'utf8'), stop };
}

/** The address, once the program answers that it is ready. It tells its port in its log and has no other signal for strangers. */
async function ready(log, ended) {
  const until = Date.now() + patience;
  while (Date.now() < until) {
    const said = existsSync(log) ? readFileSync(log, 'utf8') : '';
    const url = /docmill listens on (\S+)/.exec(said)?.[1];
    if (url && (await fetch(`${url}/health/ready`).catch(() => null))?.ok) return url;
    const news = await Promise.race([ended, new Promise((again) => setTimeout(again, 50))]);
    if (news === 'ended') throw new Error(`docmill serve ended at start:\n${said}`);
  }
  throw new Error(`docmill serve did not become ready:\n${readFileSync(log, 'utf8')}`);
}

let shared;
/** {url, key, secret, pid, data, log, stop}; `secret` is what the tenant checks its callbacks with, `data` the server's folder. */
export function server() {
  shared ??= started();
  return shared;
}

/** Ends the server, if there is one. */
export async function stopServer() {
  if (shared) await (await shared).stop();
}
