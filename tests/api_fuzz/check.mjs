// Whether an answer is one that the description allows.
import { createRequire } from 'node:module';
import { resolved } from './requests.mjs';

const require = createRequire(new URL('../clients/package.json', import.meta.url));
const Ajv = require('ajv/dist/2020.js').default;
const addFormats = require('ajv-formats').default;

/** Refused before the operation is known: by the server that reads heads, or because the method is none of the address's. */
const early = new Set([400, 401, 404, 405, 408, 411, 413, 414, 417, 431, 501, 505]);

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
  if (/\/work\/|\/tmp\/|\.cc\b|std::|0x[0-9a-f]{8}/.test(body.detail ?? '')) trouble.push(`its detail tells of the inside: ${body.detail}`);
  return trouble;
}

/** A function that lists what is wrong with an answer; nothing when all is well. */
export function answerCheck(document) {
  const validate = checker(document);
  return (one, request, answer) => {
    const trouble = [];
    const other = request.method !== one.method; // the description speaks of one method
    if (answer.status >= 500 && answer.status !== 504 && !(other && answer.status === 501)) trouble.push(`status ${answer.status}`);
    if (!answer.headers['x-request-id']) trouble.push('no X-Request-Id');
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
      const invalid = validate('/components/schemas/Problem', body);
      if (invalid) trouble.push(`the problem is not as described: ${invalid}`);
    } else if (answer.status >= 400 && request.method !== 'HEAD') {
      trouble.push(`${answer.status} without a problem: ${type} ${answer.body.subarray(0, 80)}`);
    }
    if (answer.status === 202 && !answer.headers.location) trouble.push('202 without Location');
    if (answer.status === 405 && !answer.headers.allow) trouble.push('405 without Allow');
    if (other || one.loose || early.has(answer.status)) return trouble;
    const place = placeOf(document, one, answer.status);
    if (place === undefined) return [...trouble, `status ${answer.status} is not described`];
    const described = resolved(document, { $ref: `#${place}` });
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
