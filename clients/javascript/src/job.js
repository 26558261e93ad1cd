import { pause } from './transport.js';
import { Result } from './result.js';

/** @typedef {import('./transport.js').Transport} Transport */

/** A job that goes on in the service. */
export class Job {
  /** @type {Transport} */
  #transport;

  /**
   * @param {Transport} transport
   * @param {string} id
   * @param {string} location
   */
  constructor(transport, id, location) {
    this.#transport = transport;
    this.id = id;
    /** The job's address, which may be kept: `docmill.job(location)` goes on with it. */
    this.location = location;
  }

  /**
   * The result, or undefined while the job is not over. Errors: Problem, the failure the job ended with.
   * @param {{signal?: AbortSignal}} [options]
   * @returns {Promise<any | undefined>} a Result, or the JSON of an action that answers a question
   */
  async poll(options = {}) {
    const { done, value } = await this.#look(options.signal);
    return done ? value : undefined;
  }

  /**
   * The result as soon as it is there.
   * @param {{signal?: AbortSignal}} [options]
   * @returns {Promise<any>} a Result, or the JSON of an action that answers a question
   */
  async wait(options = {}) {
    for (;;) {
      const { done, value, after } = await this.#look(options.signal);
      if (done) return value;
      await pause(after * 1000, options.signal);
    }
  }

  /** Cancels it, or removes its outputs if it has ended. */
  async cancel() {
    await this.#transport.request(this.location, { method: 'DELETE' });
  }

  /** @param {AbortSignal} [signal] */
  async #look(signal) {
    const response = await this.#transport.request(this.location, { signal });
    if (response.status === 202) return { done: false, value: undefined, after: Number(response.headers.get('retry-after') ?? 1) };
    return { done: true, value: await valueOf(this.#transport, response), after: 0 };
  }
}

/**
 * A finished job's answer: a Result when it has links, else its JSON.
 * @param {Transport} transport
 * @param {Response} response
 */
export async function valueOf(transport, response) {
  const body = await response.json();
  const linked = body !== null && typeof body === 'object' && 'jobId' in body && ('link' in body || 'links' in body);
  return linked ? new Result(transport, body) : body;
}
