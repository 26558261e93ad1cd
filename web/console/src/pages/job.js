import { allActions, cancelJob, followJob, isFinal, oneJob, retryJob } from "../api.js";
import { html, useEffect, useState } from "../html.js";
import { asApiError, Confirm, CopyButton, Failure, FileName, PageHead, State, useLoad, Waiting } from "../parts/basics.js";
import { Icon } from "../parts/icon.js";
import { Outputs } from "../parts/preview.js";
import { Timeline } from "../parts/timeline.js";
import { say } from "../parts/toast.js";
import { go, to } from "../router.js";
import { actionTitle, ago, chargeOf, counted, length, moment, size } from "../words.js";

/** @import { Job } from "../types.js" */

/** @param {{job: Job}} props */
function Facts({ job }) {
  const took = job.finishedAt ? length(new Date(job.finishedAt).getTime() - new Date(job.createdAt).getTime()) : "";
  const rows = /** @type {[string, unknown][]} */ ([
    ["Started", html`<span title=${moment(job.createdAt)}>${ago(job.createdAt)}</span>`],
    ["Took", took],
    ["Documents", job.documents === 0 ? chargeOf(job) : `${job.documents}${job.charge ? `, ${chargeOf(job)}` : ""}`],
    ["Attempts", job.attempts && job.attempts > 1 ? job.attempts : ""],
    ["Pages", job.pages ?? ""],
    ["Kept until", job.expiresAt ? moment(job.expiresAt) : ""],
    ["Action", html`<code>${job.action}</code>`],
    ["Job", html`<code class="break">${job.id}</code>`],
  ]);
  return html`<dl class="kv">${rows.filter(([, value]) => value).map(([name, value]) => html`<dt>${name}</dt><dd>${value}</dd>`)}</dl>`;
}

/** Where the same can be tried with something else. */
function placeOf(/** @type {Job} */ job) {
  if (job.process) return html`<a class="button small" href=${to(`templates/${job.process}`)}>Open the template</a>`;
  return /^(process|preview)\//.test(job.action) ? null : html`<a class="button small" href=${to(`do/${job.action}`)}>Open the action</a>`;
}

/** Whether what was sent can be used once more, and if not, why and what instead. @param {{job: Job}} props */
function Again({ job }) {
  if (job.retry) return html`<p class="muted small">The job can run again: what it reads is still stored, or is fetched anew.</p>`;
  if (job.action.startsWith("preview/")) return null;
  return html`<p class="muted small">Documents are deleted as soon as their job has ended, so this one cannot run again. To repeat it, send them anew.</p>
    <div>${placeOf(job)}</div>`;
}

/** @param {{job: Job}} props */
function Outcome({ job }) {
  if (job.state === "succeeded") {
    return html`${(job.outputs?.length ?? 0) === 0 && job.advice ? html`<p class="muted">${job.advice}</p>` : html`<${Outputs} outputs=${job.outputs ?? []} job=${job.id} />`}
      ${(job.warnings?.length ?? 0) > 0 && html`<div class="notice warn"><${Icon} name="warn" /><h3>${counted(job.warnings?.length ?? 0, "remark")}</h3><ul class="small">${job.warnings?.map((warning, at) => html`<li class="break" key=${at}>${warning}</li>`)}</ul></div>`}`;
  }
  if (job.state === "failed" || (job.state === "cancelled" && job.error)) {
    const told = job.error ?? { code: "failed", title: "The job failed", detail: "Nothing more is recorded." };
    if (job.state === "cancelled") return html`<p class="muted">${told.detail} Nothing is charged.</p>`;
    return html`<${Failure} failure=${{ ...told, jobId: job.id }} advice=${job.advice}>${placeOf(job)}<//>`;
  }
  if (job.state === "cancelled") return html`<p class="muted">The job was cancelled. Nothing is charged.</p>`;
  return html`<div class="preview"><header /><div class="wait" role="status"><${Icon} name="busy" class="spin" /><p>${job.advice || "The result comes here as soon as it is there."}</p></div></div>`;
}

/** @param {{id: string}} props */
export function JobPage({ id }) {
  const { data: job, failure, reload, put } = useLoad(() => oneJob(id), [id]);
  const actions = useLoad(allActions, []);
  const [asking, setAsking] = useState(false);
  const [retrying, setRetrying] = useState(false);
  const [trouble, setTrouble] = useState(/** @type {import("../api.js").ApiError | null} */ (null));
  const live = job !== undefined && !isFinal(job.state);
  useEffect(() => (live ? followJob(id, put, setTrouble) : undefined), [id, live]);

  const again = async () => {
    setRetrying(true);
    setTrouble(null);
    try {
      const made = await retryJob(id);
      say("A new job has started with the same documents.");
      go(`jobs/${made.id}`);
    } catch (error) {
      setTrouble(asApiError(error));
      setRetrying(false);
    }
  };
  const title = job ? actionTitle(job.action, new Map(actions.data?.map(({ id: name, title: words }) => [name, words]))) : "Job";
  const above = html`<a class="crumb" href=${to("jobs")}><${Icon} name="back" />All jobs</a>`;
  if (!job) return html`<div class="page"><${PageHead} title="Job" above=${above} />${failure ? html`<${Failure} failure=${failure} retry=${failure.retryable ? reload : undefined} />` : html`<${Waiting} rows=${3} height=${120} />`}</div>`;
  return html`<div class="page">
    <${PageHead} title=${title} above=${above}>
      <div class="row wrap">
        <${State} state=${job.state} />
        ${job.cancel && live && html`<button class="button danger" onClick=${() => setAsking(true)}><${Icon} name="cancel" />Cancel</button>`}
        ${job.retry && html`<button class="button" onClick=${again} disabled=${retrying}><${Icon} name="again" />Run again</button>`}
        <${CopyButton} text=${job.id} label="Copy id" small=${false} />
      </div>
    <//>
    ${trouble && html`<${Failure} failure=${trouble} />`}
    <div class="two">
      <div class="stack">
        <section class="card pad stack" aria-label="Facts"><${Facts} job=${job} /></section>
        <section class="card pad stack" aria-labelledby="phases"><h2 id="phases">Phases</h2><${Timeline} job=${job} /></section>
        ${(job.inputs?.length ?? 0) > 0 &&
        html`<section class="card pad stack" aria-labelledby="inputs"><h2 id="inputs">${counted(job.inputs?.length ?? 0, "document")} sent</h2>
          <ul class="stack tight">${job.inputs?.map((input, at) => html`<li class="row" key=${at}><${Icon} name="file" /><span class="grow break"><${FileName} name=${input.name} /></span><span class="muted small nowrap">${input.size ? size(input.size) : ""}</span></li>`)}</ul>
          ${!live && html`<${Again} job=${job} />`}</section>`}
      </div>
      <section class="card pad stack outcome" aria-labelledby="outcome"><h2 id="outcome">Result</h2><${Outcome} job=${job} /></section>
    </div>
    ${asking &&
    html`<${Confirm} title="Cancel this job?" act="Cancel the job" close=${() => setAsking(false)} run=${async () => { await cancelJob(id); say("Cancelled."); reload(); }}>
      <p>What it has made so far is thrown away, and nothing is charged.</p><//>`}
  </div>`;
}
