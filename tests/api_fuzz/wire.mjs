// Requests below HTTP: bytes as no client would send them. Each says how many answers there may be; what follows a request that cannot be
// understood must never be answered (request smuggling).
import net from 'node:net';

const health = (id, more = '') => `GET /health/live HTTP/1.1\r\nHost: a\r\nX-Request-Id: ${id}\r\n${more}\r\n`;
const posted = (known, path, type, body) =>
  `POST ${path} HTTP/1.1\r\nHost: a\r\nAuthorization: ${known.key}\r\nContent-Type: ${type}\r\nContent-Length: ${body.length}\r\n\r\n${body}`;
const form = (known, path, body) => posted(known, path, 'multipart/form-data; boundary=b', body);
const smuggled = health('smuggled');
const refused = { answers: [1, 1], statuses: [400], never: 'smuggled' };

/** Lengths that two readers could understand in two ways. */
function twoLengths(random) {
  const length = random.of(['5', ' 5', '5 ', '+5', '0x5', '5, 5', '-1', '', '00000000000000000000005', '18446744073709551621', '5\t;', '٥']);
  const coding = random.of(['chunked', 'Chunked', ' chunked', 'xchunked', 'chunked, identity', 'identity', 'gzip, chunked', '"chunked"', 'chunked;q=1', 'chunked,']);
  const another = random.of(['chunked', 'x', 'identity']);
  const lines = [`Content-Length: ${length}`, `Transfer-Encoding: ${coding}`, `Transfer-Encoding: ${another}`, `Content-Length: ${random.whole(0, 9)}`];
  const chosen = random.in(50) ? [lines[0], lines[1]] : [lines[0], lines[3]];
  if (random.in(30)) chosen.reverse();
  if (random.in(20)) chosen.push(lines[2]);
  return { bytes: [`POST /api/v2/regex/test HTTP/1.1\r\nHost: a\r\n${chosen.join('\r\n')}\r\n\r\n0\r\n\r\n${smuggled}`], ...refused };
}

function brokenHead(random) {
  const line = random.of([
    'X : a', ' X: a', 'X', ': a', 'X: a\0b', 'X: a\x01', 'X: a\rY: b', 'X: a\nY: b', 'X: a\r\n  folded', 'Host: b', 'X\tY: a', 'X\x80: a', 'Content-Length: 5\x0b', '(X): a',
  ]);
  return { bytes: [`GET /health/live HTTP/1.1\r\nHost: a\r\n${line}\r\n\r\n${smuggled}`], ...refused };
}

function brokenLine(random) {
  const line = random.of([
    'GET  /health/live HTTP/1.1', 'GET /health/live  HTTP/1.1', 'GET /health/live', 'GET /health/live HTTP/1.2', 'GET /health/live HTTP/2.0', 'GET /health/live HTTP/0.9',
    'GET /health/live http/1.1', 'GET health/live HTTP/1.1', 'GET * HTTP/1.1', 'GET http://b/health/live HTTP/1.1', 'GET //a@b/ HTTP/1.1 x', '/health/live GET HTTP/1.1',
    'PRI * HTTP/2.0', 'GET /a/../health/live HTTP/1.1', 'GET /%2e%2e/health/live HTTP/1.1', 'GET /health%00/live HTTP/1.1', 'GET /a%0d%0aX:1 HTTP/1.1', 'GET /\x80 HTTP/1.1',
    'CONNECT a:443 HTTP/1.1', 'GET\t/health/live HTTP/1.1', '\x16\x03\x01\x02\0\x01', 'GET /health/live HTTP/1.1 ', 'G\0T / HTTP/1.1', 'GET /a\\..\\b HTTP/1.1', 'GET /%c0%ae%c0%ae/ HTTP/1.1',
  ]);
  return { bytes: [`${line}\r\nHost: a\r\n\r\n${smuggled}`], ...refused, statuses: [400, 505] };
}

function brokenChunks(random) {
  const body = random.of([
    '\r\n', '-1\r\na\r\n', '0x1\r\na\r\n', '1\na\n0\n\n', '2\r\na\r\n0\r\n\r\n',
    '1\r\nab\r\n0\r\n\r\n', 'fffffffffffffffff\r\n', '1;' + 'x'.repeat(300_000) + '\r\n', '0\r\nX: a\0\r\n\r\n', ' 1\r\na\r\n',
  ]);
  const head = 'POST /api/v2/regex/test HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n';
  // Without a key the door answers 401 and does not read it; what follows must not be taken for a request.
  return { bytes: [`${head}\r\n${body}`, smuggled], answers: [1, 1], statuses: [400, 401], never: 'smuggled' };
}

