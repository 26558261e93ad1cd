// Finding an action: by typing, by a file that is dropped, or by looking around.
import { html, useMemo, useRef, useState } from "../html.js";
import { Empty, FileName } from "../parts/basics.js";
import { Drop } from "../parts/file_input.js";
import { Icon } from "../parts/icon.js";
import { go, to } from "../router.js";
import { counted, extensionOf, groupTitle } from "../words.js";
import { recentActions } from "./recent.js";

/** @import { Action } from "../types.js" */

const clean = (/** @type {string} */ text) => text.toLowerCase().normalize("NFKD").replace(/[^\p{L}\p{N}]+/gu, " ").trim();

/** What people call the types. */
const KIN = /** @type {Record<string, string[]>} */ ({
  word: ["docx", "doc"], excel: ["xlsx", "xls"], spreadsheet: ["xlsx"], powerpoint: ["pptx", "ppt"], slides: ["pptx"], presentation: ["pptx"], photo: ["image"], picture: ["image"],
  jpeg: ["image"], combine: ["merge"], join: ["merge"], shrink: ["compress"], smaller: ["compress", "resize"], encrypt: ["protect"], password: ["protect", "unprotect"], stamp: ["watermark"],
  mail: ["email"], website: ["url", "web"], template: ["generate"], unzip: ["extract archive"], zip: ["archive"],
});

function scoreOfWord(/** @type {{title: string, id: string, rest: string}} */ { title, id, rest }, /** @type {string} */ word) {
  if (title.startsWith(word)) return 8;
  if (` ${title}`.includes(` ${word}`)) return 6;
  if (` ${id}`.includes(` ${word}`)) return 5;
  if (title.includes(word)) return 3;
  return ` ${rest}`.includes(` ${word}`) ? 1 : 0;
}

/** How well an action answers what was typed; 0: not at all. Every word has to be found. */
export function scoreOf(/** @type {Action} */ action, /** @type {string} */ typed) {
  const texts = { title: clean(action.title), id: clean(action.id), rest: clean(`${action.summary} ${action.accepts.join(" ")} ${action.makes}`) };
  let score = 0;
  for (const word of clean(typed).split(" ").filter(Boolean)) {
    const best = Math.max(...[word, ...(KIN[word] ?? [])].map((one) => scoreOfWord(texts, one)));
    if (best === 0) return 0;
    score += best;
  }
  return score;
}

/** The words of what was typed, marked in a text. */
function Marked(/** @type {{text: string, typed: string}} */ { text, typed }) {
  const words = clean(typed).split(" ").filter(Boolean);
  if (words.length === 0) return html`${text}`;
  const parts = text.split(new RegExp(`(?<![\\p{L}\\p{N}])(${words.map((word) => word.replace(/[.*+?^${}()|[\]\\]/g, "\\$&")).join("|")})`, "giu"));
  return html`${parts.map((part, at) => (at % 2 === 1 ? html`<mark key=${at}>${part}</mark>` : part))}`;
}

const addressOf = (/** @type {Action} */ action) => to(`do/${action.id}`);

function Group(/** @type {{name: string, actions: Action[]}} */ { name, actions }) {
  return html`<section class="card group" aria-labelledby=${`g-${name}`}>
    <h2 id=${`g-${name}`}>${groupTitle(name)}</h2>
    <ul>${actions.map((action) => html`<li key=${action.id}><a href=${addressOf(action)} title=${action.summary}><strong>${action.title}</strong><span>${action.summary}</span></a></li>`)}</ul>
  </section>`;
}

