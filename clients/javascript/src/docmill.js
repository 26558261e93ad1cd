import { Actions } from './actions.js';
import { formOf } from './form.js';
import { Job, valueOf } from './job.js';
import { Problem } from './problem.js';
import { Processes } from './processes.js';
import { Transport } from './transport.js';

/**
 * @typedef {object} DocmillOptions
 * @property {string} url where your Docmill is: "https://docs.example.com"
 * @property {string} [key] the API key; starts of open processes need none
 * @property {number} [retries] how often what failed in passing is tried again (3)
 * @property {typeof fetch} [fetch] another fetch than the global one
 */

/**
 * @typedef {object} CallOptions
 * @property {string} [idempotencyKey] one of your own: a repeat with it answers with the first job and is not charged. A random one by default
 * @property {AbortSignal} [signal] ends the waiting; the job goes on
 * @property {string} [requestId] your name for the request, for logs
 */

/** The client. Actions are methods: `docmill.convert.docxToPdf({ file })`. */
export class Docmill extends Actions {
  /** @type {Transport} */
  #transport;

  /** @param {DocmillOptions} options */
  constructor({ url, key, retries = 3, fetch: own }) {
    super();
    if (!/^https?:\/\//.test(url ?? '')) throw new TypeError('url: give the address of your Docmill, like https://docs.example.com');
    this.#transport = new Transport({ url: url.replace(/\/+$/, ''), key, retries, fetch: own ?? globalThis.fetch.bind(globalThis) });
    this.processes = new Processes(this, this.#transport);
  }

  /**
   * Calls an action and waits for what it makes, however long that takes. Errors: Problem.
   * @param {string} action "convert/docx-to-pdf"
   * @param {Record<string, any>} form its fields, camelCase
   * @param {CallOptions} [options]
   * @returns {Promise<any>} a Result, or the JSON of an action that answers a question
   */
  call(action, form, options = {}) {
    return this.submit(`/api/v2/${action}`, formOf(form), options);
  }

  /**
   * Starts an action as a job and does not wait.
   * @param {string} action
   * @param {Record<string, any>} form
   * @param {CallOptions} [options]
   * @returns {Promise<Job>}
   */
  async start(action, form, options = {}) {
    const [group, operation] = action.split('/');
    return this.launch(`/api/v2/${group}/jobs/${operation}`, formOf(form), options);
  }

  /** A job by the address it had: Job.location. @param {string} location */
  job(location) {
    return new Job(this.#transport, location.split('?')[0]?.split('/').pop() ?? '', location);
  }

  /** Whose key it is and what is left of the month. @returns {Promise<Record<string, any>>} */
  async profile() {
    return (await this.#transport.request('/api/v2/user/Profiles/me', {})).json();
  }

  /**
   * @param {string} path
   * @param {BodyInit} body
   * @param {CallOptions} options
   * @returns {Promise<any>}
   */
  async submit(path, body, options) {
    try {
      return await valueOf(this.#transport, await this.#post(path, body, options));
    } catch (error) {
      if (!(error instanceof Problem) || error.code !== 'sync_timeout' || !error.location) throw error;
      return new Job(this.#transport, error.jobId ?? '', error.location).wait(options);
    }
  }

  /**
   * @param {string} path
   * @param {BodyInit} body
   * @param {CallOptions} options
   */
  async launch(path, body, options) {
    const response = await this.#post(path, body, options);
    await response.body?.cancel();
    return new Job(this.#transport, response.headers.get('x-jobid') ?? '', response.headers.get('location') ?? '');
  }

  /** @param {string} path @param {BodyInit} body @param {CallOptions} options */
  #post(path, body, { idempotencyKey = randomKey(), signal, requestId }) {
    const headers = new Headers({ 'idempotency-key': idempotencyKey });
    if (requestId) headers.set('x-request-id', requestId);
    if (typeof body === 'string') headers.set('content-type', 'application/json');
    return this.#transport.request(path, { method: 'POST', body, headers, signal });
  }
}

/** Unguessable is not asked for, only that no two are alike. */
function randomKey() {
  const part = () => Math.random().toString(36).slice(2);
  return globalThis.crypto?.randomUUID?.() ?? `${Date.now().toString(36)}-${part()}-${part()}`;
}
