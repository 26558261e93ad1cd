// A result as it looks, in the page. Nothing of a document is run: pages are pictures, HTML is shown as its text.
import { bytesOf, followJob, pathOf, startPreview } from "../api.js";
import { html, useEffect, useState } from "../html.js";
import { to } from "../router.js";
import { extensionOf, number, phaseTitle, size } from "../words.js";
import { asApiError, Failure, FileName } from "./basics.js";
import { Icon } from "./icon.js";

/** @import { ApiError } from "../api.js" */
/** @import { Job, Output } from "../types.js" */
/** @typedef {{name: string, size?: number, blob?: Blob, link?: string}} Shown */
/** A result of a job, number `at`. @typedef {{job: string, at: number}} Origin */

const PICTURES = { png: "image/png", jpg: "image/jpeg", jpeg: "image/jpeg", gif: "image/gif", webp: "image/webp", bmp: "image/bmp", svg: "image/svg+xml", avif: "image/avif" };
const TEXTS = ["txt", "json", "csv", "tsv", "html", "htm", "xhtml", "md", "xml", "log", "css", "js", "eml", "fodt", "fods", "fodp"];
const MOST_TEXT = 512 * 1024;
const MOST_BYTES = 100 * 1024 * 1024;
/** Of a preview that the service makes. */
const MOST_PAGES = 20;

/** @returns {"pdf" | "picture" | "text" | "none"} */
export function kindOf(/** @type {string} */ name) {
  const extension = extensionOf(name);
  if (extension === "pdf") return "pdf";
  if (extension in PICTURES) return "picture";
  return TEXTS.includes(extension) ? "text" : "none";
}

const get = (/** @type {Shown} */ shown, /** @type {{most?: number, signal?: AbortSignal}} */ options) =>
  shown.blob ? Promise.resolve(options.most ? shown.blob.slice(0, options.most) : shown.blob) : bytesOf(shown.link ?? "", options);

/**
 * @template T
 * @param {(signal: AbortSignal) => Promise<T>} ask
 * @param {unknown[]} key
 */
function useBytes(ask, key) {
  const [state, set] = useState(/** @type {{data?: T, failure?: import("../api.js").ApiError}} */ ({}));
  useEffect(() => {
    const stop = new AbortController();
    set({});
    ask(stop.signal).then(
      (data) => !stop.signal.aborted && set({ data }),
      (failure) => !stop.signal.aborted && set({ failure: asApiError(failure) }),
    );
    return () => stop.abort();
  }, key);
  return state;
}

function pretty(/** @type {string} */ text, /** @type {boolean} */ whole) {
  if (!whole) return text;
  try {
    return JSON.stringify(JSON.parse(text), null, 2);
  } catch {
    return text;
  }
}

function Text(/** @type {{shown: Shown}} */ { shown }) {
  const { data, failure } = useBytes(
    async (signal) => {
      const blob = await get(shown, { most: MOST_TEXT, signal });
      const cut = blob.size >= MOST_TEXT;
      const text = await blob.text();
      return { text: extensionOf(shown.name) === "json" ? pretty(text, !cut) : text, cut };
    },
    [shown.link, shown.blob],
  );
  if (failure) return html`<${Failure} failure=${failure} />`;
  if (!data) return html`<${Wait} />`;
  return html`<div class="preview">
    <header><span class="grow muted">${number(data.text.length)} characters${data.cut ? ", the first half megabyte is shown" : ""}</span></header>
    <div class="scroll" tabindex="0" role="region" aria-label=${`Text of ${shown.name}`}><pre>${data.text}</pre></div>
  </div>`;
}

function Picture(/** @type {{shown: Shown}} */ { shown }) {
  const [at, setAt] = useState("");
  const [dots, setDots] = useState("");
  const type = PICTURES[/** @type {keyof typeof PICTURES} */ (extensionOf(shown.name))];
  const { data, failure } = useBytes(async (signal) => new Blob([await get(shown, { signal })], { type }), [shown.link, shown.blob]);
  useEffect(() => {
    if (!data) return undefined;
    const url = URL.createObjectURL(data);
    setAt(url);
    return () => URL.revokeObjectURL(url);
  }, [data]);
  if (failure) return html`<${Failure} failure=${failure} />`;
  if (!at || !data) return html`<${Wait} />`;
  return html`<div class="preview">
    <header><span class="grow muted">${dots} ${size(data.size)}</span></header>
    <div class="scroll" tabindex="0" role="region" aria-label=${`Picture ${shown.name}`}><div class="picture">
      <img src=${at} alt=${`The result ${shown.name}`} onLoad=${(/** @type {any} */ event) => setDots(`${event.target.naturalWidth} × ${event.target.naturalHeight} ·`)} />
    </div></div>
  </div>`;
}

