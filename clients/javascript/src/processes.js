import { formOf } from './form.js';

/** @typedef {import('./docmill.js').CallOptions} CallOptions */

/** Stored templates: made once, started with data. */
export class Processes {
  #docmill;
  #transport;

  /**
   * @param {import('./docmill.js').Docmill} docmill
   * @param {import('./transport.js').Transport} transport
   */
  constructor(docmill, transport) {
    this.#docmill = docmill;
    this.#transport = transport;
  }

  /** @returns {Promise<Record<string, any>[]>} */
  async list() {
    return (await (await this.#transport.request('/api/v2/processes', {})).json()).processes;
  }

  /**
   * @param {{file: import('./form.js').FileInput, name: string} & Record<string, any>} form
   * @returns {Promise<Record<string, any>>} the process: its id, startUrl, schema
   */
  async make(form) {
    return (await this.#transport.request('/api/v2/processes', { method: 'POST', body: formOf(form), repeatable: false })).json();
  }

  /** @param {string} id @returns {Promise<Record<string, any>>} */
  async show(id) {
    return (await this.#transport.request(`/api/v2/processes/${encodeURIComponent(id)}`, {})).json();
  }

  /**
   * What the form does not say stays.
   * @param {string} id
   * @param {Record<string, any>} form
   * @returns {Promise<Record<string, any>>}
   */
  async change(id, form) {
    return (await this.#transport.request(`/api/v2/processes/${encodeURIComponent(id)}`, { method: 'PUT', body: formOf(form) })).json();
  }

  /** @param {string} id */
  async remove(id) {
    await this.#transport.request(`/api/v2/processes/${encodeURIComponent(id)}`, { method: 'DELETE' });
  }

  /**
   * Starts a process and waits for its document.
   * @param {string | {startUrl: string}} process its startUrl, or what make() and list() gave
   * @param {unknown} data an object, or a list of them
   * @param {CallOptions} [options]
   * @returns {Promise<import('./result.js').Result>}
   */
  start(process, data, options = {}) {
    return this.#docmill.submit(typeof process === 'string' ? process : process.startUrl, JSON.stringify(data), options);
  }

  /**
   * Starts a process as a job and does not wait.
   * @param {string | {startJobUrl: string}} process its startJobUrl, or what make() and list() gave
   * @param {unknown} data
   * @param {CallOptions} [options]
   */
  startJob(process, data, options = {}) {
    return this.#docmill.launch(typeof process === 'string' ? process : process.startJobUrl, JSON.stringify(data), options);
  }
}
