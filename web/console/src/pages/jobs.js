import { allActions, isFinal, jobsPage } from "../api.js";
import { html, useEffect, useMemo, useState } from "../html.js";
import { asApiError, Empty, Failure, PageHead, State, useLoad, Waiting } from "../parts/basics.js";
import { Icon } from "../parts/icon.js";
import { go, to, useRoute } from "../router.js";
import { actionTitle, ago, ALL_STATES, chargeOf, length, moment } from "../words.js";

/** @import { Action, Job } from "../types.js" */

/** While something runs the first page is asked again, as long as somebody looks. */
const AGAIN_MS = 3000;

/** @param {{job: Job, title: string}} props */
function Row({ job, title }) {
  const took = job.finishedAt ? new Date(job.finishedAt).getTime() - new Date(job.createdAt).getTime() : undefined;
  const open = (/** @type {MouseEvent} */ event) => {
    if (event.target instanceof Element && !event.target.closest("a") && !getSelection()?.toString()) go(`jobs/${job.id}`);
  };
  return html`<tr class="opens" onClick=${open}>
    <td><a class="row-link" href=${to(`jobs/${job.id}`)}>${title}</a>${job.error && html`<div class="muted small break">${job.error.title}</div>`}</td>
    <td class="far"><${State} state=${job.state} /></td>
    <td class="second muted num nowrap" title=${moment(job.createdAt)}>${ago(job.createdAt)}</td>
    <td class="right num muted nowrap">${took === undefined ? "" : length(took)}</td>
    <td class="hide-small muted">${chargeOf(job)}</td>
    <td class="hide-small mono muted small">${job.id}</td>
  </tr>`;
}

/** @param {{jobs: Job[], titles: Map<string, string>}} props */
function JobsTable({ jobs, titles }) {
  return html`<div class="table-box"><table class="cards">
    <thead><tr><th scope="col">Action</th><th scope="col">State</th><th scope="col">Started</th><th scope="col" class="right">Took</th><th scope="col">Charge</th><th scope="col">Job</th></tr></thead>
    <tbody>${jobs.map((job) => html`<${Row} key=${job.id} job=${job} title=${actionTitle(job.action, titles)} />`)}</tbody>
  </table></div>`;
}

export function JobsPage() {
  const { query } = useRoute();
  const state = query.get("state") ?? "";
  const action = query.get("action") ?? "";
  const actions = useLoad(allActions, []);
  const first = useLoad(() => jobsPage({ state, action, limit: 50 }), [state, action]);
  const [more, setMore] = useState(/** @type {{jobs: Job[], next: string | null} | null} */ (null));
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState(/** @type {import("../api.js").ApiError | null} */ (null));
  const titles = useMemo(() => new Map((actions.data ?? []).map((/** @type {Action} */ { id, title }) => [id, title])), [actions.data]);

  useEffect(() => setMore(null), [state, action]);
  const running = first.data?.jobs.some((job) => !isFinal(job.state)) ?? false;
  useEffect(() => {
    if (!running) return undefined;
    const timer = setInterval(() => document.visibilityState === "visible" && first.reload(), AGAIN_MS);
    return () => clearInterval(timer);
  }, [running, first.reload]);

  const choose = (/** @type {Record<string, string>} */ wanted) => {
    const next = new URLSearchParams(Object.entries({ state, action, ...wanted }).filter(([, value]) => value));
    go(`jobs${next.size > 0 ? `?${next}` : ""}`, { replace: true });
  };
  const next = more ? more.next : first.data?.next;
  const load = async () => {
    setBusy(true);
    setFailure(null);
    try {
      const page = await jobsPage({ state, action, limit: 50, before: next ?? "" });
      setMore((old) => ({ jobs: [...(old?.jobs ?? []), ...page.jobs], next: page.next }));
    } catch (error) {
      setFailure(asApiError(error));
    }
    setBusy(false);
  };
  const seen = new Set(first.data?.jobs.map(({ id }) => id));
  const jobs = [...(first.data?.jobs ?? []), ...(more?.jobs ?? []).filter(({ id }) => !seen.has(id))];
  const filtered = state !== "" || action !== "";
  return html`<div class="page">
    <${PageHead} title="Jobs" lead="What was asked of docmill, newest first. Records stay for as long as the results do.">
      <button class="button" onClick=${first.reload}><${Icon} name="again" />Refresh</button>
    <//>
    <div class="filters" role="group" aria-label="Filter">
      <div class="field"><label for="by-state">State</label>
        <select class="input" id="by-state" value=${state} onChange=${(/** @type {any} */ event) => choose({ state: event.target.value })}>
          <option value="">Any</option>${ALL_STATES.map(({ name, title }) => html`<option value=${name} key=${name}>${title}</option>`)}
        </select></div>
      <div class="field"><label for="by-action">Action</label>
        <select class="input" id="by-action" value=${action} onChange=${(/** @type {any} */ event) => choose({ action: event.target.value })}>
          <option value="">Any</option>${(actions.data ?? []).map(({ id, title }) => html`<option value=${id} key=${id}>${title}</option>`)}
        </select></div>
      ${filtered && html`<button class="button quiet" onClick=${() => choose({ state: "", action: "" })}><${Icon} name="close" />Clear</button>`}
    </div>
    ${first.failure && html`<${Failure} failure=${first.failure} retry=${first.reload} />`}
    ${!first.data && !first.failure && html`<div class="card pad"><${Waiting} rows=${8} height=${36} /></div>`}
    ${first.data &&
    html`<div class="card">${jobs.length > 0
      ? html`<${JobsTable} jobs=${jobs} titles=${titles} />`
      : filtered
        ? html`<${Empty} icon="search" title="No job is like that"><p>No job of yours has this state and action.</p><div class="row"><button class="button" onClick=${() => choose({ state: "", action: "" })}>Show all jobs</button></div><//>`
        : html`<${Empty} icon="jobs" title="No jobs yet"><p>Each document you send becomes a job, whether from here or through the API.</p><div class="row"><a class="button main-act" href=${to("")}><${Icon} name="run" />Run an action</a></div><//>`}</div>`}
    ${failure && html`<${Failure} failure=${failure} retry=${load} />`}
    ${next && html`<div><button class="button" onClick=${load} disabled=${busy}>${busy && html`<${Icon} name="busy" class="spin" />`}Show older jobs</button></div>`}
  </div>`;
}
