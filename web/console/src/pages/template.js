import { changeProcess, oneProcess, pathOf, removeProcess, templateOf } from "../api.js";
import { html, useState } from "../html.js";
import { asApiError, Confirm, CopyButton, Failure, PageHead, saveFile, Tabs, useLoad, Waiting } from "../parts/basics.js";
import { Drop, FileList } from "../parts/file_input.js";
import { Icon } from "../parts/icon.js";
import { say } from "../parts/toast.js";
import { go, to } from "../router.js";
import { FillTab } from "../templates/fill.js";
import { formOfSettings, settingsOf, SettingsFields } from "../templates/settings.js";
import { TokensTab } from "../templates/tokens.js";

/** @import { Process } from "../types.js" */

/** @param {{process: Process, changed: (process: Process) => void}} props */
function SettingsTab({ process, changed }) {
  const before = settingsOf(process);
  const [settings, setSettings] = useState(before);
  const [file, setFile] = useState(/** @type {File | null} */ (null));
  const [busy, setBusy] = useState(false);
  const [asking, setAsking] = useState(false);
  const [failure, setFailure] = useState(/** @type {import("../api.js").ApiError | null} */ (null));
  const send = async (/** @type {Event} */ event) => {
    event.preventDefault();
    setBusy(true);
    setFailure(null);
    try {
      const now = await changeProcess(process.id, formOfSettings(settings, before, file));
      setFile(null);
      say("Saved. Jobs under way go on with the old template.");
      changed(now);
    } catch (error) {
      setFailure(asApiError(error));
    }
    setBusy(false);
  };
  const dirty = file !== null || Object.entries(settings).some(([name, value]) => value !== (/** @type {Record<string, string>} */ (before)[name] ?? ""));
  return html`<div class="two">
    <form class="card" onSubmit=${send} aria-label="Settings">
      <div class="body stack wide">
        <${SettingsFields} settings=${settings} change=${(/** @type {string} */ name, /** @type {string} */ value) => setSettings((old) => ({ ...old, [name]: value }))} />
        <div class="field"><label for="another">Another template in its place</label>
          ${file ? html`<${FileList} files=${[file]} ordered=${false} change=${() => setFile(null)} />` : html`<${Drop} id="another" slim accepts=${[]} add=${(/** @type {File[]} */ files) => setFile(files[0])} />`}</div>
        ${failure && html`<${Failure} failure=${failure} />`}
      </div>
      <div class="form-foot"><button class="button main-act" disabled=${busy || !dirty}>${busy && html`<${Icon} name="busy" class="spin" />`}Save</button></div>
    </form>
    <section class="card pad stack" aria-labelledby="remove"><h2 id="remove">Remove</h2>
      <p class="muted">Its address no longer answers. Documents it has made stay as long as they would have.</p>
      <div><button class="button danger" onClick=${() => setAsking(true)}><${Icon} name="remove" />Remove the template</button></div></section>
    ${asking &&
    html`<${Confirm} title=${`Remove “${process.name}”?`} act="Remove" close=${() => setAsking(false)} run=${async () => { await removeProcess(process.id); say("Removed."); go("templates"); }}>
      <p>Whoever still calls its address gets 404. This cannot be undone; download the template first if you have no other copy.</p><//>`}
  </div>`;
}

/** @param {{process: Process}} props */
function AddressTab({ process }) {
  const start = location.origin + pathOf(process.startUrl);
  const job = location.origin + pathOf(process.startJobUrl);
  const call = `curl -sS --fail-with-body \\\n${process.requireKey ? '  -H "Authorization: $DOCMILL_KEY" \\\n' : ""}  -H "Content-Type: application/json" \\\n  -d @data.json \\\n  ${start}`;
  return html`<div class="stack" style=${{ maxWidth: "860px" }}>
    <div class="notice"><${Icon} name="info" /><p>${process.requireKey ? "A start needs an API key of yours." : "Whoever knows this address can start it: keep it like a password, or turn on “Starting it needs a key” in the settings."}</p></div>
    <div class="field"><span class="label">Waits for the document</span><div class="secret"><code>${start}</code><${CopyButton} text=${start} /></div></div>
    <div class="field"><span class="label">As a job: 202 at once, then ask its Location</span><div class="secret"><code>${job}</code><${CopyButton} text=${job} /></div></div>
    <div class="field"><span class="label">With curl</span><div class="code-box"><${CopyButton} text=${call} /><pre tabindex="0" data-language="curl">${call}</pre></div></div>
  </div>`;
}

/** @param {{id: string}} props */
export function TemplatePage({ id }) {
  const { data: process, failure, reload, put } = useLoad(() => oneProcess(id), [id]);
  const [tab, setTab] = useState("fill");
  const above = html`<a class="crumb" href=${to("templates")}><${Icon} name="back" />All templates</a>`;
  if (!process) return html`<div class="page"><${PageHead} title="Template" above=${above} />${failure ? html`<${Failure} failure=${failure} retry=${failure.retryable ? reload : undefined} />` : html`<${Waiting} rows=${3} height=${120} />`}</div>`;
  const save = async () => {
    try {
      const file = await templateOf(process);
      saveFile(file.name, file, file.type || "application/octet-stream");
    } catch (error) {
      say(asApiError(error).message);
    }
  };
  return html`<div class="page">
    <${PageHead} title=${process.name} above=${above}>
      <div class="row wrap"><span class=${`badge ${process.mode === "Active" ? "good" : "info"}`}>${process.mode}</span><button class="button" onClick=${save}><${Icon} name="download" />Template</button></div>
    <//>
    <${Tabs} label="Parts of the template" names=${[["fill", "Fill"], ["tokens", "Tokens"], ["address", "Address"], ["settings", "Settings"]]} chosen=${tab} choose=${setTab} panel="part" />
    <div id="part" role="tabpanel" aria-label=${tab}>
      ${tab === "fill" && html`<${FillTab} key=${process.changedAt} process=${process} />`}
      ${tab === "tokens" && html`<${TokensTab} process=${process} />`}
      ${tab === "address" && html`<${AddressTab} process=${process} />`}
      ${tab === "settings" && html`<${SettingsTab} key=${process.changedAt} process=${process} changed=${put} />`}
    </div>
  </div>`;
}