/** Several whole requests, cut anywhere: as many answers, in order. */
function pipelined(random) {
  const ids = Array.from({ length: random.whole(2, 12) }, (_, i) => `p${i}`);
  const body = () => {
    const text = 'x'.repeat(random.whole(0, 200));
    if (random.in(50)) return { header: `Content-Length: ${text.length}\r\n`, text };
    const chunks = [];
    for (let at = 0; at < text.length; ) {
      const size = random.whole(1, 60);
      const piece = text.slice(at, at + size);
      chunks.push(`${piece.length.toString(16)}${random.in(20) ? ';a="b"' : ''}\r\n${piece}\r\n`);
      at += size;
    }
    return { header: 'Transfer-Encoding: chunked\r\n', text: `${chunks.join('')}0\r\n${random.in(20) ? 'X-Trailer: t\r\n' : ''}\r\n` };
  };
  const requests = ids.map((id) => {
    if (random.in(50)) return health(id);
    const { header, text } = body();
    return `POST /api/v2/regex/test HTTP/1.1\r\nHost: a\r\nX-Request-Id: ${id}\r\n${header}\r\n${text}`; // 401, and the body is read past
  });
  return { bytes: cut(random, requests.join('')), answers: [ids.length, ids.length], statuses: [200, 401], ids };
}

function older(random) {
  const keeps = random.in(50);
  const one = `GET /health/live HTTP/1.0\r\n${keeps ? 'Connection: keep-alive\r\n' : ''}\r\n`;
  return keeps ? { bytes: [one + one], answers: [2, 2], statuses: [200] } : { bytes: [one + smuggled], answers: [1, 1], statuses: [200], never: 'smuggled' };
}

function flood(random) {
  const fields = Array.from({ length: random.whole(1500, 6000) }, (_, i) => `X-${i}: ${'v'.repeat(random.whole(0, 30))}\r\n`).join('');
  return { bytes: cut(random, `GET /health/live HTTP/1.1\r\nHost: a\r\n${fields}\r\n${smuggled}`), answers: [1, 2], statuses: [200, 431] };
}

function longPath(random) {
  const path = `/${random.of(['a', '%61', '/', 'a/'])}`.padEnd(random.whole(20_000, 90_000), 'a/');
  return { bytes: [`GET ${path} HTTP/1.1\r\nHost: a\r\n\r\n${smuggled}`], answers: [1, 2], statuses: [200, 404, 431] };
}

/** A good request with bytes changed: nothing is known but that no answer is broken. */
function flipped(random, known) {
  const body = '--b\r\nContent-Disposition: form-data; name="Text"\r\n\r\na\r\n--b--\r\n';
  const bytes = Buffer.from(form(known, '/api/v2/regex/test', body) + health('after'), 'latin1');
  for (let i = random.whole(1, 6); i > 0; --i) bytes[random.whole(0, bytes.length - 1)] = random.whole(0, 255);
  return { bytes: [bytes], answers: [0, 3] };
}

function manyParts(random, known) {
  const part = random.of(['--b\r\nContent-Disposition: form-data; name="x"\r\n\r\n\r\n', '--b\r\nContent-Disposition: form-data; name="File"; filename="a"\r\n\r\na\r\n', '--b\r\n\r\n\r\n']);
  const body = part.repeat(random.whole(300, 100_000)) + '--b--\r\n';
  return { bytes: [form(known, '/api/v2/pdf/merge', body)], answers: [1, 1], statuses: [400, 413, 415] };
}

function manyDocuments(random, known) {
  const body = `{"documentsContents":[${Array.from({ length: random.whole(201, 20_000) }, () => '"JVBERi0xLjQ="').join()}]}`;
  return { bytes: [posted(known, '/flow/v1/Documents/jobs/MergePdf', 'application/json', body)], answers: [1, 1], statuses: [400] };
}

/** A good form that comes slowly. */
function slow(random, known) {
  const part = (name, value) => `--b\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`;
  const text = form(known, '/api/v2/regex/jobs/test', `${part('Pattern', 'a')}${part('Text', 'banana')}--b--\r\n`);
  return { bytes: cut(random, text), pause: random.whole(1, 40), answers: [1, 1], statuses: [202] };
}

/** What is begun and not ended. */
function leaves(random, known) {
  const part = '--b\r\nContent-Disposition: form-data; name="File"; filename="a.csv"\r\n\r\na,b\r\n';
  const whole = form(known, '/api/v2/convert/csv-to-xlsx', part.padEnd(5000, '1,2\r\n'));
  return { bytes: cut(random, whole.slice(0, random.whole(1, whole.length - 1))), answers: [0, 1], leaves: true };
}

/** A stream of events that nobody reads to its end. */
function stream(random, known) {
  return {
    bytes: [`GET /console/api/jobs/${known.jobId}/events HTTP/1.1\r\nHost: a\r\nCookie: ${known.cookie}\r\n\r\n`],
    answers: [0, 1], statuses: [200, 429], leaves: random.in(50),
  };
}

const kinds = [
  twoLengths, twoLengths, brokenHead, brokenLine, brokenLine, brokenChunks, pipelined, pipelined, older, flood, longPath, flipped, flipped, manyParts,
  manyDocuments, slow, leaves, stream,
];

