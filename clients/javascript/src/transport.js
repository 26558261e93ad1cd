import { problemOf } from './problem.js';

const first = 500; // ms before the second try; doubles, up to the longest
const longest = 20_000;

/** Answers that pass: the same request may succeed soon. */
const passing = new Set([408, 429, 502, 503, 507]);

/**
 * @typedef {object} TransportOptions
 * @property {string} url
 * @property {string} [key]
 * @property {number} retries
 * @property {typeof fetch} fetch
 */

/**
 * Waits, unless the signal ends that.
 * @param {number} ms
 * @param {AbortSignal} [signal]
 * @returns {Promise<void>}
 */
export function pause(ms, signal) {
  return new Promise((resolve, reject) => {
    if (signal?.aborted) return reject(signal.reason);
    const timer = setTimeout(done, ms);
    signal?.addEventListener('abort', stop, { once: true });
    function done() {
      signal?.removeEventListener('abort', stop);
      resolve();
    }
    function stop() {
      clearTimeout(timer);
      reject(signal?.reason);
    }
  });
}

/** @param {number} tried @param {number | undefined} seconds */
function delay(tried, seconds) {
  if (seconds !== undefined) return seconds * 1000;
  return Math.min(first * 2 ** tried, longest) * (0.75 + Math.random() / 2);
}

/** Requests with the key, tried again where that is safe and of use. */
export class Transport {
  /** @param {TransportOptions} options */
  constructor(options) {
    this.options = options;
  }

  /** @param {string} path an address, or what follows the service's */
  address(path) {
    return /^https?:/.test(path) ? path : this.options.url + path;
  }

  /**
   * The answer when it is 2xx. Errors: Problem; what fetch throws when the service cannot be reached.
   * `repeatable` says that a second request does no harm: reads, and submissions with an Idempotency-Key.
   * @param {string} path
   * @param {RequestInit & {repeatable?: boolean}} init
   */
  async request(path, { repeatable = true, ...init }) {
    const headers = new Headers(init.headers);
    // The key is for the service alone, never for another host that an address leads to.
    const own = new URL(this.address(path)).origin === new URL(this.options.url).origin;
    if (this.options.key && own && !headers.has('authorization')) headers.set('authorization', this.options.key);
    for (let tried = 0; ; ++tried) {
      const last = !repeatable || tried >= this.options.retries;
      let response;
      try {
        response = await this.options.fetch(this.address(path), { ...init, headers });
      } catch (error) {
        if (last || init.signal?.aborted) throw error;
        await pause(delay(tried, undefined), init.signal ?? undefined);
        continue;
      }
      if (response.ok) return response;
      const problem = await problemOf(response);
      if (last || !passing.has(response.status) || problem.code === 'sync_timeout') throw problem;
      await pause(delay(tried, problem.retryAfter), init.signal ?? undefined);
    }
  }
}
