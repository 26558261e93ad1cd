'use strict';
// An S3 server for the tests: s3rver with what it lacks of the interface that docmill_store_s3 uses.
//
// From s3rver 3.7.1: HTTP, routing, XML, errors; PUT, GET, HEAD, DELETE of objects, DeleteObjects, CreateMultipartUpload,
// UploadPart, CompleteMultipartUpload.
// Added here, as Amazon's API reference describes it, because s3rver has none of it or has it otherwise:
// - `If-None-Match: *` on PutObject and CompleteMultipartUpload (412 PreconditionFailed), serialised by key;
// - `If-Match` on GetObject;
// - Signature Version 4, checked with the signer of Amazon's own SDK, and the digest of the body (s3rver believes any V4 signature);
// - ListMultipartUploads and AbortMultipartUpload (s3rver: 501 and 405);
// - ListObjectsV2 in the order of the names' bytes, with common prefixes counted (s3rver: in the order of its directories);
// - the 5 MiB rule and the ETags of parts;
// - objects in memory: s3rver's file store answers a PUT before its bytes are in the file.
//
// Usage: node s3_server.js ACCESS_KEY SECRET_KEY; prints "listening on PORT". A bucket is made by PUT, as always.
// For tests: POST /__faults {"method","contains","skip","times","status","code","drop","after"} makes matching requests fail
// (after: they are performed first), {"clear": true} forgets all; GET /__requests returns and forgets the request lines so far.

const { createHash } = require('crypto');
const http = require('http');
const { Readable } = require('stream');
const { Sha256 } = require('@aws-crypto/sha256-js');
const { SignatureV4 } = require('@smithy/signature-v4');
const S3rver = require('s3rver');
const S3Error = require('s3rver/lib/models/error');
const S3Object = require('s3rver/lib/models/object');
const { DUMMY_ACCOUNT } = require('s3rver/lib/models/account');

const [accessKeyId, secretAccessKey] = process.argv.slice(2);
const kSmallestPart = 5 * 1024 * 1024;
const md5 = (bytes) => createHash('md5').update(bytes).digest('hex');
const wholeSecond = (time) => new Date(Math.floor(time / 1000) * 1000);

async function readAll(stream) {
  const pieces = [];
  for await (const piece of stream) pieces.push(piece);
  return Buffer.concat(pieces);
}

class MemoryStore {
  constructor() {
    this.buckets = new Map();
  }
  async getBucket(name) {
    const bucket = this.buckets.get(name);
    return bucket ? { name, creationDate: bucket.made } : null;
  }
  async putBucket(name) {
    if (!this.buckets.has(name)) this.buckets.set(name, { made: new Date(), objects: new Map(), uploads: new Map() });
    return this.getBucket(name);
  }
  async getSubresource() {
    return null;
  }
  async existsObject(bucket, key) {
    return this.buckets.get(bucket).objects.has(key);
  }
  async deleteObject(bucket, key) {
    this.buckets.get(bucket).objects.delete(key);
  }
  put(bucket, key, content, etag, metadata) {
    this.buckets.get(bucket).objects.set(key, { content, etag, metadata, modified: wholeSecond(Date.now()) });
    return { md5: etag, size: content.length };
  }
  async putObject(object) {
    const content = await readAll(object.content);
    return this.put(object.bucket, object.key, content, md5(content), object.metadata);
  }
  async getObject(bucket, key, range) {
    const stored = this.buckets.get(bucket).objects.get(key);
    if (!stored) return null;
    const size = stored.content.length;
    const metadata = {
      ...stored.metadata,
      etag: JSON.stringify(stored.etag),
      'last-modified': stored.modified.toUTCString(),
      'content-length': size,
    };
    const object = new S3Object(bucket, key, null, metadata);
    const start = range.start || 0;
    const end = Math.min(range.end === undefined ? Infinity : range.end, size - 1);
    if (range.start !== undefined) object.range = { start, end };
    if (range.start === undefined || start <= end) object.content = Readable.from([stored.content.subarray(start, end + 1)]);
    return object;
  }
  async initiateUpload(bucket, key, uploadId, metadata) {
    this.buckets.get(bucket).uploads.set(uploadId, { key, metadata, initiated: new Date(), parts: new Map() });
  }
  upload(bucket, uploadId) {
    const upload = this.buckets.get(bucket).uploads.get(uploadId);
    if (!upload) throw new S3Error('NoSuchUpload', 'The specified upload does not exist.');
    return upload;
  }
  async putPart(bucket, uploadId, number, stream) {
    const content = await readAll(stream);
    this.upload(bucket, uploadId).parts.set(Number(number), content);
    return { md5: md5(content), size: content.length };
  }
  async putObjectMultipart(bucket, uploadId, parts) {
    const upload = this.upload(bucket, uploadId);
    const pieces = parts.map(({ number, etag }, index) => {
      const piece = upload.parts.get(number);
      if (!piece || md5(piece) !== etag) throw new S3Error('InvalidPart', 'A part is missing or has another ETag.');
      if (index + 1 < parts.length && piece.length < kSmallestPart) throw new S3Error('EntityTooSmall', 'A part is too small.');
      return piece;
    });
    const digest = md5(Buffer.concat(pieces.map((piece) => createHash('md5').update(piece).digest())));
    const object = new S3Object(bucket, upload.key, null, upload.metadata);
    this.buckets.get(bucket).uploads.delete(uploadId);
    return this.put(bucket, upload.key, Buffer.concat(pieces), `${digest}-${parts.length}`, object.metadata);
  }
}

