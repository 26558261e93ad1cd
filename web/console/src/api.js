// Everything the pages say to the server.

/** @import { Action, DeadLetter, Job, Key, Process, Session, System, TemplateCheck, Usage } from "./types.js" */

/**
 * @typedef {object} Told
 * @property {number} [status]
 * @property {string} [code]
 * @property {string} title
 * @property {string} detail
 * @property {boolean} [retryable]
 * @property {string} [phase]
 * @property {string} [jobId]
 * @property {string} [requestId]
 * @property {number} [retryAfter]
 */

/** A call that was refused or failed, in the server's words. */
export class ApiError extends Error {
  /** @param {Told} told */
  constructor(told) {
    super(told.detail || told.title);
    this.status = told.status ?? 0;
    this.code = told.code ?? "unreachable";
    this.title = told.title;
    this.detail = told.detail;
    this.retryable = told.retryable ?? false;
    this.phase = told.phase;
    this.jobId = told.jobId;
    this.requestId = told.requestId;
    this.retryAfter = told.retryAfter;
  }
}

let csrf = "";
/** @type {() => void} */
let ended = () => {};

/** The token that goes with every call which changes something. */
export function setCsrf(/** @type {string} */ token) {
  csrf = token;
}

/** Called when the server no longer knows the session. */
export function whenSessionEnds(/** @type {() => void} */ told) {
  ended = told;
}

/** A link of an answer as seen from here: the public address may have another host than the page. */
export function pathOf(/** @type {string} */ link) {
  const url = new URL(link, location.href);
  return url.pathname + url.search;
}

function unreachable() {
  return new ApiError({
    title: "The server cannot be reached",
    detail: "No answer came. Check that docmill is running and that the network lets you reach it, then try again.",
    retryable: true,
  });
}

/** @param {number} status @param {string} text @param {string | null} retryAfter */
function refusalOf(status, text, retryAfter) {
  /** @type {any} */
  let told = {};
  try {
    told = JSON.parse(text);
  } catch {
    // Something between us and docmill answered in its own way.
  }
  return new ApiError({
    ...told,
    status,
    code: told.code ?? `http_${status}`,
    title: told.title ?? `The server answered ${status}`,
    detail: told.detail ?? "It gave no reason.",
    retryAfter: retryAfter ? Number(retryAfter) : undefined,
  });
}

/**
 * @param {string} method
 * @param {string} path
 * @param {{json?: unknown, form?: FormData, signal?: AbortSignal, quiet?: boolean}} [options] quiet: a 401 is an answer, not the session's end
 */
async function call(method, path, { json, form, signal, quiet } = {}) {
  /** @type {Record<string, string>} */
  const headers = { Accept: "application/json" };
  if (method !== "GET") headers["X-Docmill-Csrf"] = csrf;
  if (json !== undefined) headers["Content-Type"] = "application/json";
  let response;
  try {
    response = await fetch(path, { method, headers, signal, body: json !== undefined ? JSON.stringify(json) : form, credentials: "same-origin" });
  } catch (failure) {
    if (failure instanceof DOMException && failure.name === "AbortError") throw failure;
    throw unreachable();
  }
  if (response.ok) return response;
  const refusal = refusalOf(response.status, await response.text(), response.headers.get("Retry-After"));
  if (response.status === 401 && !quiet) ended();
  throw refusal;
}

/** @returns {Promise<any>} */
async function read(/** @type {string} */ path, /** @type {AbortSignal | undefined} */ signal = undefined) {
  return (await call("GET", path, { signal })).json();
}

const part = encodeURIComponent;

// Session

/** @returns {Promise<Session | null>} null: nobody is signed in */
export async function currentSession() {
  try {
    return await (await call("GET", "/console/api/session", { quiet: true })).json();
  } catch (failure) {
    if (failure instanceof ApiError && failure.status === 401) return null;
    throw failure;
  }
}

/** @returns {Promise<Session>} */
export async function signIn(/** @type {string} */ key) {
  return (await call("POST", "/console/api/session", { json: { key }, quiet: true })).json();
}

export async function signOut() {
  await call("DELETE", "/console/api/session", { quiet: true });
}

