// How figures, times and the words of the API read to people.

const bytes = new Intl.NumberFormat("en", { maximumFractionDigits: 1 });
const whole = new Intl.NumberFormat("en");

export const number = (/** @type {number} */ value) => whole.format(value);

export function size(/** @type {number} */ count) {
  if (count < 1000) return `${count} B`;
  for (const [unit, scale] of /** @type {[string, number][]} */ ([["kB", 1e3], ["MB", 1e6], ["GB", 1e9]])) {
    if (count < scale * 1000) return `${bytes.format(count / scale)} ${unit}`;
  }
  return `${bytes.format(count / 1e12)} TB`;
}

export function counted(/** @type {number} */ count, /** @type {string} */ one, /** @type {string} */ many = `${one}s`) {
  return `${number(count)} ${count === 1 ? one : many}`;
}

export function length(/** @type {number} */ ms) {
  if (ms < 950) return `${Math.max(0, Math.round(ms))} ms`;
  if (ms < 60_000) return `${(ms / 1000).toFixed(1)} s`;
  const minutes = Math.floor(ms / 60_000);
  if (minutes < 60) return `${minutes} min ${Math.round((ms % 60_000) / 1000)} s`;
  if (minutes < 60 * 48) return `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
  return `${Math.floor(minutes / 1440)} days`;
}

const dates = new Intl.DateTimeFormat(undefined, { dateStyle: "medium", timeStyle: "medium" });
const days = new Intl.DateTimeFormat(undefined, { dateStyle: "medium" });
const near = new Intl.RelativeTimeFormat("en", { numeric: "auto" });

export const moment = (/** @type {string} */ iso) => dates.format(new Date(iso));
export const day = (/** @type {string} */ iso) => days.format(new Date(iso));

export function ago(/** @type {string} */ iso, /** @type {number} */ now = Date.now()) {
  const seconds = Math.round((new Date(iso).getTime() - now) / 1000);
  const size = Math.abs(seconds);
  if (size < 5) return "just now";
  if (size < 60) return near.format(seconds, "second");
  if (size < 3600) return near.format(Math.round(seconds / 60), "minute");
  if (size < 86_400) return near.format(Math.round(seconds / 3600), "hour");
  if (size < 86_400 * 14) return near.format(Math.round(seconds / 86_400), "day");
  return day(iso);
}

/** "PagesInChunk" → "Pages in chunk", "CallbackUrl" → "Callback URL". */
export function fieldLabel(/** @type {string} */ name) {
  const spaced = name
    .replace("JavaScript", "Javascript")
    .replace(/([a-z0-9])([A-Z])/g, "$1 $2")
    .replace(/([A-Z]+)([A-Z][a-z])/g, "$1 $2")
    .split(" ")
    .map((word, at) => (at === 0 || (word.length > 1 && word === word.toUpperCase()) ? word : word.toLowerCase()))
    .join(" ");
  return spaced.replace(/\b(url|pdf|html|css|json|csv|ua|dpi|id|xml|qr)\b/gi, (word) => word.toUpperCase()).replace("Javascript", "JavaScript");
}

const GROUPS = /** @type {Record<string, string>} */ ({
  convert: "Convert",
  generate: "Fill templates",
  pdf: "Work with PDFs",
  watermark: "Watermarks and stamps",
  mail: "E-mail",
  image: "Pictures",
  regex: "Regular expressions",
  archive: "Archives",
  office: "Office documents",
  csv: "Tables",
});
export const groupTitle = (/** @type {string} */ group) => GROUPS[group] ?? fieldLabel(group.replace(/^./, (first) => first.toUpperCase()));

/** An action's title; runs of a process and previews have actions of their own that no catalogue lists. */
export function actionTitle(/** @type {string} */ id, /** @type {Map<string, string>} */ titles) {
  const [group, rest = ""] = id.split("/");
  if (group === "preview") return "Preview of a result";
  return titles.get(id) ?? (group === "process" ? `Filled template (${rest})` : id);
}

const STATES = /** @type {Record<string, {title: string, tone: string}>} */ ({
  accepted: { title: "Accepted", tone: "info" },
  running: { title: "Running", tone: "info live" },
  waiting: { title: "Waiting to try again", tone: "warn" },
  succeeded: { title: "Succeeded", tone: "good" },
  failed: { title: "Failed", tone: "bad" },
  cancelled: { title: "Cancelled", tone: "" },
});
export const stateOf = (/** @type {string} */ state) => STATES[state] ?? { title: fieldLabel(state), tone: "" };
export const ALL_STATES = Object.entries(STATES).map(([name, { title }]) => ({ name, title }));

const CHARGES = /** @type {Record<string, string>} */ ({ open: "held", captured: "charged", released: "not charged" });
/** How a job is charged. */
export function chargeOf(/** @type {{charge?: string, documents: number}} */ { charge, documents }) {
  if (documents === 0) return "free";
  return charge ? (CHARGES[charge] ?? charge) : "";
}

const PHASES = /** @type {Record<string, string>} */ ({
  accepted: "Accepted and stored",
  queued: "Waiting for a worker",
  leased: "Taken by a worker",
  door: "Looking at the request",
  fetch: "Fetching its documents",
  load: "Opening the document",
  layout: "Laying it out",
  export: "Writing the result",
  store: "Storing the result",
  stored: "Result stored",
  waiting: "Waiting to try again",
  finished: "Finished",
  failed: "Failed",
  cancelled: "Cancelled",
});
export const phaseTitle = (/** @type {string} */ name) => PHASES[name] ?? fieldLabel(name.replace(/[/_.-]+/g, " ").replace(/^./, (first) => first.toUpperCase()));

const PARTS = /** @type {Record<string, string>} */ ({
  accounts: "keys, plans, what is charged",
  queue: "jobs that wait for a worker",
  completions: "ended jobs that wait to be settled",
  store: "documents and results",
  "network-namespace": "no network",
  "mount-namespace": "no files but its own",
  "pid-namespace": "sees no other process",
  "ipc-namespace": "shares no memory",
  "uts-namespace": "a host name of its own",
  "unprivileged-user": "not root",
  "no-new-privileges": "cannot gain rights",
  rlimits: "bounded time, files and memory",
  cgroup: "bounded memory of all it starts",
  "chromium-sandbox": "Chromium's own sandbox",
  "private-scratch": "scratch space that is thrown away",
  "private-proc": "a /proc of its own",
  landlock: "opens no path",
  seccomp: "few calls to the kernel",
});
/** What a part of the system, or a layer of the jail, is in plain words; "" when it has no name here. */
export const partInWords = (/** @type {string} */ name) => PARTS[name] ?? "";

const ADVICE = /** @type {Record<string, string>} */ ({
  bad_request: "Change the field that is named and send it again.",
  permission_denied: "Sign in with a key that has the scope for this.",
  quota_exceeded: "Ask for a larger plan, or wait until next month.",
  not_found: "It may have expired. Go back and choose again.",
  gone: "The result has expired. Send the document again.",
  payload_too_large: "Send a smaller document, or split it.",
  unsupported_type: "Choose an action that takes this type of document, for example “Any document to PDF”.",
  rate_limited: "Wait a moment, then try again.",
  input_damaged: "Open the document in its own program, save it again, and send that.",
  password_required: "Give the document's password in the field Password.",
  input_too_complex: "Simplify the document or split it.",
  too_many_pages: "Choose fewer pages or split the document.",
  not_applicable: "Choose an action that fits this document.",
  fetch_refused: "The address is not one that docmill may reach. Send the document itself.",
  fetch_failed: "Check that the address can be reached from the server, then try again.",
  memory_exceeded: "Use smaller pictures or split the document.",
  deadline_exceeded: "Split the document, or try again when the server is less busy.",
  known_killer: "This document has crashed the engine on every attempt. Save it again in its own program, and send that.",
  engine_failed: "Try again. When it fails again, send the job's id to whoever looks after docmill.",
  engine_crashed: "Try again. When it fails again, send the job's id to whoever looks after docmill.",
  unavailable: "Try again in a moment.",
  storage_full: "Tell whoever looks after docmill that its store is full.",
  csrf: "Reload the page and try again.",
});
export const adviceFor = (/** @type {string} */ code) => ADVICE[code] ?? "";

/** Lower case, without dot: "docx". */
export const extensionOf = (/** @type {string} */ name) => (/\.([^.\\/]+)$/.exec(name)?.[1] ?? "").toLowerCase();
