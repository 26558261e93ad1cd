// Data on one side, the document it makes on the other.
import { checkTemplate, templateOf } from "../api.js";
import { html, useEffect, useMemo, useState } from "../html.js";
import { Tabs } from "../parts/basics.js";
import { Drop } from "../parts/file_input.js";
import { Icon } from "../parts/icon.js";
import { say } from "../parts/toast.js";
import { Result } from "../playground/result.js";
import { useRun } from "../playground/run.js";
import { blankOf, Node } from "./data_form.js";

/** @import { Process } from "../types.js" */

/** The data typed lately for each process, as long as the page lives. @type {Map<string, string>} */
const typed = new Map();

const written = (/** @type {unknown} */ value) => JSON.stringify(value, null, 2);

/** @returns {{value?: any, wrong: string}} */
function parsed(/** @type {string} */ text) {
  try {
    const value = JSON.parse(text);
    return typeof value === "object" && value !== null ? { value, wrong: "" } : { wrong: "The data is an object { … } or a list [ … ]." };
  } catch (failure) {
    return { wrong: text.trim() ? `This is not JSON yet: ${/** @type {Error} */ (failure).message}` : "The data is empty. Write an object: { }." };
  }
}

/** @param {{process: Process}} props */
export function FillTab({ process }) {
  const schema = process.schema ?? null;
  const [text, setText] = useState(() => typed.get(process.id) ?? written(schema ? blankOf(schema) : {}));
  const [way, setWay] = useState(schema ? "form" : "json");
  const [waits, setWaits] = useState(() => !typed.has(process.id) && process.kind !== "pdf");
  const { run, startFilled, stop } = useRun();
  const { value, wrong } = useMemo(() => parsed(text), [text]);
  const put = (/** @type {string} */ next) => {
    typed.set(process.id, next);
    setText(next);
  };
  /** `first`: nobody asked for it, so it yields to what was typed while it was on its way. */
  const sample = async (/** @type {{first?: boolean}} */ { first = false } = {}) => {
    try {
      const made = written((await checkTemplate(await templateOf(process))).sample);
      if (!first || !typed.has(process.id)) put(made);
    } catch {
      if (!first) say("No sample could be made of this template.");
    }
  };
  // A first look needs data: the sample fills every token. What is typed before it comes would be mixed with it, so the form waits.
  useEffect(() => {
    if (waits) sample({ first: true }).finally(() => setWaits(false));
  }, [process.id]);
  const go = () => {
    if (!wrong) startFilled(process, text);
  };
  const keys = (/** @type {KeyboardEvent} */ event) => {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      go();
    }
  };
  const busy = run.state === "sending" || run.state === "working";
  const list = Array.isArray(value);
  return html`<div class="bench">
    <form class="card" onSubmit=${(/** @type {Event} */ event) => { event.preventDefault(); go(); }} onKeyDown=${keys} aria-label="Data">
      <header><h2>Data</h2><${Tabs} look="segments" label="How the data is written" names=${[["form", "Form"], ["json", "JSON"]]} chosen=${way} choose=${setWay} panel="data" /></header>
      <div class="body stack" id="data" role="tabpanel" aria-label=${way === "form" ? "Form" : "JSON"}>
        ${way === "json" &&
        html`<div class="field"><label class="sr" for="json">Data as JSON</label>
          <textarea class="input code" id="json" rows="20" value=${text} spellcheck=${false} aria-invalid=${wrong ? "true" : undefined} aria-describedby="json-wrong" onInput=${(/** @type {any} */ event) => put(event.target.value)} />
          <div id="json-wrong" class="wrong" role="status">${wrong && html`<${Icon} name="alert" />${wrong}`}</div></div>
          <${Drop} slim accepts=${["json"]} add=${async (/** @type {File[]} */ files) => put(await files[0].text())} title=${html`Or drop a <strong>JSON file</strong>`} />`}
        ${way === "form" && waits && html`<p class="muted" role="status">A sample of the data is being made.</p>`}
        ${way === "form" && !waits && !schema && html`<p class="muted">What this template asks for is not known, so there is no form. Write the data as JSON.</p>`}
        ${way === "form" && !waits && schema && (wrong || list) && html`<p class="muted">${list ? "The data is a list of records, which the form does not show." : "The JSON cannot be read."} Go on in JSON.</p>`}
        ${way === "form" && !waits && schema && !wrong && !list && html`<${Node} schema=${schema} value=${value} change=${(/** @type {any} */ next) => put(written(next))} />`}
      </div>
      <div class="form-foot">
        <button class="button main-act" disabled=${busy || wrong !== ""}><${Icon} name=${busy ? "busy" : "fill"} class=${busy ? "spin" : ""} />${busy ? "Filling" : "Fill"}</button>
        <button type="button" class="button quiet" onClick=${() => sample()}>Sample data</button>
        <span class="muted small">${process.mode === "Testing" ? "In testing: free, PDFs are marked" : "One document of your plan"}</span>
      </div>
    </form>
    <section class="card result" aria-labelledby="made"><header><h2 id="made">Document</h2></header>
      <div class="body"><${Result} run=${run} stop=${stop} again=${go} empty="Press Fill, or Ctrl+Enter. The document stands here beside its data." /></div></section>
  </div>`;
}
