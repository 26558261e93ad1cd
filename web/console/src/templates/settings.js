// A process's settings, and the form in which they travel.
import { html, useId } from "../html.js";

/** @import { Process } from "../types.js" */

/** @typedef {Record<string, string>} Settings */

export const TEMPLATE_TYPES = ["docx", "dotx", "docm", "odt", "ott", "xlsx", "xltx", "xlsm", "ods", "ots", "pptx", "potx", "pptm", "potm", "ppsx", "ppsm", "odp", "otp", "html", "htm", "txt", "csv", "xml", "md", "pdf"];

/** @returns {Settings} */
export function settingsOf(/** @type {Process | undefined} */ process) {
  return { OutputType: "Own", OutputFilename: "", Locale: "", Timezone: "", MissingValues: "", ...(process?.settings ?? {}), Name: process?.name ?? "", Mode: process?.mode ?? "Testing", RequireKey: String(process?.requireKey ?? false) };
}

/** Only what differs from `before` is sent. What is emptied is sent empty. */
export function formOfSettings(/** @type {Settings} */ settings, /** @type {Settings} */ before, /** @type {File | null} */ file) {
  const form = new FormData();
  if (file) form.append("File", file, file.name);
  for (const [name, value] of Object.entries(settings)) if (value !== before[name]) form.append(name, value);
  return form;
}

/** @param {{label: string, help: string, children: (id: string, help: string) => any}} props */
function Labelled({ label, help, children }) {
  const id = useId();
  return html`<div class="field"><label for=${id}>${label}</label>${children(id, `${id}-help`)}<div class="help" id=${`${id}-help`}>${help}</div></div>`;
}

/** @param {{settings: Settings, change: (name: string, value: string) => void, all?: boolean}} props */
export function SettingsFields({ settings, change, all = true }) {
  const set = (/** @type {string} */ name) => (/** @type {any} */ event) => change(name, event.target.value);
  const text = (/** @type {string} */ name, /** @type {string} */ label, /** @type {string} */ help, /** @type {string} */ placeholder = "") => html`<${Labelled} label=${label} help=${help}>
    ${(/** @type {string} */ id, /** @type {string} */ about) => html`<input class="input" id=${id} name=${name} value=${settings[name] ?? ""} placeholder=${placeholder} aria-describedby=${about} autocomplete="off" onInput=${set(name)} />`}<//>`;
  const choice = (/** @type {string} */ name, /** @type {string} */ label, /** @type {string} */ help, /** @type {[string, string][]} */ choices) => html`<${Labelled} label=${label} help=${help}>
    ${(/** @type {string} */ id, /** @type {string} */ about) => html`<select class="input" id=${id} name=${name} value=${settings[name] ?? ""} aria-describedby=${about} onChange=${set(name)}>${choices.map(([value, title]) => html`<option value=${value} key=${value}>${title}</option>`)}</select>`}<//>`;
  const keyId = useId();
  return html`<div class="stack wide">
    ${text("Name", "Name", "What people call it.", "Invoices")}
    ${choice("OutputType", "Result", "What filling it makes.", [["Own", "The template's own type"], ["Pdf", "PDF"]])}
    ${text("OutputFilename", "File name of results", "Without extension; tokens like {{number}} take values of the data.", "Invoice {{number}}")}
    ${all &&
    html`${choice("Mode", "Mode", "Runs of a process in testing are free, and their PDFs are marked TEST. An active one charges each document it makes.", [["Testing", "Testing"], ["Active", "Active"]])}
      <div class="field"><div class="check"><input type="checkbox" id=${keyId} checked=${settings.RequireKey === "true"} onChange=${(/** @type {any} */ event) => change("RequireKey", String(event.target.checked))} />
        <div><label for=${keyId}>Starting it needs a key</label><div class="help">Without this the address alone is enough: whoever knows it can start it.</div></div></div></div>
      ${choice("MissingValues", "Missing values", "What a token prints whose name is not in the data.", [["", "As the template's type does by default"], ["Keep", "The token stays, with a warning"], ["Remove", "Nothing, with a warning"], ["Error", "No document is made"]])}
      ${text("Locale", "Language", "Whose dates, numbers and currency are written.", "en-US")}
      ${text("Timezone", "Time zone", "Where the clock stands that dates are shown by.", "UTC")}`}
  </div>`;
}
