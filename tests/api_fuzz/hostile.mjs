// What nobody means well with.

const deep = (open, close, depth) => open.repeat(depth) + close.repeat(depth);

/** Texts for fields, names, queries and addresses. */
export const texts = [
  '', ' ', '\0', 'a\0b', '\r\nX-Injected: 1', '../../../../etc/passwd', '..\\..\\boot.ini', '/dev/zero', '%00', '%n%s%x', '{{7*7}}', '${jndi:ldap://x}',
  "' OR 1=1 --", '<script>alert(1)</script>', '\u202e\ufeff', '😀'.repeat(300), 'é'.repeat(2000), 'A'.repeat(20_000), '-1', '0', '1e309', '-0.0', 'NaN',
  '99999999999999999999999', '0x10', 'true', 'null', '[]', '{}', '1-', '-', '5-2', '1;;2', '1-999999999', ';'.repeat(500), '1,2,3',
  '(a+)+$', '(?<n>', '[', '(?=', '\\', '(((((((((((a*)*)*)*)*)*)*)*)*)*)*)b', 'de-XX', 'Mars/Olympus', 'fileName.exe', 'CON', 'a/b/c.pdf', '.', '..',
];

/** Bodies, as they are or as the content of a file. */
export const bodies = [
  '', '{', '[', '{}', '[]', 'null', '"', '{"a":', '{"a":1}}', '\ufeff{}', deep('[', ']', 20_000), deep('{"a":', '}', 5_000), '{"a":1,"a":2}',
  '{"documentContent":"!!!!"}', '{"documentContent":"JVBERi0="}', '{"documentContent":null}', '{"documentContent":{}}', '{"documentContent":[1,2]}',
  '%PDF-1.7\n', '%PDF-1.7\n%%EOF', '%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 1 0 R>>endobj trailer<</Root 1 0 R>>', 'PK\x03\x04', 'PK\x05\x06' + '\0'.repeat(18),
  '<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><a>&b;</a>', '\x89PNG\r\n\x1a\n', 'GIF89a', 'Rar!\x1a\x07', '7z\xbc\xaf\x27\x1c', '\x1f\x8b\x08',
  'From: a\r\nTo: b\r\n\r\n', 'a;b\n1;2\n', '"unclosed', '\xff\xfe\0a', 'id\tname\r\n'.repeat(1000), '# x\n'.repeat(1000), '{{#each a}}', '{{a}',
].map((text) => Buffer.from(text, 'latin1'));

/** Addresses that a fetch must not be lured by. Nothing here is outside this machine. */
export const addresses = [
  'file:///etc/passwd', 'http://169.254.169.254/latest/meta-data', 'http://[::1]:22/', 'http://0/', 'http://localhost:1/', 'gopher://127.0.0.1:25/',
  'http://nowhere.invalid/a.pdf', 'http://user:secret@127.0.0.1/', 'http://127.0.0.1:99999/', 'javascript:1', 'data:text/html,x', '//x', 'http://', 'ftp://127.0.0.1/',
];

export const headers = [
  ['Content-Type', 'multipart/form-data'], ['Content-Type', 'multipart/form-data; boundary='], ['Content-Type', 'multipart/form-data; boundary=' + 'b'.repeat(300)],
  ['Content-Type', 'application/json; charset=utf-16'], ['Content-Type', ''], ['Content-Type', 'text/plain'], ['Content-Encoding', 'gzip'], ['Expect', '100-continue'],
  ['Idempotency-Key', ''], ['Idempotency-Key', 'x'.repeat(256)], ['Idempotency-Key', 'caf\xe9'], ['Range', 'bytes=-0'], ['Range', 'bytes=9-1,3-'], ['Range', 'lines=1'],
  ['X-Request-Id', 'a b'], ['X-Request-Id', 'x'.repeat(5000)], ['Authorization', ''], ['Authorization', 'Basic Og=='], ['Authorization', 'Bearer ' + 'k'.repeat(3000)],
  ['traceparent', '00-zz'], ['If-None-Match', '*'], ['Accept', 'image/png'], ['Host', 'evil.example/<>'], ['Transfer-Encoding', 'chunked'],
  ['Host', 'evil.example'], ['X-Forwarded-Host', 'evil.example'], ['X-Forwarded-For', '1.2.3.4, unknown'], ['X-Forwarded-Proto', 'gopher'], ['Forwarded', 'for="_x";host=evil.example'],
  ['X-Original-Url', '/metrics'], ['X-Http-Method-Override', 'DELETE'], ['Content-Encoding', 'br'], ['Content-Encoding', 'identity'], ['Accept-Encoding', 'gzip, br, zstd'], ['Origin', 'null'],
  ['Cookie', 'docmill_session=x'], ['Cookie', `a=${'b'.repeat(20_000)}`], ['X-Padding', 'x'.repeat(31_000)], ['X-Padding', 'x'.repeat(40_000)], ['If-Range', '"x"'], ['Upgrade', 'h2c'],
  ['Content-Type', 'multipart/form-data; boundary=a; boundary=b'], ['Content-Type', 'multipart/form-data; boundary="a b"'], ['Content-Type', 'application/json; charset=shift_jis'],
];

/** In place of a value of JSON. */
export const values = [
  null, true, -1, 0, 1e15, 1e308, -0.5, '', ' ', '\0', '\ud800', 'a'.repeat(70_000), '😀'.repeat(200), [], {}, [[]], [null], [{ a: [] }], { $ref: '#' }, { toString: 1 }, '2026-13-45T99:99:99Z',
  '-1', '0x10', 'NaN', '../../etc/passwd', 'http://169.254.169.254/', Array(3000).fill(1), Array(300).fill('JVBERi0='), Array(300).fill({ fileName: 'a', content: 'YQ==' }),
  ...addresses,
];

export const queries = ['a', '=', '&&&', 'type=Nothing', 'type=Text&type=Image', 'key=dm_x', '%', '%ff=%00', 'a[]=1&a[b]=2', 'x='.padEnd(3000, 'x'), 'inline=1&inline=0', 'month=%0d%0aX-Injected:1'];

/** Lines in the head of a part. */
export const partHeaders = [
  'Content-Type: text/plain; charset=utf-7\r\n', 'Content-Transfer-Encoding: base64\r\n', 'Content-Type: multipart/mixed; boundary=c\r\n', 'Content-Length: 99999\r\n',
  'Content-Disposition: form-data; name="Twice"\r\n', 'X: \x01\r\n', 'X\r\n', ' folded\r\n', `X: ${'x'.repeat(9000)}\r\n`, 'Content-Encoding: gzip\r\n',
];

export const ranges = [
  'bytes=0-0', 'bytes=0-99', 'bytes=5-', 'bytes=-5', 'bytes=-0', 'bytes=100-199', 'bytes=999999999-', 'bytes=9-1', 'bytes=0-1,3-4', 'bytes=', 'bytes=a-b', 'lines=1-2',
  'bytes=0-18446744073709551615', 'bytes=18446744073709551616-', 'bytes=--1', ' bytes=0-1', 'Bytes=0-1', 'bytes=0-1;x', `bytes=${'0-1,'.repeat(2000)}0-1`,
];