// --- what a request must pass before s3rver sees it

async function checkSignature(ctx, body) {
  const fields = /^AWS4-HMAC-SHA256 Credential=([^/]+)\/\d{8}\/([^/]+)\/s3\/aws4_request, ?SignedHeaders=([^,]+), ?Signature=(\w+)$/.exec(
    ctx.get('authorization'),
  );
  if (!fields) throw new S3Error('AccessDenied', 'Anonymous access is forbidden.');
  const [, id, region, signedHeaders, signature] = fields;
  if (id !== accessKeyId) throw new S3Error('InvalidAccessKeyId', 'There is no such access key.');
  const digest = ctx.get('x-amz-content-sha256');
  if (digest !== 'UNSIGNED-PAYLOAD' && digest !== createHash('sha256').update(body).digest('hex')) {
    throw new S3Error('BadDigest', 'The body is not what was signed.');
  }
  const names = signedHeaders.split(';');
  for (const name of Object.keys(ctx.headers)) {
    if (name.startsWith('x-amz-') && !names.includes(name)) throw new S3Error('AccessDenied', `${name} was not signed.`);
  }
  const date = ctx.get('x-amz-date').replace(/^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/, '$1-$2-$3T$4:$5:$6Z');
  const signer = new SignatureV4({
    credentials: { accessKeyId, secretAccessKey },
    region,
    service: 's3',
    sha256: Sha256,
    uriEscapePath: false,
    applyChecksum: false,
  });
  const request = {
    method: ctx.method,
    protocol: 'http:',
    hostname: ctx.get('host'),
    path: ctx.path,
    query: { ...ctx.query },
    headers: Object.fromEntries(names.map((name) => [name, ctx.get(name)])),
  };
  const expected = await signer.signRequest(request, { signingDate: new Date(date) });
  if (!expected.headers.authorization.endsWith(`Signature=${signature}`)) {
    throw new S3Error('SignatureDoesNotMatch', 'The signature is not the one Amazon computes.');
  }
}

const locks = new Map();
async function oneAtATime(key, work) {
  const before = locks.get(key) || Promise.resolve();
  const mine = before.then(work, work);
  locks.set(key, mine.catch(() => {}));
  return mine;
}

// --- operations s3rver does not have

const escaped = (text) => text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;');
function answerXml(ctx, xml) {
  ctx.type = 'application/xml';
  ctx.body = `<?xml version="1.0" encoding="UTF-8"?>\n${xml}`;
}

function listObjects(ctx, { objects }) {
  const { prefix = '', delimiter = '' } = ctx.query;
  const token = ctx.query['continuation-token'];
  const after = token ? Buffer.from(token, 'base64').toString() : ctx.query['start-after'] || '';
  const most = Math.min(1000, Number(ctx.query['max-keys'] || 1000));
  const entries = [];
  let truncated = false;
  for (const key of [...objects.keys()].sort()) {
    if (!key.startsWith(prefix) || key <= after) continue;
    const cut = delimiter ? key.indexOf(delimiter, prefix.length) : -1;
    const shown = cut < 0 ? key : key.slice(0, cut + 1);
    if (cut >= 0 && (shown === after || entries.some(({ name }) => name === shown))) continue;
    if (cut >= 0 && token && after.startsWith(shown)) continue;
    truncated = entries.length === most;
    if (truncated) break;
    entries.push({ name: shown, folder: cut >= 0, object: objects.get(key) });
  }
  const body = entries.map(({ name, folder, object }) =>
    folder
      ? `<CommonPrefixes><Prefix>${escaped(name)}</Prefix></CommonPrefixes>`
      : `<Contents><Key>${escaped(name)}</Key><LastModified>${object.modified.toISOString()}</LastModified>` +
        `<ETag>&quot;${object.etag}&quot;</ETag><Size>${object.content.length}</Size><StorageClass>STANDARD</StorageClass></Contents>`,
  );
  const next = truncated ? Buffer.from(entries[entries.length - 1].name).toString('base64') : '';
  answerXml(
    ctx,
    `<ListBucketResult xmlns="http://s3.amazonaws.com/doc/2006-03-01/"><IsTruncated>${truncated}</IsTruncated>` +
      `<KeyCount>${entries.length}</KeyCount>${next && `<NextContinuationToken>${next}</NextContinuationToken>`}${body.join('')}</ListBucketResult>`,
  );
}

