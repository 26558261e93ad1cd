// What a template asks for, and what is wrong with it.
import { checkTemplate, templateOf } from "../api.js";
import { html } from "../html.js";
import { Empty, Failure, saveFile, useLoad, Waiting } from "../parts/basics.js";
import { Icon } from "../parts/icon.js";
import { counted } from "../words.js";

/** @import { Process, TemplateCheck } from "../types.js" */

const placeOf = (/** @type {{part?: string, place?: string}} */ { part, place }) => [part, place].filter(Boolean).join(", ");

/** @param {{check: TemplateCheck, name: string}} props */
export function CheckReport({ check, name }) {
  return html`<div class="stack">
    ${check.problems.length > 0
      ? html`<div class="notice warn"><${Icon} name="warn" /><h3>${counted(check.problems.length, "problem")}</h3>
          <ul class="stack tight small">${check.problems.map((problem, at) => html`<li key=${at} class="break">${problem.message}${placeOf(problem) && html` <span class="muted">${placeOf(problem)}</span>`}${problem.token && html` <code>${problem.token}</code>`}</li>`)}</ul></div>`
      : html`<div class="notice good"><${Icon} name="done" /><p>Nothing is wrong with it. ${counted(check.tokens.length + (check.moreTokens ?? 0), "token")}, language ${check.language}.</p></div>`}
    ${check.tokens.length > 0
      ? html`<div class="card"><div class="table-box"><table>
          <thead><tr><th scope="col">Token</th><th scope="col">Kind</th><th scope="col">Place</th></tr></thead>
          <tbody>${check.tokens.map((token, at) => html`<tr key=${at}><td><code class="break">${token.token}</code></td><td class="muted">${token.kind}</td><td class="muted small">${placeOf(token)}</td></tr>`)}</tbody>
        </table></div></div>`
      : html`<div class="card"><${Empty} icon="template" title="It has no tokens"><p>Write <code>${"{{name}}"}</code> where data should stand, and upload it again.</p><//></div>`}
    ${check.moreTokens ? html`<p class="muted small">${counted(check.moreTokens, "more token")} not shown.</p>` : null}
    <div class="row wrap">
      <button class="button small" onClick=${() => saveFile(`${name}.sample.json`, `${JSON.stringify(check.sample, null, 2)}\n`, "application/json")}><${Icon} name="download" />Sample of data</button>
      <button class="button small" onClick=${() => saveFile(`${name}.schema.json`, `${JSON.stringify(check.schema, null, 2)}\n`, "application/schema+json")}><${Icon} name="download" />JSON Schema</button>
    </div>
  </div>`;
}

/** @param {{process: Process}} props */
export function TokensTab({ process }) {
  const { data, failure, reload } = useLoad(async () => checkTemplate(await templateOf(process)), [process.id, process.changedAt]);
  if (failure) return html`<${Failure} failure=${failure} retry=${reload} />`;
  if (!data) return html`<${Waiting} rows=${5} height=${40} />`;
  return html`<${CheckReport} check=${data} name=${process.name} />`;
}