/** pdf.js is large and comes only when a PDF is looked at. */
function Pdf(/** @type {{shown: Shown}} */ { shown }) {
  const { data, failure } = useBytes(
    async (signal) => {
      const [view, blob] = await Promise.all([import("./pdf_view.js"), get(shown, { signal })]);
      return { view, bytes: new Uint8Array(await blob.arrayBuffer()) };
    },
    [shown.link, shown.blob],
  );
  if (failure) return html`<${Failure} failure=${failure} />`;
  if (!data) return html`<${Wait} />`;
  return html`<${data.view.PdfView} bytes=${data.bytes} name=${shown.name} />`;
}

/** @param {{said?: string}} props */
function Wait({ said = "Opening the preview" }) {
  return html`<div class="preview"><header /><div class="wait" role="status"><${Icon} name="busy" class="spin" />${said}</div></div>`;
}

/** Whoever has asked for one preview wants the next ones too, as long as the page lives. */
let wanted = false;

/** What no browser shows the service makes a PDF of: a job of its own. @param {{shown: Shown, origin: Origin}} props */
function MadePages({ shown, origin }) {
  const [asked, ask] = useState(wanted);
  const [made, set] = useState(/** @type {{job?: Job, failure?: ApiError}} */ ({}));
  useEffect(() => {
    if (!asked) return undefined;
    let over = false;
    let stop = () => {};
    set({});
    const failed = (/** @type {unknown} */ failure) => !over && set({ failure: asApiError(failure) });
    startPreview(origin.job, origin.at).then((id) => {
      if (!over) stop = followJob(id, (job) => !over && set({ job }), failed);
    }, failed);
    return () => {
      over = true;
      stop();
    };
  }, [asked, origin.job, origin.at]);
  const start = () => {
    wanted = true;
    ask(true);
  };
  const { job, failure } = made;
  if (!asked) {
    return html`<div class="preview"><header /><div class="wait"><${Icon} name="file" /><p>A browser cannot show ${extensionOf(shown.name)} files.<br />Docmill can make a PDF of it to look at, free of charge.</p>
      <button type="button" class="button" onClick=${start}><${Icon} name="show" />Show a preview</button></div></div>`;
  }
  const error = failure ?? (job?.state === "failed" || job?.state === "cancelled" ? (job.error ?? { code: job.state, title: "No preview was made", detail: "It gave no reason." }) : undefined);
  if (error) return html`<${Failure} failure=${error} advice="The result is there all the same: download it." />`;
  const pages = job?.state === "succeeded" ? job.outputs?.[0] : undefined;
  if (!pages) return html`<${Wait} said=${job?.phases?.length ? `Making the preview: ${phaseTitle(job.phases[job.phases.length - 1].name).toLowerCase()}` : "Making the preview"} />`;
  return html`<div class="stack tight"><${Pdf} shown=${pages} />
    <p class="muted small">A PDF of ${job?.pages === MOST_PAGES ? `the first ${MOST_PAGES} pages` : "it"}, marked as a preview, made by <a href=${to(`jobs/${job?.id}`)}>another job</a> that is free. What is downloaded has no mark.</p></div>`;
}

/** `origin`: the service can make pages of it. @param {{shown: Shown, origin?: Origin}} props */
export function Preview({ shown, origin }) {
  const kind = kindOf(shown.name);
  if (origin) return html`<${MadePages} shown=${shown} origin=${origin} />`;
  const big = (shown.size ?? shown.blob?.size ?? 0) > MOST_BYTES;
  if (kind === "none" || (big && kind !== "text")) {
    return html`<div class="preview"><header /><div class="wait"><${Icon} name="file" /><p>${big ? "This is too large to show here." : `A browser cannot show ${extensionOf(shown.name) || "this type"} files.`}<br />Download it to look at it.</p></div></div>`;
  }
  if (kind === "pdf") return html`<${Pdf} shown=${shown} />`;
  return kind === "picture" ? html`<${Picture} shown=${shown} />` : html`<${Text} shown=${shown} />`;
}

/** @param {{outputs: Output[], job: string}} props */
export function Outputs({ outputs, job }) {
  const [at, setAt] = useState(0);
  const here = Math.min(at, outputs.length - 1);
  const chosen = outputs[here];
  if (!chosen) return html`<p class="muted">Its results are gone: they are kept for a while, then removed.</p>`;
  return html`<div class="stack">
    ${outputs.length > 1 &&
    html`<ul class="outputs" aria-label="Results">${outputs.map(
      (output, number) => html`<li key=${output.link}><button type="button" aria-pressed=${number === at} onClick=${() => setAt(number)}><${Icon} name="file" /><span class="grow break"><${FileName} name=${output.name} /></span><span class="small muted nowrap">${size(output.size)}</span></button></li>`,
    )}</ul>`}
    <div class="output">
      <div class="grow"><div class="name"><${FileName} name=${chosen.name} /></div><div class="muted small">${size(chosen.size)}</div></div>
      <a class="button main-act" href=${pathOf(chosen.link)} download=${chosen.name}><${Icon} name="download" />Download</a>
    </div>
    <${Preview} key=${chosen.link} shown=${chosen} origin=${chosen.preview ? { job, at: here } : undefined} />
  </div>`;
}
