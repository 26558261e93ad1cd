/**
 * Whether a callback is from your Docmill, unchanged and recent. `body` is the request's body as it came, not parsed and written again.
 * The secret is what `docmill key callback-secret` prints for your account.
 *
 * @param {string} secret
 * @param {{body: string | Uint8Array, timestamp: string | null | undefined, signature: string | null | undefined}} callback
 *   `timestamp` and `signature` are the headers X-Docmill-Timestamp and X-Docmill-Signature.
 * @param {{tolerance?: number, now?: number}} [options] `tolerance` is how old it may be, in seconds (300); `now` in ms
 */
export async function verifyCallback(secret, { body, timestamp, signature }, { tolerance = 300, now = Date.now() } = {}) {
  if (!timestamp || !signature || !/^\d{1,12}$/.test(timestamp)) return false;
  if (Math.abs(now / 1000 - Number(timestamp)) > tolerance) return false;
  const given = bytesOf(/^v1=([0-9a-f]{64})$/.exec(signature)?.[1] ?? '');
  const subtle = await webCrypto();
  const text = new TextEncoder();
  const key = await subtle.importKey('raw', text.encode(secret), { name: 'HMAC', hash: 'SHA-256' }, false, ['verify']);
  const start = text.encode(`${timestamp}.`);
  const rest = typeof body === 'string' ? text.encode(body) : body;
  const signed = new Uint8Array(start.length + rest.length);
  signed.set(start);
  signed.set(rest, start.length);
  return subtle.verify('HMAC', key, given, signed); // compares in constant time
}

/** @param {string} hex */
function bytesOf(hex) {
  const bytes = new Uint8Array(hex.length / 2);
  for (let i = 0; i < bytes.length; ++i) bytes[i] = Number.parseInt(hex.slice(2 * i, 2 * i + 2), 16);
  return bytes;
}

/** Node.js 18 has it in a module only. @returns {Promise<SubtleCrypto>} */
async function webCrypto() {
  if (globalThis.crypto?.subtle) return globalThis.crypto.subtle;
  const name = 'node:crypto'; // not a literal, so that bundlers for browsers leave it alone
  return (await import(/* @vite-ignore */ name)).webcrypto.subtle;
}
