#!/usr/bin/env node
// Sends requests made from the description of the API, good and hostile ones, and holds every answer against it.
//   tests/api_fuzz/fuzz.mjs [COUNT] [--seed N] [--only INDEX] [--url URL --key KEY]
// Without --url it starts a server of its own. A finding names its index: --seed and --only send that request again and show it.
import http from 'node:http';
import { fileURLToPath } from 'node:url';
import { docmill, server, source, stopServer } from '../clients/server.mjs';
import { chance } from './chance.mjs';
import { answerCheck } from './check.mjs';
import { documents, operationsOf, request } from './requests.mjs';
import { older, others } from './surfaces.mjs';
import { facts, growth, idle } from './traces.mjs';
import { attack, exchange, trouble as wireTrouble } from './wire.mjs';

const patience = 120_000; // ms; an answer that takes longer hangs
const atOnce = 8;
const wireShare = 8; // of a hundred requests, those below HTTP
const warm = 300; // requests after which what the server holds is measured for the first time

function send(agent, url, { method, target, headers, body, cut }) {
  return new Promise((done) => {
    const { hostname, port } = new URL(url);
    const started = performance.now();
    const finish = (answer) => done({ ...answer, ms: performance.now() - started });
    let outgoing;
    try {
      const own = { ...headers };
      if (!('Transfer-Encoding' in own)) own['Content-Length'] = body.length + (cut ? 1000 : 0);
      outgoing = http.request({ hostname, port, method, path: target, headers: own, agent: cut ? false : agent });
    } catch (error) {
      return finish({ unsent: error.message });
    }
    outgoing.setTimeout(patience, () => outgoing.destroy(new Error('no answer')));
    outgoing.on('error', (error) => finish({ broken: error.message }));
    outgoing.on('response', (incoming) => {
      const pieces = [];
      // A stream of events ends when its job does, or never: its beginning is enough.
      if (incoming.headers['content-type']?.startsWith('text/event-stream')) {
        incoming.resume();
        outgoing.destroy();
        return finish({ status: incoming.statusCode, headers: incoming.headers, body: Buffer.alloc(0) });
      }
      incoming.on('data', (piece) => pieces.push(piece));
      incoming.on('error', (error) => finish({ broken: error.message }));
      incoming.on('end', () => finish({ status: incoming.statusCode, headers: incoming.headers, body: Buffer.concat(pieces) }));
    });
    if (!cut) return outgoing.end(body);
    outgoing.write(body);
    return setImmediate(() => outgoing.destroy());
  });
}

/** What exists, so that addresses of it can be asked for. */
async function things(url, key, good) {
  const call = async (path, fields) => {
    const form = new FormData();
    for (const [name, value] of Object.entries(fields)) form.append(name, value instanceof Buffer ? new Blob([value]) : value, ...(value instanceof Buffer ? ['a.html'] : []));
    return fetch(url + path, { method: 'POST', headers: { authorization: key }, body: form });
  };
  const process = await (await call('/api/v2/processes', { File: good('page.html'), Name: 'Fuzzed' })).json();
  const test = await call('/api/v2/regex/jobs/test', { Pattern: 'a', Text: 'a' });
  const linked = await (await call('/api/v2/convert/csv-to-xlsx', { File: 'a,b\n1,2\n' })).json();
  const whole = Buffer.from(await (await fetch(linked.link)).arrayBuffer());
  const session = { cookie: '', csrf: '', keyId: 'aaaaaaaaaaaa' };
  const signed = await fetch(`${url}/console/api/session`, { method: 'POST', body: JSON.stringify({ key }) });
  if (signed.ok) {
    session.cookie = signed.headers.get('set-cookie').split(';')[0];
    session.csrf = (await signed.json()).csrf;
  }
  return {
    key, process: process.id, processId: process.id, user: 'acme', jobId: test.headers.get('x-jobid'), token: linked.link?.split('/d/')[1], whole, ...session,
    message: 'x', page: 'jobs', jobs: {},
  };
}