function listUploads(ctx, { uploads }) {
  const most = Math.min(1000, Number(ctx.query['max-uploads'] || 1000));
  const order = (upload) => `${upload.key} ${upload.id}`;
  const after = `${ctx.query['key-marker'] || ''} ${ctx.query['upload-id-marker'] || ''}`;
  const all = [...uploads].map(([id, upload]) => ({ id, ...upload })).sort((a, b) => (order(a) < order(b) ? -1 : 1));
  const rest = all.filter((upload) => order(upload) > after);
  const page = rest.slice(0, most);
  const body = page.map(
    ({ key, id, initiated }) =>
      `<Upload><Key>${escaped(key)}</Key><UploadId>${id}</UploadId><Initiated>${initiated.toISOString()}</Initiated></Upload>`,
  );
  const last = page[page.length - 1] || { key: '', id: '' };
  answerXml(
    ctx,
    `<ListMultipartUploadsResult><IsTruncated>${rest.length > page.length}</IsTruncated><NextKeyMarker>${escaped(last.key)}</NextKeyMarker>` +
      `<NextUploadIdMarker>${last.id}</NextUploadIdMarker>${body.join('')}</ListMultipartUploadsResult>`,
  );
}

// --- faults, for the tests

let faults = [];
let requests = [];
function faultFor(ctx, line) {
  for (const fault of faults) {
    if ((fault.method && fault.method !== ctx.method) || !line.includes(fault.contains || '')) continue;
    if (fault.skip-- > 0) continue;
    if (fault.times-- > 0) return fault;
  }
  return null;
}
function failBy(ctx, fault) {
  if (fault.drop) {
    ctx.respond = false;
    ctx.request.req.socket.destroy();
    return;
  }
  ctx.status = fault.status;
  answerXml(ctx, `<Error><Code>${fault.code || 'InternalError'}</Code><Message>On command.</Message></Error>`);
}
async function control(ctx, body) {
  if (ctx.path === '/__requests') {
    ctx.body = requests;
    requests = [];
  } else {
    const fault = JSON.parse(body);
    faults = fault.clear ? [] : [...faults, { skip: 0, times: 1, ...fault }];
    ctx.body = {};
  }
  ctx.type = 'application/json';
  ctx.body = JSON.stringify(ctx.body);
}

async function serve(ctx, next, body, store) {
  await checkSignature(ctx, body);
  const owner = /^([^.]+)\.localhost(:\d+)?$/.exec(ctx.get('host'));
  if (owner) ctx.path = `/${owner[1]}${ctx.path}`;
  const [, bucketName, key] = /^\/([^/]*)\/?(.*)$/.exec(decodeURIComponent(ctx.path));
  const bucket = store.buckets.get(bucketName);
  ctx.req = Readable.from(body.length ? [body] : []);
  delete ctx.headers.authorization; // checked above; s3rver knows no other account than its own
  if (!bucket) return next();
  if (!key && ctx.method === 'GET' && ctx.query['list-type'] === '2') return listObjects(ctx, bucket);
  if (!key && ctx.method === 'GET' && 'uploads' in ctx.query) return listUploads(ctx, bucket);
  if (key && ctx.method === 'DELETE' && ctx.query.uploadId) {
    store.upload(bucketName, ctx.query.uploadId);
    bucket.uploads.delete(ctx.query.uploadId);
    ctx.status = 204;
    return undefined;
  }
  const stored = () => bucket.objects.get(key);
  if (ctx.method === 'GET' && ctx.get('if-match') && stored() && ctx.get('if-match') !== JSON.stringify(stored().etag)) {
    throw new S3Error('PreconditionFailed', 'At least one of the pre-conditions you specified did not hold');
  }
  if (ctx.get('if-none-match') === '*' && (ctx.method === 'PUT' || ctx.method === 'POST')) {
    return oneAtATime(`${bucketName}/${key}`, async () => {
      if (stored()) throw new S3Error('PreconditionFailed', 'At least one of the pre-conditions you specified did not hold');
      return next();
    });
  }
  return next();
}

const server = new S3rver({ silent: true, vhostBuckets: false, directory: '/nonexistent', configureBuckets: [] });
server.store = server.context.store = new MemoryStore();
server.silent = true;
server.middleware.unshift(async (ctx, next) => {
  const body = await readAll(ctx.req);
  if (ctx.path.startsWith('/__')) return control(ctx, body);
  const line = `${ctx.method} ${ctx.url}`;
  requests.push(line);
  const fault = faultFor(ctx, line);
  if (fault && !fault.after) return failBy(ctx, fault);
  try {
    await serve(ctx, next, body, server.store);
  } finally {
    if (fault) failBy(ctx, fault);
  }
  return undefined;
});
DUMMY_ACCOUNT.createKeyPair(accessKeyId, secretAccessKey);
const listener = http.createServer(server.callback());
listener.keepAliveTimeout = 60_000;
listener.listen(0, '127.0.0.1', () => console.log(`listening on ${listener.address().port} `));
