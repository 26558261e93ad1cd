// Requests for every operation of the description: as it wants them, somewhat wrong, and not to be believed.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as hostile from './hostile.mjs';

const fixtures = {
  docx: 'examples/invoice.docx', xlsx: 'examples/budget.xlsx', pptx: 'examples/pitch.pptx', pdf: 'tests/actions/documents/pages.pdf',
  html: 'tests/actions/documents/page.html', eml: 'tests/actions/documents/message.eml', json: 'tests/actions/documents/figures.json',
  txt: 'tests/actions/documents/words.txt', png: 'tests/documents/formats/sample.png',
};
const made = { csv: 'name,amount\nAda,1\nBob,2\n', md: '# Title\n\ntext\n', markdown: '# Title\n' };

/** Bytes of a good document by the name that an example gives it. */
export function documents(source) {
  const read = {};
  return (filename) => {
    const type = filename.split('.').pop();
    read[type] ??= fixtures[type] ? readFileSync(join(source, fixtures[type])) : Buffer.from(made[type] ?? 'text');
    return read[type];
  };
}

/** Every method of every path: {method, path, operation, parameters, body}. */
export function operationsOf(document) {
  const methods = ['get', 'post', 'put', 'delete'];
  return Object.entries(document.paths).flatMap(([path, item]) =>
    methods.filter((method) => item[method]).map((method) => {
      const operation = item[method];
      const parameters = [...(item.parameters ?? []), ...(operation.parameters ?? [])].map((one) => resolved(document, one));
      return { method: method.toUpperCase(), path, operation, parameters, types: operation.requestBody?.content ?? bodyOfSwagger(parameters) };
    }),
  );
}

/** The body parameter of Swagger 2 as OpenAPI 3 has it. */
function bodyOfSwagger(parameters) {
  const body = parameters.find((one) => one.in === 'body');
  return body ? { 'application/json': { schema: body.schema } } : {};
}

export function resolved(document, value) {
  if (!value?.$ref) return value;
  return value.$ref.slice(2).split('/').reduce((at, name) => at[name.replace(/~1/g, '/').replace(/~0/g, '~')], document);
}

function valueFor(random, schema) {
  if (schema.enum) return random.of(schema.enum);
  switch (schema.type) {
    case 'integer':
      return random.whole(schema.minimum ?? 0, Math.min(schema.maximum ?? 1000, (schema.minimum ?? 0) + 1000));
    case 'number':
      return random.whole(schema.minimum ?? 0, schema.maximum ?? 100);
    case 'boolean':
      return random.in(50);
    case 'array':
      return [];
    case 'object':
      return { name: 'Ada', items: [{ amount: 1 }] };
    default:
      return schema.default ?? random.of(['1', '1-2', 'Ada', 'a']);
  }
}

/** Form parts: [{name, value: Buffer, filename?}] */
function parts(random, type, good) {
  const { schema, example } = type;
  const out = [];
  const add = (name, value) => {
    const property = schema.properties[name] ?? {};
    const one = property.type === 'array' ? property.items : property;
    const file = one.contentMediaType && typeof value === 'string' && /^[\w-]+\.\w+$/.test(value);
    out.push(file ? { name, value: good(value), filename: value } : { name, value: Buffer.from(typeof value === 'string' ? value : JSON.stringify(value)) });
  };
  for (const [name, value] of Object.entries(example)) for (const one of Array.isArray(value) ? value : [value]) add(name, one);
  const others = Object.keys(schema.properties).filter((name) => !(name in example) && !/Url$/.test(name) && name !== 'WaitSelector' && name !== 'WaitExpression');
  for (const name of others) {
    if (random.in(8) && !schema.properties[name].contentMediaType) add(name, valueFor(random, schema.properties[name]));
  }
  return out;
}

