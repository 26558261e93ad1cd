// Files: dropped, picked, put in order.
import { html, useRef, useState } from "../html.js";
import { size } from "../words.js";
import { FileName } from "./basics.js";
import { Icon } from "./icon.js";

/**
 * @param {{id?: string, many?: boolean, accepts: string[], add: (files: File[]) => void, slim?: boolean, title?: string, invalid?: boolean, describedby?: string}} props
 */
export function Drop({ id, many = false, accepts, add, slim = false, title, invalid, describedby }) {
  const [over, setOver] = useState(false);
  const depth = useRef(0);
  const take = (/** @type {FileList | null | undefined} */ list) => {
    const files = Array.from(list ?? []);
    if (files.length > 0) add(many ? files : files.slice(0, 1));
  };
  const enter = (/** @type {DragEvent} */ event) => {
    event.preventDefault();
    depth.current += 1;
    setOver(true);
  };
  const leave = () => {
    depth.current -= 1;
    if (depth.current <= 0) setOver(false);
  };
  const drop = (/** @type {DragEvent} */ event) => {
    event.preventDefault();
    depth.current = 0;
    setOver(false);
    take(event.dataTransfer?.files);
  };
  const pick = (/** @type {any} */ event) => {
    take(event.target.files);
    event.target.value = "";
  };
  const types = accepts.length > 8 ? `${accepts.slice(0, 6).join(", ")} and ${accepts.length - 6} more types` : accepts.join(", ");
  return html`<label class=${`drop ${over ? "over" : ""} ${slim ? "slim" : ""}`} onDragEnter=${enter} onDragOver=${(/** @type {Event} */ event) => event.preventDefault()} onDragLeave=${leave} onDrop=${drop}>
    <${Icon} name="upload" />
    <span>${title ?? html`<strong>Drop ${many ? "files" : "a file"} here</strong> or <u>choose</u>`}</span>
    ${!slim && types && html`<span class="small">${types}</span>`}
    <input class="sr" type="file" id=${id} multiple=${many} accept=${accepts.map((type) => `.${type}`).join(",") || undefined} onChange=${pick}
      aria-invalid=${invalid ? "true" : undefined} aria-describedby=${describedby} />
  </label>`;
}

/** @param {{files: File[], change: (files: File[]) => void, ordered: boolean}} props */
export function FileList({ files, change, ordered }) {
  const [dragged, setDragged] = useState(-1);
  const [over, setOver] = useState(-1);
  const move = (/** @type {number} */ from, /** @type {number} */ to) => {
    if (to < 0 || to >= files.length || from === to) return;
    const next = files.slice();
    next.splice(to, 0, ...next.splice(from, 1));
    change(next);
  };
  const drop = (/** @type {DragEvent} */ event, /** @type {number} */ at) => {
    event.preventDefault();
    if (dragged >= 0) move(dragged, at);
    setDragged(-1);
    setOver(-1);
  };
  const sorts = ordered && files.length > 1;
  return html`<ol class="files">
    ${files.map(
      (file, at) => html`<li key=${`${file.name}/${file.size}/${at}`} class=${over === at && dragged !== at ? "over" : ""} draggable=${sorts}
        onDragStart=${() => setDragged(at)} onDragOver=${(/** @type {DragEvent} */ event) => { if (dragged >= 0) { event.preventDefault(); setOver(at); } }} onDrop=${(/** @type {DragEvent} */ event) => drop(event, at)}
        onDragEnd=${() => { setDragged(-1); setOver(-1); }}>
        ${sorts ? html`<span class="grip"><${Icon} name="grip" /></span>` : html`<${Icon} name="file" />`}
        <span class="name" title=${file.name}><${FileName} name=${file.name} /></span>
        <span class="muted small nowrap">${size(file.size)}</span>
        ${sorts &&
        html`<span class="row" style=${{ gap: 0 }}>
          <button type="button" class="button quiet small only-icon" disabled=${at === 0} onClick=${() => move(at, at - 1)} aria-label=${`Move ${file.name} up`}><${Icon} name="up" /></button>
          <button type="button" class="button quiet small only-icon" disabled=${at === files.length - 1} onClick=${() => move(at, at + 1)} aria-label=${`Move ${file.name} down`}><${Icon} name="down" /></button>
        </span>`}
        <button type="button" class="button quiet small only-icon" onClick=${() => change(files.filter((_, other) => other !== at))} aria-label=${`Remove ${file.name}`}><${Icon} name="close" /></button>
      </li>`,
    )}
  </ol>`;
}