// Actions and jobs

/** @type {Promise<Action[]> | undefined} */
let catalogue;

/** The actions there are; asked for once. */
export function allActions() {
  catalogue ??= read("/console/api/actions").then((answer) => answer.actions ?? answer);
  catalogue.catch(() => (catalogue = undefined));
  return catalogue;
}

/**
 * Sends a form and tells how much of it has gone. `fetch` cannot tell that.
 * @param {string} path
 * @param {FormData | string} body  a string is JSON
 * @param {(sent: number, total: number) => void} told
 * @param {AbortSignal} [signal]
 * @returns {Promise<{status: number, job: string, location: string, body: any}>}
 */
export function submit(path, body, told, signal) {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open("POST", path);
    request.setRequestHeader("Accept", "application/json");
    request.setRequestHeader("X-Docmill-Csrf", csrf);
    if (typeof body === "string") request.setRequestHeader("Content-Type", "application/json");
    request.upload.onprogress = (event) => told(event.loaded, event.lengthComputable ? event.total : 0);
    request.onerror = () => reject(unreachable());
    request.onabort = () => reject(new DOMException("stopped", "AbortError"));
    request.onload = () => {
      if (request.status >= 400) {
        if (request.status === 401) ended();
        reject(refusalOf(request.status, request.responseText, request.getResponseHeader("Retry-After")));
        return;
      }
      /** @type {any} */
      let answer = null;
      try {
        answer = JSON.parse(request.responseText);
      } catch {
        // A 202 has no body.
      }
      const address = request.getResponseHeader("Location") ?? "";
      resolve({
        status: request.status,
        job: request.getResponseHeader("X-Jobid") ?? answer?.jobId ?? "",
        location: address ? pathOf(address) : "",
        body: answer,
      });
    };
    signal?.addEventListener("abort", () => request.abort(), { once: true });
    request.send(body);
  });
}

/** Starts an action as a job. */
export function startAction(/** @type {Action} */ action, /** @type {FormData} */ form, /** @type {(sent: number, total: number) => void} */ told, /** @type {AbortSignal} */ signal) {
  const [group, operation] = action.id.split("/");
  return submit(`/api/v2/${group}/jobs/${operation}`, form, told, signal);
}

/** The API's own answer of a job that has ended well: pages, fonts, warnings. */
export async function answerAt(/** @type {string} */ location) {
  return read(location);
}

/** @returns {Promise<{jobs: Job[], next: string | null}>} */
export function jobsPage(/** @type {{state?: string, action?: string, before?: string, limit?: number}} */ wanted, /** @type {AbortSignal | undefined} */ signal = undefined) {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(wanted)) if (value) query.set(name, String(value));
  return read(`/console/api/jobs?${query}`, signal);
}

/** @returns {Promise<Job>} */
export function oneJob(/** @type {string} */ id, /** @type {AbortSignal | undefined} */ signal = undefined) {
  return read(`/console/api/jobs/${part(id)}`, signal);
}

/** @returns {Promise<{id: string}>} */
export async function retryJob(/** @type {string} */ id) {
  return (await call("POST", `/console/api/jobs/${part(id)}/retry`)).json();
}

/** The job that makes a PDF of an output, to be looked at. @returns {Promise<string>} */
export async function startPreview(/** @type {string} */ id, /** @type {number} */ output) {
  return (await (await call("POST", `/console/api/jobs/${part(id)}/preview?output=${output}`)).json()).id;
}

export async function cancelJob(/** @type {string} */ id) {
  await call("DELETE", `/console/api/jobs/${part(id)}`);
}

export const isFinal = (/** @type {string} */ state) => state === "succeeded" || state === "failed" || state === "cancelled";

/**
 * Tells of every change of a job until it ends. Asks every second and a half where events do not come through.
 * @param {string} id
 * @param {(job: Job) => void} told
 * @param {(failure: ApiError) => void} failed
 * @returns {() => void} stops it
 */