export async function fuzz({ count = 500, seed = 1, only, url, key, say = () => {} }) {
  const house = url ? { url, key } : await ownHouse();
  const good = documents(source);
  const described = await (await fetch(`${house.url}/openapi.json`)).json();
  const connector = JSON.parse(docmill('openapi', '--connector'));
  const wire = operationsOf(connector).filter((one) => one.path.startsWith('/flow/v1/Documents/'));
  // The connectors' operations are described in Swagger: of their answers, problems alone are held against the description.
  const loose = wire.map((one) => ({ ...one, loose: true }));
  const all = [...operationsOf(described), ...loose, ...older(loose), ...others];
  const known = await things(house.url, house.key, good);
  const check = answerCheck(described, known);
  const agent = new http.Agent({ keepAlive: true, maxSockets: atOnce });
  const report = { seed, sent: 0, statuses: {}, covered: new Set(), findings: new Map(), broken: 0, wire: 0, slowest: { ms: 0 } };
  const note = (name, index) => {
    const found = report.findings.get(name) ?? { times: 0, index };
    if (found.times === 0) say(`${name} (${index})`);
    report.findings.set(name, { ...found, times: found.times + 1 });
  };

  const wireStep = async (random, index) => {
    const sent = attack(random, known);
    if (only !== undefined) say(`${sent.name}\n${Buffer.concat(sent.bytes.map((piece) => Buffer.from(piece, 'latin1'))).subarray(0, 3000)}`);
    const came = await exchange(house.url, sent);
    if (only !== undefined) say(`${came.why}\n${came.bytes.subarray(0, 3000)}`);
    ++report.wire;
    for (const text of wireTrouble(sent, came)) note(`${sent.name}: ${text}`, index);
  };

  /** A process that was removed is made again, so that there is something to ask about. */
  const renew = async (one, sent, answer) => {
    if (one.path !== '/api/v2/processes/{process}' || sent.method !== 'DELETE' || answer.status !== 204) return;
    const { process, processId } = await things(house.url, house.key, good);
    Object.assign(known, { process, processId });
  };

  const step = async (index) => {
    const random = chance(seed, index);
    if (index >= all.length && random.in(wireShare)) {
      ++report.sent;
      return wireStep(random, index);
    }
    const one = index < all.length ? all[index] : random.of(all);
    const sent = request(random, one.loose ? connector : described, one, good, known);
    if (only !== undefined) say(`${sent.method} ${sent.target}\n${JSON.stringify(sent.headers, null, 1)}\n${sent.body.subarray(0, 2000)}`);
    const answer = await send(agent, house.url, sent);
    ++report.sent;
    if (answer.unsent !== undefined) return;
    report.covered.add(`${one.method} ${one.path}`);
    if (answer.ms > report.slowest.ms) report.slowest = { ms: Math.round(answer.ms), what: `${one.method} ${one.path}`, index };
    let trouble = [];
    if (answer.broken !== undefined) {
      ++report.broken;
      // Whoever lies about lengths or leaves in the middle may be left, too.
      const deserved = sent.cut || !sent.well;
      if (answer.broken === 'no answer' || !deserved) trouble = [`no answer: ${answer.broken}`];
    } else {
      report.statuses[answer.status] = (report.statuses[answer.status] ?? 0) + 1;
      trouble = check(one, sent, answer);
      if (answer.status === 202) known.jobs[one.path] = answer.headers['x-jobid'];
      await renew(one, sent, answer);
    }
    if (only !== undefined) say(`${answer.status} ${JSON.stringify(answer.headers, null, 1)}\n${answer.body?.subarray(0, 2000)}`);
    for (const text of trouble) note(`${one.method} ${one.path}: ${text}`, index);
  };

  let next = 0;
  const lane = async () => {
    while (next < count) {
      const index = next++;
      if (index === warm && house.pid) report.before = facts(house.pid, house.folders);
      if (index > 0 && index % 1000 === 0) say(`${index} sent, ${report.findings.size} findings`);
      await step(index);
    }
  };
  const started = performance.now();
  if (only !== undefined) await step(only);
  else await Promise.all(Array.from({ length: atOnce }, lane));
  agent.destroy();
  report.seconds = Math.round((performance.now() - started) / 1000);
  report.operations = all.length;
  if (house.pid) await leftBehind(house, report, note);
  const health = await fetch(`${house.url}/health/ready`).catch((error) => ({ status: error.message }));
  if (health.status !== 200) report.findings.set(`The service is not ready afterwards: ${health.status}`, { times: 1, index: -1 });
  return report;
}

/** A server of our own, of which we may ask what it holds and what it wrote into its log. */
async function ownHouse() {
  const house = await server();
  const key = docmill('key', 'create', '--data', house.data, '--tenant', 'acme', '--scope', 'convert', '--scope', 'console', '--scope', 'admin').trim().split('\n').pop();
  return { ...house, key, folders: [`${house.data}/store/tmp`] };
}

async function leftBehind(house, report, note) {
  await idle(house.url);
  report.after = facts(house.pid, house.folders);
  for (const text of report.before ? growth(report.before, report.after) : []) note(`Afterwards: ${text}`, -1);
  const log = house.log();
  const secret = house.key.split('_').pop();
  if (log.includes(secret)) note('The log has the secret of a key', -1);
  const bad = /^.*(handler_failed|connection_failed|bad_header_name|runtime error|terminate called).*$/gm;
  for (const [line] of log.matchAll(bad)) note(`The log: ${line.replace(/^[\d:.]+ /, '').slice(0, 200)}`, -1);
}

const mib = (kib) => `${Math.round(kib / 1024)} MiB`;
const held = (one) =>
  `${mib(one.memory)} (the server ${mib(one.own)}), ${one.processes} processes, ${one.descriptors} descriptors, ${one.files} temporary files`;

export function shown(report) {
  const findings = [...report.findings].map(([name, { times, index }]) => `  ${times}x ${name}   (--seed ${report.seed} --only ${index})`);
  const statuses = Object.entries(report.statuses).map(([status, times]) => `${status}: ${times}`);
  return [
    `${report.sent} requests, ${report.wire} of them below HTTP, to ${report.covered.size} of ${report.operations} operations in ${report.seconds} s, seed ${report.seed}`,
    `  ${statuses.join(', ')}; connections given up: ${report.broken}`,
    `  slowest: ${report.slowest.ms} ms, ${report.slowest.what} (${report.slowest.index})`,
    ...(report.before ? [`  before: ${held(report.before)}`, `  after:  ${held(report.after)}`] : []),
    ...(findings.length > 0 ? [`${findings.length} findings:`, ...findings] : ['no findings']),
  ].join('\n');
}

async function main(words) {
  const value = (name) => (words.includes(name) ? words[words.indexOf(name) + 1] : undefined);
  const number = (text) => (text === undefined ? undefined : Number(text));
  const count = /^\d+$/.test(words[0] ?? '') ? Number(words[0]) : undefined;
  const report = await fuzz({ count, seed: number(value('--seed')), only: number(value('--only')), url: value('--url'), key: value('--key'), say: console.error });
  console.log(shown(report));
  await stopServer();
  return report.findings.size > 0 ? 1 : 0;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) process.exit(await main(process.argv.slice(2)));