/** The bytes in up to twenty pieces. */
function cut(random, text) {
  const bytes = Buffer.from(text, 'latin1');
  const ends = Array.from({ length: random.whole(0, 19) }, () => random.whole(0, bytes.length)).sort((a, b) => a - b);
  return [...ends, bytes.length].map((end, i) => bytes.subarray(i === 0 ? 0 : ends[i - 1], end));
}

/** Names of all kinds. */
export const names = [...new Set(kinds.map((kind) => kind.name))];

/** One attack: {name, bytes: pieces, pause (ms between them), answers: [least, most], statuses, never, ids, leaves}. */
export function attack(random, known) {
  const kind = random.of(kinds);
  return { name: kind.name, ...kind(random, known) };
}

/** Sends the pieces with a turn of the loop between them, and takes in what comes until the server closes or is silent. */
export function exchange(url, { bytes, pause, leaves, answers }) {
  const { hostname, port } = new URL(url);
  return new Promise((done) => {
    const pieces = [];
    const socket = net.connect(Number(port), hostname);
    let silence;
    const finish = (why) => {
      clearTimeout(silence);
      clearTimeout(patience);
      socket.destroy();
      done({ bytes: Buffer.concat(pieces), why });
    };
    const patience = setTimeout(() => finish('no end'), 120_000);
    const enough = () => {
      const read = answersIn(Buffer.concat(pieces));
      if (read.fault || read.answers.length < answers[1]) return;
      clearTimeout(silence);
      silence = setTimeout(() => finish('silent'), 100); // whatever comes beyond what may come
    };
    socket.on('data', (piece) => {
      pieces.push(piece);
      enough();
    });
    socket.on('error', (error) => finish(error.code));
    socket.on('end', () => finish('closed'));
    socket.on('connect', async () => {
      for (const piece of bytes) {
        if (socket.destroyed || !socket.writable) return;
        socket.write(piece, 'latin1');
        await new Promise((next) => setTimeout(next, pause ?? 0));
      }
      if (leaves) setImmediate(() => finish('left'));
      else if (answers[0] !== answers[1]) socket.end(); // then the server has an end to come to
    });
  });
}

/** {answers: [{status, headers, body}], fault}: strict, as a proxy in front would read it. */
export function answersIn(bytes) {
  const answers = [];
  let at = 0;
  while (at < bytes.length) {
    const end = bytes.indexOf('\r\n\r\n', at);
    if (end < 0) return { answers, fault: `a head without an end: ${JSON.stringify(bytes.subarray(at, at + 80).toString('latin1'))}` };
    const lines = bytes.subarray(at, end).toString('latin1').split('\r\n');
    const first = /^HTTP\/1\.1 ([1-5]\d\d) [ -~]*$/.exec(lines[0]);
    if (!first) return { answers, fault: `no status line: ${JSON.stringify(lines[0])}` };
    const headers = {};
    for (const line of lines.slice(1)) {
      const field = /^([!#$%&'*+.^_`|~0-9A-Za-z-]+): ([\t -~\x80-\xff]*)$/.exec(line);
      if (!field) return { answers, fault: `no header: ${JSON.stringify(line)}` };
      const name = field[1].toLowerCase();
      if (name in headers && name !== 'vary') return { answers, fault: `${name} twice` };
      headers[name] = field[2];
    }
    const status = Number(first[1]);
    at = end + 4;
    if (status < 200) continue;
    const length = headers['content-length'];
    const left = bytes.length - at;
    const size = status === 204 || status === 304 ? 0 : length === undefined ? left : Number(length);
    if (size > left) return { answers, fault: `${left} bytes of a body of ${size}` };
    answers.push({ status, headers, body: bytes.subarray(at, at + size) });
    at += size;
  }
  return { answers };
}

/** What is wrong with what came back. */
export function trouble(sent, came) {
  const { answers, fault } = answersIn(came.bytes);
  const out = [];
  if (came.why === 'no end') out.push('no end within two minutes');
  if (fault && !sent.leaves && came.why !== 'silent') out.push(fault);
  const [least, most] = sent.answers;
  const gone = came.why === 'ECONNRESET' || came.why === 'EPIPE'; // a refused upload may break off before its answer is read
  if (answers.length > most || (answers.length < least && !gone)) out.push(`${answers.length} answers instead of ${least} to ${most}`);
  answers.forEach((answer, i) => {
    if (answer.status >= 500 && answer.status !== 505) out.push(`status ${answer.status}`);
    if (sent.statuses && !sent.statuses.includes(answer.status)) out.push(`status ${answer.status} instead of ${sent.statuses.join()}`);
    if (!answer.headers['x-request-id']) out.push('no X-Request-Id');
    if (sent.never && answer.headers['x-request-id'] === sent.never) out.push('what followed was answered');
    if (sent.ids && answer.headers['x-request-id'] !== sent.ids[i]) out.push(`answer ${i} is that of ${answer.headers['x-request-id']}`);
    if (answer.status >= 400 && answer.headers['content-type'] !== 'application/problem+json') out.push(`${answer.status} without a problem`);
  });
  return [...new Set(out)];
}
