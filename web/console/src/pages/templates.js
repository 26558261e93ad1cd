import { allProcesses, checkTemplate, makeProcess } from "../api.js";
import { html, useState } from "../html.js";
import { asApiError, Dialog, Empty, Failure, PageHead, useLoad, Waiting } from "../parts/basics.js";
import { Drop, FileList } from "../parts/file_input.js";
import { Icon } from "../parts/icon.js";
import { say } from "../parts/toast.js";
import { go, to } from "../router.js";
import { formOfSettings, settingsOf, SettingsFields, TEMPLATE_TYPES } from "../templates/settings.js";
import { ago, counted } from "../words.js";

/** @import { Process, TemplateCheck } from "../types.js" */

/** @param {{close: () => void}} props */
function NewTemplate({ close }) {
  const [file, setFile] = useState(/** @type {File | null} */ (null));
  const [settings, setSettings] = useState(() => settingsOf(undefined));
  const [check, setCheck] = useState(/** @type {TemplateCheck | null} */ (null));
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState(/** @type {import("../api.js").ApiError | null} */ (null));
  const change = (/** @type {string} */ name, /** @type {string} */ value) => setSettings((old) => ({ ...old, [name]: value }));
  const take = (/** @type {File[]} */ files) => {
    const chosen = files[0] ?? null;
    setFile(chosen);
    setFailure(null);
    setCheck(null);
    if (!chosen) return;
    if (!settings.Name) change("Name", chosen.name.replace(/\.[^.]+$/, ""));
    // A first look at the tokens; whether it is taken is decided when it is kept.
    if (!/\.pdf$/i.test(chosen.name)) checkTemplate(chosen).then(setCheck, () => {});
  };
  const send = async (/** @type {Event} */ event) => {
    event.preventDefault();
    if (!file) {
      document.getElementById("template-file")?.focus();
      return;
    }
    setBusy(true);
    setFailure(null);
    try {
      const made = await makeProcess(formOfSettings({ ...settings, Name: settings.Name || file.name }, { ...settingsOf(undefined), OutputType: "Own" }, file));
      say("The template is kept. Try it with data.");
      go(`templates/${made.id}`);
    } catch (error) {
      setFailure(asApiError(error));
      setBusy(false);
    }
  };
  return html`<${Dialog} title="New template" close=${close}>
    <form class="stack wide" onSubmit=${send}>
      <div class="field"><label for="template-file">Template</label>
        ${file ? html`<${FileList} files=${[file]} ordered=${false} change=${take} />` : html`<${Drop} id="template-file" accepts=${TEMPLATE_TYPES} add=${take} />`}
        <div class="help">${check
          ? html`${counted(check.tokens.length, "token")} found${check.problems.length > 0 ? `, ${counted(check.problems.length, "problem")}` : ""}.`
          : html`A document with tokens like <code>${"{{customer.name}}"}</code>, or a PDF form. At most 20 MB.`}</div></div>
      <${SettingsFields} settings=${settings} change=${change} all=${false} />
      ${failure && html`<${Failure} failure=${failure} />`}
      <footer><button type="button" class="button" onClick=${close}>Close</button>
        <button class="button main-act" disabled=${busy || !file}>${busy && html`<${Icon} name="busy" class="spin" />`}Keep the template</button></footer>
    </form>
  <//>`;
}

function Tile(/** @type {{process: Process}} */ { process }) {
  return html`<a class="card tile" href=${to(`templates/${process.id}`)}>
    <div class="row between"><span class="tag">${process.kind}</span><span class=${`badge ${process.mode === "Active" ? "good" : "info"}`}>${process.mode}</span></div>
    <h2>${process.name}</h2>
    <span class="muted small">Changed ${ago(process.changedAt)}${process.requireKey ? " · needs a key" : ""}</span>
  </a>`;
}

export function TemplatesPage() {
  const { data, failure, reload } = useLoad(allProcesses, []);
  const [making, setMaking] = useState(false);
  const act = html`<button class="button main-act" onClick=${() => setMaking(true)}><${Icon} name="plus" />New template</button>`;
  return html`<div class="page">
    <${PageHead} title="Templates" lead="Each has an address: whoever sends data there gets the document.">${act}<//>
    ${failure && html`<${Failure} failure=${failure} retry=${reload} />`}
    ${!data && !failure && html`<${Waiting} rows=${2} height=${130} />`}
    ${data &&
    (data.length > 0
      ? html`<div class="tiles">${data.map((process) => html`<${Tile} key=${process.id} process=${process} />`)}</div>`
      : html`<div class="card"><${Empty} icon="template" title="No templates yet"><p>Upload a Word, Excel, PowerPoint or HTML document with tokens, or a PDF form. You see what data it asks for and try it at once.</p><div class="row">${act}</div><//></div>`)}
    ${making && html`<${NewTemplate} close=${() => setMaking(false)} />`}
  </div>`;
}
