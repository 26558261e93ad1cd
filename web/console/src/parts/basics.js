// Small pieces that every page uses.
import { ApiError } from "../api.js";
import { html, useCallback, useEffect, useLayoutEffect, useRef, useState } from "../html.js";
import { hasMoved } from "../router.js";
import { adviceFor, phaseTitle, stateOf } from "../words.js";
import { Icon } from "./icon.js";
import { say } from "./toast.js";

/** @import { ComponentChildren } from "preact" */
/** @import { IconName } from "./icon.js" */
/** @import { JobError } from "../types.js" */

/**
 * Asks once, and again when `key` changes or `reload` is called. What was there stays while the next answer is on its way.
 * @template T
 * @param {() => Promise<T>} ask
 * @param {unknown[]} key
 */
export function useLoad(ask, key) {
  const [state, set] = useState(/** @type {{data?: T, failure?: ApiError, busy: boolean}} */ ({ busy: true }));
  const turn = useRef(0);
  const reload = useCallback(async () => {
    const mine = (turn.current += 1);
    set((old) => ({ ...old, busy: true }));
    try {
      const data = await ask();
      if (turn.current === mine) set({ data, busy: false });
    } catch (failure) {
      if (turn.current !== mine) return;
      set((old) => ({ ...old, failure: asApiError(failure), busy: false }));
    }
  }, key);
  useEffect(() => {
    reload();
    return () => void (turn.current += 1);
  }, [reload]);
  return { ...state, reload, put: (/** @type {T} */ data) => set({ data, busy: false }) };
}

export function asApiError(/** @type {unknown} */ failure) {
  if (failure instanceof ApiError) return failure;
  return new ApiError({ code: "internal", title: "Something went wrong in this page", detail: failure instanceof Error ? failure.message : String(failure) });
}

/** @param {{title: string, lead?: ComponentChildren, above?: ComponentChildren, children?: ComponentChildren}} props */
export function PageHead({ title, lead, above, children }) {
  const head = useRef(/** @type {HTMLHeadingElement | null} */ (null));
  useEffect(() => {
    document.title = `${title} · Docmill`;
  }, [title]);
  useLayoutEffect(() => {
    // After a step to another page the reader's place is its heading; on the first load it stays at the top.
    if (hasMoved()) head.current?.focus({ preventScroll: true });
  }, []);
  return html`<div class="page-head">
    <div class="grow">
      ${above}
      <h1 ref=${head} tabindex="-1">${title}</h1>
      ${lead && html`<p>${lead}</p>`}
    </div>
    ${children}
  </div>`;
}

/** @param {{icon: IconName, title: string, children?: ComponentChildren}} props */
export function Empty({ icon, title, children }) {
  return html`<div class="empty"><${Icon} name=${icon} /><h2>${title}</h2>${children}</div>`;
}

/** A file's name in the direction of its own letters: the ending stays at the end of Arabic and Hebrew ones. */
export function FileName(/** @type {{name: string}} */ { name }) {
  return html`<bdi>${name}</bdi>`;
}

export function State(/** @type {{state: string}} */ { state }) {
  const { title, tone } = stateOf(state);
  return html`<span class=${`badge ${tone}`}>${title}</span>`;
}

/**
 * What went wrong, where, and what to do.
 * @param {{failure: ApiError | (JobError & {requestId?: string, jobId?: string}), advice?: string, retry?: () => void, children?: ComponentChildren}} props
 */
export function Failure({ failure, advice, retry, children }) {
  const todo = advice || adviceFor(failure.code);
  const fine = [failure.code, failure.phase && failure.phase !== "door" && `while: ${phaseTitle(failure.phase).toLowerCase()}`, failure.jobId && `job ${failure.jobId}`, failure.requestId && `request ${failure.requestId}`];
  return html`<div class="notice bad" role="alert">
    <${Icon} name="alert" />
    <h3>${failure.title}</h3>
    <p class="break">${failure.detail}</p>
    ${todo && !failure.detail.includes(todo) && !(failure.code === "rate_limited" && /try again/i.test(failure.detail)) && html`<p class="todo">${todo}</p>`}
    <p class="fine mono break">${fine.filter(Boolean).join(" · ")}</p>
    ${(retry || children) && html`<div class="row wrap">${retry && html`<button class="button small" onClick=${retry}><${Icon} name="again" />Try again</button>`}${children}</div>`}
  </div>`;
}