/** @param {{actions: Action[], file: File | null, setFile: (file: File | null) => void}} props */
export function Finder({ actions, file, setFile }) {
  const [typed, setTyped] = useState("");
  const list = useRef(/** @type {HTMLUListElement | null} */ (null));
  const input = useRef(/** @type {HTMLInputElement | null} */ (null));
  const extension = file ? extensionOf(file.name) : "";
  const fit = useMemo(() => (file ? actions.filter(({ accepts }) => accepts.includes(extension) || accepts.includes("bin")) : actions), [actions, file, extension]);
  const hits = useMemo(() => {
    if (!typed.trim()) return [];
    return fit.map((action) => ({ action, score: scoreOf(action, typed) })).filter(({ score }) => score > 0).sort((a, b) => b.score - a.score).map(({ action }) => action);
  }, [fit, typed]);
  const groups = useMemo(() => {
    const made = /** @type {Map<string, Action[]>} */ (new Map());
    for (const action of fit) {
      const group = action.id.split("/")[0];
      made.set(group, [...(made.get(group) ?? []), action]);
    }
    return [...made];
  }, [fit]);
  const recent = recentActions().map((id) => actions.find((action) => action.id === id)).filter((action) => action !== undefined).slice(0, 6);

  const keys = (/** @type {KeyboardEvent} */ event) => {
    if (event.key === "Enter" && hits.length > 0 && event.target === input.current) {
      event.preventDefault();
      go(`do/${hits[0].id}`);
    } else if (event.key === "Escape") {
      setTyped("");
      input.current?.focus();
    } else if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      const links = [...(list.current?.querySelectorAll("a") ?? [])];
      if (links.length === 0) return;
      event.preventDefault();
      const at = links.indexOf(/** @type {HTMLAnchorElement} */ (document.activeElement)) + (event.key === "ArrowDown" ? 1 : -1);
      if (at < 0) input.current?.focus();
      else links[Math.min(at, links.length - 1)].focus();
    }
  };
  return html`<div class="finder" onKeyDown=${keys}>
    <div class="finder-top">
      <div class="search big" role="search">
        <${Icon} name="search" />
        <input class="input" type="search" ref=${input} value=${typed} placeholder="What do you want to do? “word to pdf”, “merge”, “watermark” …" aria-label="Find an action" autocomplete="off"
          spellcheck=${false} onInput=${(/** @type {any} */ event) => setTyped(event.target.value)} />
      </div>
      <${Drop} slim many=${false} accepts=${[]} add=${(/** @type {File[]} */ files) => setFile(files[0])} title=${html`<strong>Drop a document</strong> to see its actions`} />
    </div>
    <p class="sr" role="status">${typed.trim() ? counted(hits.length, "action") : ""}</p>
    ${file &&
    html`<div class="chips"><span class="badge plain info"><span><${FileName} name=${file.name} /></span></span><span class="muted">${counted(fit.length, "action takes", "actions take")} it.</span>
      <button class="button quiet small" onClick=${() => setFile(null)}><${Icon} name="close" />Put it away</button></div>`}
    ${!file && !typed.trim() && recent.length > 0 &&
    html`<div class="chips"><span class="muted small">Lately</span>${recent.map((action) => html`<a class="chip" key=${action.id} href=${addressOf(action)}>${action.title}</a>`)}</div>`}
    ${typed.trim()
      ? hits.length > 0
        ? html`<ul class="card hits" ref=${list}>${hits.map(
            (action) => html`<li key=${action.id}><a href=${addressOf(action)}><strong><${Marked} text=${action.title} typed=${typed} /></strong><span><${Marked} text=${action.summary} typed=${typed} /></span></a></li>`,
          )}</ul>`
        : html`<div class="card"><${Empty} icon="search" title="No action is called that"><p>Try the type of the document, “docx” or “png”, or what should happen to it, “split” or “compress”.</p>
            <div class="row"><button class="button" onClick=${() => setTyped("")}>Show all actions</button></div><//></div>`
      : groups.length > 0
        ? html`<div class="groups">${groups.map(([name, some]) => html`<${Group} key=${name} name=${name} actions=${some} />`)}</div>`
        : html`<div class="card"><${Empty} icon="file" title="No action takes this document"><p>${extension ? `Files that end in “.${extension}” are not among the types docmill reads.` : "The file's name has no ending that says its type."}</p><//></div>`}
  </div>`;
}
