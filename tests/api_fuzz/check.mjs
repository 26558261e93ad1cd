// Whether an answer is one that the description allows.
import { createRequire } from 'node:module';
import { forged, resolved } from './requests.mjs';

const require = createRequire(new URL('../clients/package.json', import.meta.url));
const Ajv = require('ajv/dist/2020.js').default;
const addFormats = require('ajv-formats').default;

/** Refused before the operation is known: by the server that reads heads, or because the method is none of the address's. */
const early = new Set([400, 401, 404, 405, 408, 413, 431]);

/** Schemas of OpenAPI 3.1 are JSON Schema; "binary" and "byte" are nothing to check. */
function checker(document) {
  const ajv = new Ajv({ strict: false, allErrors: false, validateFormats: true });
  addFormats(ajv);
  for (const name of ['binary', 'byte', 'password']) ajv.addFormat(name, true);
  ajv.addSchema(document, 'document');
  const known = new Map();
  return (pointer, value) => {
    if (!known.has(pointer)) known.set(pointer, ajv.compile({ $ref: `document#${pointer}` }));
    const validate = known.get(pointer);
    return validate(value) ? '' : ajv.errorsText(validate.errors);
  };
}

const escaped = (name) => name.replace(/~/g, '~0').replace(/\//g, '~1');

/** Where the answer's description stands: a JSON pointer; undefined when there is none. */
function placeOf(document, one, status) {
  const responses = one.operation.responses;
  const key = responses[status] ? String(status) : 'default' in responses ? 'default' : undefined;
  if (key === undefined) return undefined;
  const ref = responses[key].$ref;
  return ref ? ref.slice(1) : `/paths/${escaped(one.path)}/${one.method.toLowerCase()}/responses/${key}`;
}

function problemTrouble(answer, body) {
  const trouble = [];
  if (body.status !== answer.status) trouble.push(`the problem says ${body.status}`);
  if (!/[.!?]$/.test(body.detail ?? '')) trouble.push(`its detail is no sentence: ${JSON.stringify(body.detail)}`);
  if (body.requestId !== answer.headers['x-request-id']) trouble.push(`its requestId is ${body.requestId}`);
  return trouble;
}

/** Paths, names of code, addresses in memory, statements of databases: what a caller has no use for. */
const inside = new RegExp(
  [/\/(work|tmp|proc|dev\/shm|usr|var|root|home)\/[\w.-]+/, /\.(cc|h|so)\b(:\d+)?/, /\b(std|boost|docmill|asio)::/, /0x[0-9a-f]{8}/, /\b(sqlite|SQLITE|postgres|errno|libcurl|seccomp)\b/, /SELECT .* FROM/]
    .map((one) => one.source)
    .join('|'),
);

/** Whatever the caller did not send itself. */
function insideTrouble(text, request) {
  const found = inside.exec(text);
  if (!found) return [];
  const sent = `${decodeURIComponent(request.target.replace(/%(?![0-9a-f]{2})/gi, '%25').replace(/%[89a-f][0-9a-f]/gi, '?'))}${request.body.toString('latin1')}`;
  return sent.includes(found[0]) ? [] : [`it tells of the inside: ${found[0]}`];
}

/** What HTTP wants beside a status. */
const companions = {
  202: ['location', 'retry-after', 'x-jobid'], 206: ['content-range'],
  401: ['www-authenticate'], 405: ['allow'], 416: ['content-range'], 429: ['retry-after'], 503: ['retry-after'], 504: ['location', 'x-jobid'],
};

function headerTrouble(one, request, { status, headers, body }) {
  const trouble = [];
  for (const name of companions[status] ?? []) if (!headers[name]) trouble.push(`${status} without ${name}`);
  if (status === 405 && (headers.allow ?? '').split(', ').includes(request.method)) trouble.push(`405 for ${request.method}, which it says is allowed`);
  const id = headers['x-request-id'];
  if (!id) trouble.push('no X-Request-Id');
  const given = request.headers['X-Request-Id'];
  if (given && /^[\w.-]{1,64}$/.test(given) && id && id !== given && ![400, 431].includes(status)) trouble.push(`another X-Request-Id than was sent`);
  for (const name of ['x-injected', 'server', 'x-powered-by', 'access-control-allow-credentials']) if (headers[name]) trouble.push(`a header ${name}`);
  const length = request.method === 'HEAD' ? undefined : headers['content-length'];
  if (length !== undefined && Number(length) !== body.length) trouble.push(`${body.length} bytes instead of ${length}`);
  if (body.length > 0 && !headers['content-type']) trouble.push('a body without Content-Type');
  if (/^\/console\//.test(request.target) && one.path.startsWith('/console/') && ![400, 431].includes(status)) {
    for (const name of ['content-security-policy', 'x-content-type-options', 'cache-control']) if (!headers[name]) trouble.push(`the console without ${name}`);
  }
  if (headers['access-control-allow-origin'] && headers['set-cookie']) trouble.push('a cookie for any origin');
  if (headers['set-cookie'] && !headers['set-cookie'].every((one) => /HttpOnly/.test(one) && /SameSite=Strict/.test(one))) trouble.push('a cookie without its guards');
  return trouble;
}

/** A part must be that part of the whole. */
function rangeTrouble({ headers, body }, whole) {
  const [, first, last, size] = /^bytes (\d+)-(\d+)\/(\d+)$/.exec(headers['content-range'] ?? '') ?? [];
  if (first === undefined) return [`206 with Content-Range ${headers['content-range']}`];
  const right = Number(size) === whole.length && body.equals(whole.subarray(Number(first), Number(last) + 1));
  return right ? [] : [`the part ${headers['content-range']} is not that part`];
}

/** A function that lists what is wrong with an answer; nothing when all is well. `known` has what exists, see fuzz.mjs. */
export function answerCheck(document, known = {}) {
  const validate = checker(document);
  return (one, request, answer) => {
    const other = request.method !== one.method; // the description speaks of one method
    const trouble = headerTrouble(one, request, answer);
    if (answer.status >= 500 && answer.status !== 504) trouble.push(`status ${answer.status}`);
    if (answer.status === 206 && known.whole && request.target.split('?')[0].endsWith(known.token)) trouble.push(...rangeTrouble(answer, known.whole));
    const changes = !['GET', 'HEAD', 'OPTIONS'].includes(request.method);
    if (known.cookie && changes && answer.status < 400 && forged(request.headers, known) && !/session/.test(one.path)) trouble.push('a forged request was carried out');
    const type = (answer.headers['content-type'] ?? '').split(';')[0];
    const isJson = type === 'application/json' || type === 'application/problem+json';
    let body;
    if (isJson && answer.body.length > 0) {
      try {
        body = JSON.parse(answer.body.toString('utf8'));
      } catch (error) {
        return [...trouble, `the body is no JSON: ${error.message}`];
      }
    }
    if (type === 'application/problem+json' && body) {
      trouble.push(...problemTrouble(answer, body));
      trouble.push(...insideTrouble(answer.body.toString('utf8'), request));
      const invalid = validate('/components/schemas/Problem', body);
      if (invalid) trouble.push(`the problem is not as described: ${invalid}`);
    } else if (answer.status >= 400 && request.method !== 'HEAD') {
      trouble.push(`${answer.status} without a problem: ${type} ${answer.body.subarray(0, 80)}`);
    }
    const media = one.loose && one.media;
    if (media && !other && answer.status === 200 && type !== media && !request.bent) trouble.push(`${type} instead of ${media}`);
    if (other || request.bent || one.loose || early.has(answer.status)) return trouble;
    const place = placeOf(document, one, answer.status);
    if (place === undefined) return [...trouble, `status ${answer.status} is not described`];
    const described = resolved(document, { $ref: `#${place}` });
    for (const name of Object.keys(answer.status < 400 ? (described.headers ?? {}) : {})) if (!answer.headers[name.toLowerCase()]) trouble.push(`${answer.status} without ${name}`);
    if (answer.status < 400 && described.content && body !== undefined) {
      const media = described.content[type] ? type : undefined;
      if (media) {
        const invalid = validate(`${place}/content/${escaped(media)}/schema`, body);
        if (invalid) trouble.push(`the answer is not as described: ${invalid}`);
      } else if (!described.content['*/*']) {
        trouble.push(`${type} is not described`);
      }
    }
    return trouble;
  };
}
