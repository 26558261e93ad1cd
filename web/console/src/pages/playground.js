import { allActions } from "../api.js";
import { html, useEffect, useMemo, useRef, useState } from "../html.js";
import { CopyButton, Failure, PageHead, Tabs, useLoad, Waiting } from "../parts/basics.js";
import { Icon } from "../parts/icon.js";
import { ActionForm } from "../playground/action_form.js";
import { Finder } from "../playground/finder.js";
import { rememberAction } from "../playground/recent.js";
import { Result } from "../playground/result.js";
import { useRun } from "../playground/run.js";
import { snippetsOf } from "../playground/snippets.js";
import { emptyValues, entriesOf, fitting, wrongWith } from "../playground/values.js";
import { to } from "../router.js";
import { may, useSession } from "../session.js";
import { counted, extensionOf } from "../words.js";

/** @import { Action } from "../types.js" */
/** @import { FileValue, Values } from "../playground/values.js" */

/** A file dropped before an action was chosen goes along to it. @type {File | null} */
let carried = null;

function startValues(/** @type {Action} */ action) {
  const values = emptyValues(action);
  const file = /** @type {FileValue | undefined} */ (values.File);
  if (carried && file && typeof file !== "string" && (action.accepts.includes(extensionOf(carried.name)) || action.accepts.includes("bin"))) file.files = [carried];
  return values;
}

function Code(/** @type {{action: Action, values: Values}} */ { action, values }) {
  const [language, setLanguage] = useState("curl");
  const snippets = useMemo(() => snippetsOf(action, entriesOf(action, values), location.origin), [action, values]);
  const chosen = snippets.find(({ name }) => name === language) ?? snippets[0];
  return html`<div class="stack">
    <${Tabs} look="segments" label="Language" names=${snippets.map(({ name, title }) => [name, title])} chosen=${language} choose=${setLanguage} panel="snippet" />
    <div class="code-box" id="snippet" role="tabpanel" aria-label=${chosen.title}>
      <${CopyButton} text=${chosen.code} /><pre tabindex="0" data-language=${chosen.name}>${chosen.code}</pre>
    </div>
    <p class="muted small">The same call as the form beside it. <code>DOCMILL_KEY</code> is the environment variable that holds your API key. For long work put <code>jobs/</code> before${" "}
      <code>${action.id.split("/")[1]}</code> in the address: you get 202 at once and a <code>Location</code> to ask.</p>
  </div>`;
}

function Bench(/** @type {{action: Action}} */ { action }) {
  const [values, setValues] = useState(() => startValues(action));
  const [wrong, setWrong] = useState(/** @type {Record<string, string>} */ ({}));
  const [open, setOpen] = useState(false);
  const [tab, setTab] = useState("result");
  const { run, start, stop } = useRun();
  const form = useRef(/** @type {HTMLFormElement | null} */ (null));
  const panel = useRef(/** @type {HTMLElement | null} */ (null));
  useEffect(() => rememberAction(action.id), [action]);

  const change = (/** @type {string} */ name, /** @type {string | FileValue} */ value) => {
    setValues((old) => ({ ...old, [name]: value }));
    setWrong(({ [name]: _, ...others }) => others);
  };
  const send = (/** @type {Event | undefined} */ event = undefined) => {
    event?.preventDefault();
    const found = Object.fromEntries(fitting(action, values).map((field) => [field.name, wrongWith(action, field, values[field.name])]).filter(([, text]) => text));
    setWrong(found);
    const [first] = Object.keys(found);
    if (first) {
      if (!action.fields.find(({ name }) => name === first)?.required) setOpen(true);
      requestAnimationFrame(() => document.getElementById(`f-${first}`)?.focus());
      return;
    }
    setTab("result");
    start(action, values);
    if (matchMedia("(max-width: 1060px)").matches) panel.current?.scrollIntoView({ block: "start", behavior: "smooth" });
  };
  const keys = (/** @type {KeyboardEvent} */ event) => {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) send(event);
  };
  const busy = run.state === "sending" || run.state === "working";
  const clear = () => {
    carried = null;
    setValues(emptyValues(action));
    setWrong({});
  };
  return html`<div class="page">
    <${PageHead} title=${action.title} lead=${action.summary} above=${html`<a class="crumb" href=${to("")}><${Icon} name="back" />All actions</a>`}>
      <span class="tag">${action.id}</span>
    <//>
    <div class="bench">
      <form class="card" ref=${form} onSubmit=${send} onKeyDown=${keys} noValidate aria-label=${action.title}>
        <div class="body"><${ActionForm} action=${action} values=${values} change=${change} wrong=${wrong} open=${open} /></div>
        <div class="form-foot">
          <button class="button main-act" disabled=${busy}><${Icon} name=${busy ? "busy" : "run"} class=${busy ? "spin" : ""} />${busy ? "Running" : "Run"}</button>
          <button type="button" class="button quiet" onClick=${clear}>Clear</button>
          <span class="muted small">${action.documents === 0 ? "Free of charge" : `${counted(action.documents, "document")} of your plan, on success only`}</span>
        </div>
      </form>
      <section class="card result" ref=${panel} aria-label="Result and code">
        <header><${Tabs} look="segments" label="Result or code" names=${[["result", "Result"], ["code", "Code"]]} chosen=${tab} choose=${setTab} panel="outcome" /></header>
        <div class="body" id="outcome" role="tabpanel" aria-label=${tab === "result" ? "Result" : "Code"}>
          ${tab === "code" ? html`<${Code} action=${action} values=${values} />` : html`<${Result} run=${run} stop=${stop} again=${send} empty="Fill in the form and press Run, or Ctrl+Enter. You see each phase as it happens, then the result." />`}
        </div>
      </section>
    </div>
  </div>`;
}

/** @param {{id: string}} props */
export function PlaygroundPage({ id }) {
  const { session } = useSession();
  const { data, failure, reload } = useLoad(allActions, []);
  const [file, setFile] = useState(carried);
  const put = (/** @type {File | null} */ chosen) => {
    carried = chosen;
    setFile(chosen);
  };
  if (failure) return html`<div class="page"><${PageHead} title="Playground" /><${Failure} failure=${failure} retry=${reload} /></div>`;
  if (!data) return html`<div class="page"><${PageHead} title="Playground" lead="Try any action with your own documents." /><${Waiting} rows=${6} height=${86} /></div>`;
  const action = id ? data.find((one) => one.id === id) : undefined;
  if (action) return html`<${Bench} key=${id} action=${action} />`;
  return html`<div class="page">
    <${PageHead} title="Playground" lead="Try any action with your own documents, then take the call along as code." />
    ${!may(session, "convert") && html`<div class="notice warn" role="status"><${Icon} name="warn" /><p>The key you are signed in with has not the scope <code>convert</code>, so runs from here are refused. Sign in with one that has both.</p></div>`}
    ${id && html`<div class="notice warn" role="status"><${Icon} name="warn" /><p>There is no action “${id}” on this server. These are those there are.</p></div>`}
    <${Finder} actions=${data} file=${file} setFile=${put} />
  </div>`;
}