function spoil(random, form) {
  for (let times = random.whole(1, 3); times > 0; --times) {
    const one = random.of(form) ?? { name: 'File', value: Buffer.alloc(0) };
    const at = form.indexOf(one);
    switch (random.whole(0, 8)) {
      case 0: one.value = Buffer.from(random.of(hostile.texts)); break;
      case 1: one.value = random.of(hostile.bodies); break;
      case 2: one.value = one.value.subarray(0, random.whole(0, one.value.length)); break;
      case 3: if (at >= 0) form.splice(at, 1); break;
      case 4: form.push({ ...one }, { ...one }); break;
      case 5: one.filename = random.of([...hostile.texts.filter((text) => !/[\r\n]/.test(text)), 'a.docx', 'a.exe', undefined]); break;
      case 6: one.name = random.of([...hostile.texts.slice(5, 14), one.name.toLowerCase(), `${one.name}[0]`, `${one.name}Url`]); break;
      case 7: form.push({ name: `${one.name}Url`, value: Buffer.from(random.of(hostile.addresses)) }); break;
      default: one.value = flipped(random, one.value);
    }
  }
}

/** A few bytes changed. */
function flipped(random, bytes) {
  const copy = Buffer.from(bytes);
  for (let i = 0; i < 8 && copy.length > 0; ++i) copy[random.whole(0, copy.length - 1)] = random.whole(0, 255);
  return copy;
}

function multipart(random, form, well) {
  const boundary = `b${random.whole(1e8, 9e8)}`;
  const lines = (well ? 0 : random.whole(0, 30)) === 1 ? random.of(hostile.partHeaders) : '';
  const chunks = form.flatMap(({ name, value, filename }) => {
    let named = filename === undefined ? '' : `; filename="${filename}"`;
    if (filename !== undefined && !/[\r\n]/.test(filename) && random.in(10)) named += `; filename*=UTF-8''${encodeURIComponent(`Ünï ${filename.slice(0, 50)}`)}`;
    return [Buffer.from(`--${boundary}\r\nContent-Disposition: form-data; name="${name}"${named}\r\n${lines}\r\n`), value, Buffer.from('\r\n')];
  });
  return { type: `multipart/form-data; boundary=${boundary}`, body: Buffer.concat([...chunks, Buffer.from(`--${boundary}--\r\n`)]) };
}

/** A JSON body by a schema; members of base64 get a document's. */
function jsonValue(random, document, schema, good, depth = 0) {
  const here = resolved(document, schema) ?? {};
  if (here.format === 'byte') return good(random.of(['a.pdf', 'a.docx', 'a.txt', 'a.png'])).toString('base64');
  if (here.type === 'array') return depth > 4 ? [] : [jsonValue(random, document, here.items ?? {}, good, depth + 1)];
  if (!here.properties) return valueFor(random, { ...here, type: Array.isArray(here.type) ? here.type[0] : here.type });
  const kept = Object.entries(here.properties).filter(([name]) => here.required?.includes(name) || random.in(20));
  return Object.fromEntries(kept.map(([name, one]) => [name, jsonValue(random, document, one, good, depth + 1)]));
}

/** One member, at any depth, as something else, twice, or under another name. */
function bent(random, value) {
  const places = [];
  const walk = (at) => {
    for (const name of Object.keys(at ?? {})) {
      places.push([at, name]);
      if (typeof at[name] === 'object') walk(at[name]);
    }
  };
  const copy = structuredClone(value);
  walk(copy);
  if (places.length === 0) return copy;
  const [at, name] = random.of(places);
  const other = random.of(hostile.values);
  if (random.in(70)) at[name] = other;
  else if (random.in(50)) at[random.of([name.toUpperCase(), `${name} `, `${name}[]`, '__proto__', '\u202e', ''])] = at[name];
  else at[name] = [at[name], other];
  return copy;
}

