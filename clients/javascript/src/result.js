/** @typedef {import('./transport.js').Transport} Transport */

/** What an action made: facts about it, and its documents to be downloaded. */
export class Result {
  /** @type {Transport} */
  #transport;

  /**
   * @param {Transport} transport
   * @param {Record<string, any>} body
   */
  constructor(transport, body) {
    this.#transport = transport;
    /** @type {string[]} where the documents can be downloaded without a key until `expiresAt` */
    this.links = body.links ?? (body.link ? [body.link] : []);
    /** @type {string} */
    this.jobId = body.jobId;
    /** @type {Date | undefined} when the links stop working */
    this.expiresAt = body.expiresAt ? new Date(body.expiresAt) : undefined;
    /** @type {number} what the job is charged */
    this.documents = body.documents ?? 0;
    /** @type {number | undefined} */
    this.pages = body.pages;
    /** @type {string | undefined} what made it */
    this.engine = body.engine;
    /** @type {string[]} */
    this.warnings = body.warnings ?? [];
    /** @type {{requested: string, used: string, substituted: boolean}[]} */
    this.fonts = body.fonts ?? [];
  }

  /** @returns {string} the first document's link */
  get link() {
    const link = this.links[0];
    if (!link) throw new Error('The job made no document.');
    return link;
  }

  /**
   * A document as the answer to its download: `.body` is a stream.
   * @param {number} [index]
   * @param {{signal?: AbortSignal}} [options]
   */
  open(index = 0, options = {}) {
    const link = this.links[index];
    if (!link) throw new RangeError(`The job made ${this.links.length} documents; there is none with index ${index}.`);
    return this.#transport.request(link, { signal: options.signal });
  }

  /** @param {number} [index] */
  async bytes(index = 0) {
    return new Uint8Array(await (await this.open(index)).arrayBuffer());
  }

  /** @param {number} [index] */
  async blob(index = 0) {
    return (await this.open(index)).blob();
  }

  /** @param {number} [index] */
  async text(index = 0) {
    return (await this.open(index)).text();
  }

  /** A document with its name. @param {number} [index] */
  async file(index = 0) {
    const response = await this.open(index);
    return { filename: filenameOf(response), contentType: response.headers.get('content-type') ?? '', blob: await response.blob() };
  }
}

/** The name that an answer gives its document. @param {Response} response */
function filenameOf(response) {
  const text = response.headers.get('content-disposition') ?? '';
  const encoded = /filename\*=UTF-8''([^;]+)/i.exec(text)?.[1];
  return encoded ? decodeURIComponent(encoded) : (/filename="([^"]*)"/i.exec(text)?.[1] ?? 'document');
}
