// What a run looks like while it goes on and when it has ended.
import { html } from "../html.js";
import { Empty, Failure } from "../parts/basics.js";
import { Icon } from "../parts/icon.js";
import { Outputs } from "../parts/preview.js";
import { Timeline, useNow } from "../parts/timeline.js";
import { to } from "../router.js";
import { counted, length, phaseTitle, size } from "../words.js";

/** @import { Job } from "../types.js" */
/** @import { Run } from "./run.js" */

function Sending(/** @type {{run: Run, stop: () => void}} */ { run, stop }) {
  const { sent = 0, total = 0 } = run;
  const share = total > 0 ? Math.round((100 * sent) / total) : 0;
  return html`<div class="stack">
    <div class="row between"><span><strong>Sending</strong></span><span class="muted small num">${total > 0 ? `${size(sent)} of ${size(total)}` : ""}</span></div>
    <div class="bar" role="progressbar" aria-label="Sent" aria-valuemin="0" aria-valuemax="100" aria-valuenow=${share}><span style=${{ width: `${share}%` }} /></div>
    <div><button class="button small" onClick=${stop}><${Icon} name="cancel" />Stop</button></div>
  </div>`;
}

function Working(/** @type {{job?: Job, stop: () => void}} */ { job, stop }) {
  useNow(true);
  const phase = job?.phases?.at(-1);
  const begun = job ? Date.now() - new Date(job.createdAt).getTime() : 0;
  return html`<div class="stack">
    <div class="row between">
      <div class="row"><${Icon} name="busy" class="spin" /><strong>${phase ? phaseTitle(phase.name) : "Accepted"}</strong><span class="muted small num">${begun > 0 ? length(begun) : ""}</span></div>
      <button class="button small" onClick=${stop}><${Icon} name="cancel" />Cancel</button>
    </div>
    ${job && html`<${Timeline} job=${job} />`}
  </div>`;
}

/** What the document's reader should know: pages, fonts that were not there, warnings. */
function Remarks(/** @type {{run: Run}} */ { run }) {
  const replaced = run.answer?.fonts?.filter(({ substituted }) => substituted) ?? [];
  const warnings = run.answer?.warnings ?? run.job?.warnings ?? [];
  if (replaced.length + warnings.length === 0) return null;
  return html`<div class="notice warn">
    <${Icon} name="warn" />
    <h3>${counted(replaced.length + warnings.length, "remark")}</h3>
    <ul class="small">
      ${warnings.map((warning, at) => html`<li key=${at} class="break">${warning}</li>`)}
      ${replaced.map((font) => html`<li key=${font.requested}>The font ${font.requested} is not installed here; ${font.used} stands in for it.</li>`)}
    </ul>
  </div>`;
}

function Done(/** @type {{run: Run}} */ { run }) {
  const { job, answer } = run;
  if (!job) return null;
  const took = job.finishedAt ? new Date(job.finishedAt).getTime() - new Date(job.createdAt).getTime() : 0;
  const pages = answer?.pages ?? job.pages;
  const facts = [pages ? counted(pages, "page") : "", took > 0 ? length(took) : "", answer?.engine ?? job.engine ?? ""].filter(Boolean);
  return html`<div class="stack">
    <div class="row wrap between">
      <div class="row"><span class="badge good">Succeeded</span><span class="muted small num">${facts.join(" · ")}</span></div>
      <a class="small" href=${to(`jobs/${job.id}`)}>The job</a>
    </div>
    <${Outputs} outputs=${job.outputs ?? []} job=${job.id} />
    <${Remarks} run=${run} />
    <details class="more"><summary><${Icon} name="next" />Phases</summary><div class="body"><${Timeline} job=${job} /></div></details>
  </div>`;
}

/** @param {{run: Run, stop: () => void, again?: () => void, empty: string}} props */
export function Result({ run, stop, again, empty }) {
  const said = { idle: "", sending: "Sending", working: "Working", done: "Succeeded", failed: "" }[run.state];
  return html`<div>
    <p class="sr" role="status">${said}</p>
    ${run.state === "idle" && html`<${Empty} icon="file" title="The result comes here"><p>${empty}</p><//>`}
    ${run.state === "sending" && html`<${Sending} run=${run} stop=${stop} />`}
    ${run.state === "working" && html`<${Working} job=${run.job} stop=${stop} />`}
    ${run.state === "done" && html`<${Done} run=${run} />`}
    ${run.state === "failed" && run.failure &&
    html`<div class="stack"><${Failure} failure=${run.failure} advice=${run.job?.advice} retry=${run.failure.retryable ? again : undefined}>
        ${run.job && html`<a class="button small" href=${to(`jobs/${run.job.id}`)}>Look at the job</a>`}<//>
      ${(run.job?.phases?.length ?? 0) > 0 && run.job && html`<${Timeline} job=${run.job} />`}</div>`}
  </div>`;
}