function spoiledJson(random, value) {
  if (random.in(40)) return Buffer.from(JSON.stringify(bent(random, value)));
  const text = JSON.stringify(value);
  switch (random.whole(0, 5)) {
    case 4: return Buffer.from(text.replace(/^\{("[^"]*":)/, (begin, name) => `{${name}${random.of(['null', '1', '"x"', '[]'])},${name}`)); // twice
    case 5: return Buffer.from(text, random.of(['utf16le', 'latin1']));
    case 0: return random.of(hostile.bodies);
    case 1: return Buffer.from(text.slice(0, random.whole(0, text.length)));
    case 2: return flipped(random, Buffer.from(text));
    case 3: return Buffer.from(text.replace(/"[^"]{0,40}"(?=[,}\]])/, () => JSON.stringify(random.of(hostile.texts))));
    default: return Buffer.from(text.replace(/:("[^"]*"|\d+|true|false)/, () => `:${random.of(['null', '[]', '{}', '-1', '1e400', '"x"', '[[[]]]'])}`));
  }
}

/** The same address as others would write it, or one that is not. */
function bentTarget(random, target) {
  const [path, query] = target.split('?');
  const parts = path.split('/');
  const at = random.whole(1, parts.length - 1);
  const ways = [
    () => parts.splice(at, 0, random.of(['..', '.', '%2e%2e', '%2E%2e', '%252e%252e', '..;', '', '%00', '%2f', '%5c', 'a'.repeat(3000), 'é'.normalize('NFD').replace(/[^a-z]/g, '%CC%81')])),
    () => (parts[at] = parts[at].toUpperCase()),
    () => (parts[at] = [...parts[at]].map((letter) => `%${letter.charCodeAt(0).toString(16).padStart(2, '0')}`).join('').slice(0, 6000)),
    () => (parts[at] += random.of(['/', '%20', ';a=b', '%', '%zz', '%ff', '.json', '%E2%80%AE', '#'])),
  ];
  random.of(ways)();
  return parts.join('/') + (query === undefined ? '' : `?${query}`) + (random.in(20) ? `${query ? '&' : '?'}${random.of(hostile.queries)}` : '');
}

/** The same fields in another form than the one that was asked for. */
function otherForm(random, body, type) {
  const text = body.toString('latin1').slice(0, 5000);
  return random.of([
    { type: 'application/x-www-form-urlencoded', body: Buffer.from(new URLSearchParams({ File: text, Text: 'a', Pattern: 'a' }).toString()) },
    { type: 'application/json', body: Buffer.from(JSON.stringify({ File: 'YQ==', Text: 'a', data: {} })) },
    { type: type.replace('form-data', 'mixed'), body },
    { type: `${type}; charset=utf-16`, body },
    { type: type.toUpperCase(), body },
    { type: type.replace('; boundary', ' ;\tBoundary'), body },
    { type: 'application/octet-stream', body },
    { type: 'multipart/form-data; boundary=x', body: Buffer.from(`--x\r\nContent-Disposition: form-data; name="a"\r\n\r\n\r\n`.repeat(random.whole(150, 2000)) + '--x--\r\n') },
    { type: 'text/xml', body: Buffer.from('<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><a>&b;</a>') },
  ]);
}

/**
 * One request: {method, target, headers, body, cut}. `well` says that nothing was spoiled. `known` has ids of things that exist.
 */
export function request(random, document, one, good, known) {
  const well = random.in(35);
  const text = () => random.of(hostile.texts);
  const fill = (name, pattern) => {
    const job = name === 'jobId' ? known.jobs?.[one.path.replace('/{jobId}', '')] : undefined; // one that this operation started
    if (well || random.in(60)) return encodeURIComponent(job ?? known[name] ?? pattern ?? 'x');
    return random.in(50) ? encodeURIComponent(text()) : text().replace(/[\0-\x20#?\x7f-\uffff]/g, '');
  };
  let target = one.path.replace(/\{(\w+)\}/g, (_, name) => fill(name, one.parameters.find((p) => p.name === name)?.example));
  const headers = one.session && random.in(80) ? sessionHeaders(random, one, known) : { Authorization: known.key };
  const query = [];
  for (const parameter of one.parameters) {
    const wanted = parameter.required || random.in(30);
    const schema = parameter.schema ?? parameter;
    const value = known[parameter.name] ?? parameter.example ?? valueFor(random, schema);
    if (parameter.in === 'query' && wanted) query.push(`${parameter.name}=${encodeURIComponent(well || random.in(60) ? value : text())}`);
    if (parameter.in === 'header' && wanted && parameter.name !== 'Range') headers[parameter.name] = `${value}-${random.whole(0, 1e9)}`;
  }
  if (query.length > 0) target += `?${query.join('&')}`;
  let body = Buffer.alloc(0);
  const type = Object.keys(one.types)[0];
  if (type === 'multipart/form-data') {
    const form = parts(random, one.types[type], good);
    if (!well) spoil(random, form);
    const sent = multipart(random, form, well);
    [headers['Content-Type'], body] = [sent.type, sent.body];
    if (!well && random.in(8)) ({ type: headers['Content-Type'], body } = otherForm(random, body, sent.type));
  } else if (type) {
    const value = one.types[type].example ?? jsonValue(random, document, one.types[type].schema, good);
    headers['Content-Type'] = 'application/json';
    body = well ? Buffer.from(JSON.stringify(value)) : spoiledJson(random, value);
    if (!well && random.in(5)) ({ type: headers['Content-Type'], body } = otherForm(random, body, 'multipart/form-data; boundary=b'));
  }
  let method = one.method;
  let cut = false;
  if (!well && random.in(25)) {
    const [name, value] = random.of(hostile.headers);
    headers[name] = value;
  }
  if (!well && random.in(6)) method = random.of(['PATCH', 'PUT', 'DELETE', 'GET', 'HEAD', 'OPTIONS', 'TRACE', 'BREW']);
  const isBent = !well && random.in(8);
  if (isBent) target = bentTarget(random, target);
  if (one.path === '/d/{token}' && random.in(60)) headers.Range = random.of(hostile.ranges);
  if (random.in(10)) headers['X-Request-Id'] = `fuzz-${random.whole(0, 1e9)}`;
  if (!well && random.in(6)) body = random.of([random.of(hostile.bodies), random.bytes(200), body.subarray(0, Math.floor(body.length / 2))]);
  if (!well && random.in(3)) cut = true;
  if (!well && random.in(4)) delete headers.Authorization;
  return { method, target: target || '/', headers, body, cut, well, bent: isBent };
}

/** A session as a browser sends it, now and then from elsewhere or without the proof that its page knows. `forged` must not change a thing. */
function sessionHeaders(random, one, known) {
  const headers = { Cookie: known.cookie, 'X-Docmill-Csrf': known.csrf };
  if (random.in(70)) return headers;
  const ways = [
    () => delete headers['X-Docmill-Csrf'],
    () => (headers['X-Docmill-Csrf'] = random.of(['', 'x', known.csrf.slice(1), known.csrf.toLowerCase() + 'x'])),
    () => (headers.Origin = random.of(['https://evil.example', 'null', 'http://127.0.0.1.evil.example'])),
    () => (headers['Sec-Fetch-Site'] = random.of(['cross-site', 'same-site', 'x'])),
    () => (headers.Cookie = random.of(['docmill_session=', known.cookie.slice(0, -1), `${known.cookie}x`, known.cookie.replace('=', '= '), 'a=b'])),
  ];
  random.of(ways)();
  return headers;
}

/** Whether a request comes with a session, but not from the page that the session was given to. */
export function forged(headers, known) {
  if (!headers.Cookie || headers.Authorization) return false;
  return headers['X-Docmill-Csrf'] !== known.csrf || headers.Origin !== undefined || headers['Sec-Fetch-Site'] !== undefined || headers.Cookie !== known.cookie;
}
