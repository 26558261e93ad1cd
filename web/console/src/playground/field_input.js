// One field of an action's form.
import { html, useId } from "../html.js";
import { Tabs } from "../parts/basics.js";
import { Drop, FileList } from "../parts/file_input.js";
import { Icon } from "../parts/icon.js";
import { fieldLabel } from "../words.js";
import { textType, typesOf } from "./values.js";

/** @import { Action, Field } from "../types.js" */
/** @import { FileValue } from "./values.js" */

const PAGES = /** @type {Record<string, string>} */ ({ Timezone: "Europe/Berlin", Locale: "de-DE", CallbackUrl: "https://", Url: "https://", Margins: "10mm 20mm", Width: "210mm", Height: "297mm" });

function placeholderOf(/** @type {Field} */ field) {
  if (field.default) return field.default;
  if (field.type === "pages") return "1-3;5";
  return PAGES[field.name] ?? "";
}

/** @param {{action: Action, field: Field, value: FileValue, change: (value: FileValue) => void, id: string, wrong: string, help: string}} props */
function FileInput({ action, field, value, change, id, wrong, help }) {
  const type = textType(action, field);
  const types = typesOf(action, field);
  const add = (/** @type {File[]} */ files) => change({ ...value, files: field.many ? [...value.files, ...files] : files });
  return html`<div class="stack tight">
    ${value.way === "file" &&
    html`${value.files.length > 0 && html`<${FileList} files=${value.files} ordered=${field.many} change=${(/** @type {File[]} */ files) => change({ ...value, files })} />`}
      ${(field.many || value.files.length === 0) &&
      html`<${Drop} id=${id} many=${field.many} accepts=${types} add=${add} slim=${value.files.length > 0 || field.name !== "File"} invalid=${wrong !== ""} describedby=${help}
        title=${value.files.length > 0 ? html`<strong>Add more files</strong>` : undefined} />`}`}
    ${value.way === "text" &&
    html`<textarea class="input code" id=${id} rows="6" value=${value.text} spellcheck=${false} aria-invalid=${wrong ? "true" : undefined} aria-describedby=${help}
      placeholder=${type === "json" ? '{ "name": "value" }' : type === "html" ? "<h1>Hello</h1>" : ""} onInput=${(/** @type {any} */ event) => change({ ...value, text: event.target.value })} />`}
    ${value.way === "url" &&
    html`<input class="input" id=${id} type="url" inputmode="url" placeholder="https://" value=${value.url} aria-invalid=${wrong ? "true" : undefined} aria-describedby=${help}
      onInput=${(/** @type {any} */ event) => change({ ...value, url: event.target.value })} />`}
  </div>`;
}

/** A file, its text, or where it lies. @param {{action: Action, field: Field, value: FileValue, change: (value: FileValue) => void}} props */
function Ways({ action, field, value, change }) {
  const text = /** @type {[string, string][]} */ (textType(action, field) ? [["text", "Text"]] : []);
  const names = /** @type {[string, string][]} */ ([["file", field.many ? "Files" : "File"], ...text, ["url", "Address"]]);
  return html`<${Tabs} look="segments low" label=${`How ${fieldLabel(field.name)} is given`} names=${names} chosen=${value.way} choose=${(/** @type {FileValue["way"]} */ way) => change({ ...value, way })} />`;
}

/** @param {{action: Action, field: Field, value: string | FileValue, change: (value: string | FileValue) => void, wrong: string}} props */
export function FieldInput({ action, field, value, change, wrong }) {
  const base = useId();
  const id = `f-${field.name}`;
  const help = `${base}-help`;
  const set = (/** @type {any} */ event) => change(event.target.value);
  const shared = { id, name: field.name, class: "input", value, "aria-describedby": help, "aria-invalid": wrong ? "true" : undefined, "aria-required": field.required ? "true" : undefined };
  const below = html`<div class="help" id=${help}>${field.summary}</div>
    ${wrong && html`<div class="wrong"><${Icon} name="alert" />${wrong}</div>`}`;

  if (field.type === "boolean") {
    return html`<div class="field">
      <div class="check">
        <input type="checkbox" id=${id} name=${field.name} checked=${value === "true"} aria-describedby=${help} onChange=${(/** @type {any} */ event) => change(event.target.checked ? "true" : "false")} />
        <div class="stack tight"><label for=${id}>${fieldLabel(field.name)}</label>${below}</div>
      </div>
    </div>`;
  }
  const input = () => {
    if (typeof value !== "string") return html`<${FileInput} action=${action} field=${field} value=${value} change=${change} id=${id} wrong=${wrong} help=${help} />`;
    if (field.type === "choice") {
      return html`<select ...${shared} onChange=${set}>
        ${(!field.required || value === "") && html`<option value="">${field.required ? "Choose one" : field.default ? `${field.default} (default)` : "Not chosen"}</option>`}
        ${field.choices?.filter((choice) => field.required || choice !== field.default).map((choice) => html`<option value=${choice} key=${choice}>${choice}</option>`)}
      </select>`;
    }
    if (field.type === "integer" || field.type === "decimal") {
      return html`<input ...${shared} type="text" inputmode=${field.type === "integer" ? "numeric" : "decimal"} placeholder=${placeholderOf(field)} autocomplete="off" onInput=${set} />`;
    }
    if (field.secret) return html`<input ...${shared} type="password" autocomplete="new-password" onInput=${set} />`;
    if ((field.longest ?? 1024) > 1024) return html`<textarea ...${shared} rows="3" placeholder=${placeholderOf(field)} onInput=${set} />`;
    return html`<input ...${shared} type="text" placeholder=${placeholderOf(field)} autocomplete="off" spellcheck=${false} onInput=${set} />`;
  };
  return html`<div class="field">
    <div class="row between">
      <label class="label" for=${id}>${fieldLabel(field.name)}${field.required && html`<span class="must" aria-hidden="true">*</span>`}</label>
      ${typeof value !== "string" && html`<${Ways} action=${action} field=${field} value=${value} change=${change} />`}
    </div>
    ${input()}${below}
  </div>`;
}