/** Places of the same size as what will stand there. */
export function Waiting(/** @type {{rows?: number, height?: number}} */ { rows = 4, height = 44 }) {
  return html`<div class="stack" role="status" aria-label="Loading">
    ${Array.from({ length: rows }, (_, at) => html`<div class="skeleton" key=${at} style=${{ height: `${height}px` }} />`)}
  </div>`;
}

async function toClipboard(/** @type {string} */ text) {
  if (navigator.clipboard && isSecureContext) return navigator.clipboard.writeText(text);
  // Plain http on another host than localhost has no clipboard; the old way still works there.
  const area = document.createElement("textarea");
  area.value = text;
  area.className = "sr";
  (document.querySelector("dialog[open]") ?? document.body).append(area);
  area.select();
  document.execCommand("copy");
  area.remove();
  return undefined;
}

/** @param {{text: string | (() => string), label?: string, small?: boolean}} props */
export function CopyButton({ text, label = "Copy", small = true }) {
  const [done, set] = useState(false);
  useEffect(() => {
    if (!done) return undefined;
    const timer = setTimeout(() => set(false), 2000);
    return () => clearTimeout(timer);
  }, [done]);
  const copy = async () => {
    try {
      await toClipboard(typeof text === "function" ? text() : text);
      set(true);
      say("Copied.");
    } catch {
      say("The browser does not allow copying here. Mark the text and copy it by hand.");
    }
  };
  return html`<button type="button" class=${`button ${small ? "small" : ""}`} onClick=${copy}><${Icon} name=${done ? "check" : "copy"} />${done ? "Copied" : label}</button>`;
}

/** @param {{title: string, close: () => void, children: ComponentChildren}} props */
export function Dialog({ title, close, children }) {
  const element = useRef(/** @type {HTMLDialogElement | null} */ (null));
  useEffect(() => {
    const dialog = element.current;
    if (dialog && !dialog.open) dialog.showModal();
    return () => dialog?.close();
  }, []);
  return html`<dialog ref=${element} aria-label=${title} onCancel=${(/** @type {Event} */ event) => { event.preventDefault(); close(); }}>
    <div class="inside"><h2>${title}</h2>${children}</div>
  </dialog>`;
}

/** @param {{title: string, act: string, close: () => void, run: () => Promise<void>, children: ComponentChildren}} props */
export function Confirm({ title, act, close, run, children }) {
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState(/** @type {ApiError | null} */ (null));
  const go = async () => {
    setBusy(true);
    try {
      await run();
      close();
    } catch (error) {
      setFailure(asApiError(error));
      setBusy(false);
    }
  };
  return html`<${Dialog} title=${title} close=${close}>
    <div class="stack">${children}</div>
    ${failure && html`<${Failure} failure=${failure} />`}
    <footer>
      <button class="button" onClick=${close}>Keep it</button>
      <button class="button danger" disabled=${busy} onClick=${go}>${act}</button>
    </footer>
  <//>`;
}

/**
 * Tabs by the pattern of ARIA: arrows move, the chosen one is in the order of focus.
 * @param {{label: string, names: [string, string][], chosen: string, choose: (name: string) => void, look?: "tabs" | "segments" | "segments low", panel?: string}} props
 */
export function Tabs({ label, names, chosen, choose, look = "tabs", panel }) {
  const move = (/** @type {KeyboardEvent} */ event) => {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (!step) return;
    event.preventDefault();
    const at = names.findIndex(([name]) => name === chosen);
    const next = names[(at + step + names.length) % names.length][0];
    choose(next);
    const list = /** @type {HTMLElement} */ (event.currentTarget);
    requestAnimationFrame(() => /** @type {HTMLElement | null} */ (list.querySelector('[aria-selected="true"]'))?.focus());
  };
  return html`<div class=${look} role="tablist" aria-label=${label} onKeyDown=${move}>
    ${names.map(([name, title]) => html`<button type="button" role="tab" key=${name} aria-selected=${name === chosen} aria-controls=${panel}
      tabindex=${name === chosen ? 0 : -1} onClick=${() => choose(name)}>${title}</button>`)}
  </div>`;
}

/** Saves what the page has made. */
export function saveFile(/** @type {string} */ name, /** @type {BlobPart} */ content, /** @type {string} */ type) {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([content], { type }));
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}