export function followJob(id, told, failed) {
  let over = false;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let timer;
  const hear = (/** @type {Job} */ job) => {
    if (over) return;
    if (isFinal(job.state)) stop();
    told(job);
  };
  const ask = async () => {
    try {
      hear(await oneJob(id));
    } catch (failure) {
      if (over) return;
      if (!(failure instanceof ApiError) || !failure.retryable) {
        stop();
        failed(/** @type {ApiError} */ (failure));
        return;
      }
    }
    if (!over) timer = setTimeout(ask, 1500);
  };
  const source = new EventSource(`/console/api/jobs/${part(id)}/events`);
  source.addEventListener("job", (event) => hear(JSON.parse(event.data)));
  source.onerror = () => {
    // While it is connecting again the browser looks after itself; a refusal closes it for good.
    if (over || source.readyState !== EventSource.CLOSED) return;
    ask();
  };
  const stop = () => {
    over = true;
    source.close();
    clearTimeout(timer);
  };
  return stop;
}

/** Bytes of a result, at most `most` of them when that is given. */
export async function bytesOf(/** @type {string} */ link, /** @type {{most?: number, signal?: AbortSignal}} */ { most, signal } = {}) {
  const headers = most ? { Range: `bytes=0-${most - 1}` } : undefined;
  let response;
  try {
    response = await fetch(pathOf(link), { headers, signal, credentials: "same-origin" });
  } catch (failure) {
    if (failure instanceof DOMException && failure.name === "AbortError") throw failure;
    throw unreachable();
  }
  if (response.status === 416) return new Blob([]);
  if (!response.ok) throw refusalOf(response.status, await response.text(), null);
  return response.blob();
}

// Templates

/** @returns {Promise<Process[]>} */
export async function allProcesses() {
  return (await read("/api/v2/processes")).processes;
}

/** @returns {Promise<Process>} */
export function oneProcess(/** @type {string} */ id) {
  return read(`/api/v2/processes/${part(id)}`);
}

/** @returns {Promise<Process>} */
export async function makeProcess(/** @type {FormData} */ form) {
  return (await call("POST", "/api/v2/processes", { form })).json();
}

/** @returns {Promise<Process>} */
export async function changeProcess(/** @type {string} */ id, /** @type {FormData} */ form) {
  return (await call("PUT", `/api/v2/processes/${part(id)}`, { form })).json();
}

export async function removeProcess(/** @type {string} */ id) {
  await call("DELETE", `/api/v2/processes/${part(id)}`);
}

/** A process's template, as a file of its own name. */
export async function templateOf(/** @type {Process} */ process) {
  const response = await call("GET", `/api/v2/processes/${part(process.id)}/template`);
  return new File([await response.blob()], process.template?.filename ?? `template.${process.kind}`);
}

/** @returns {Promise<TemplateCheck>} */
export async function checkTemplate(/** @type {File} */ file) {
  const form = new FormData();
  form.append("File", file, file.name);
  return (await call("POST", "/console/api/template-check", { form })).json();
}

/** Starts a process with data; the job is followed like any other. */
export function startProcess(/** @type {Process} */ process, /** @type {string} */ data, /** @type {AbortSignal} */ signal) {
  return submit(pathOf(process.startJobUrl), data, () => {}, signal);
}

// Usage, keys, system

/** @returns {Promise<Usage>} */
export function usageOf(/** @type {string} */ month) {
  return read(`/console/api/usage?month=${part(month)}`);
}

/** @returns {Promise<Key[]>} */
export async function allKeys() {
  return (await read("/console/api/keys")).keys;
}

/** @returns {Promise<{id: string, key: string}>} */
export async function makeKey(/** @type {{label: string, scopes: string[], expiresAt?: string}} */ wanted) {
  return (await call("POST", "/console/api/keys", { json: wanted })).json();
}

export async function revokeKey(/** @type {string} */ id) {
  await call("DELETE", `/console/api/keys/${part(id)}`);
}

/** @returns {Promise<System>} */
export function systemState() {
  return read("/console/api/system");
}

/** @returns {Promise<DeadLetter[]>} */
export async function deadLetters() {
  return (await read("/console/api/dead")).messages;
}

export async function requeue(/** @type {string} */ id) {
  await call("POST", `/console/api/dead/${part(id)}/requeue`);
}
