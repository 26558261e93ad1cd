/**
 * What Docmill answered instead of a result: RFC 9457, each member as the service sent it.
 * `detail` says what is wrong and what to do; `code` is for programs.
 */
export class Problem extends Error {
  /**
   * @param {number} status
   * @param {Record<string, any>} body
   * @param {Headers} headers
   */
  constructor(status, body, headers) {
    super(body.detail ?? body.title ?? `The service answered ${status}.`);
    this.name = 'Problem';
    /** @type {number} */
    this.status = status;
    /** @type {string} for programs: "bad_request", "quota_exceeded", "input_damaged"; "http_502" when something else than Docmill answered */
    this.code = body.code ?? `http_${status}`;
    /** @type {string} the same for every problem of this code */
    this.title = body.title ?? '';
    /** @type {string} what is wrong and what to do */
    this.detail = body.detail ?? '';
    /** @type {string | undefined} which part of the job's life failed */
    this.phase = body.phase;
    /** @type {boolean} whether the same request may succeed later */
    this.retryable = body.retryable ?? status >= 500;
    /** @type {string | undefined} the job, when there is one */
    this.jobId = body.jobId ?? headers.get('x-jobid') ?? undefined;
    /** @type {string | undefined} name it when you ask for help */
    this.requestId = body.requestId ?? headers.get('x-request-id') ?? undefined;
    /** @type {string | undefined} where the job goes on, of "sync_timeout" */
    this.location = headers.get('location') ?? undefined;
    /** @type {number | undefined} seconds to wait before another try */
    this.retryAfter = seconds(headers.get('retry-after'));
  }
}

/** @param {string | null} text */
function seconds(text) {
  const value = text === null ? NaN : Number(text);
  return Number.isFinite(value) ? value : undefined;
}

/**
 * The problem in an answer that is none of 2xx.
 * @param {Response} response
 */
export async function problemOf(response) {
  const text = await response.text();
  /** @type {Record<string, any>} */
  let body = {};
  try {
    body = JSON.parse(text);
  } catch {
    // a proxy answered
  }
  return new Problem(response.status, body !== null && typeof body === 'object' ? body : {}, response.headers);
}
