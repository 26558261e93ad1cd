// A job's phases, as they were and as they go on.
import { html, useEffect, useState } from "../html.js";
import { length, moment, phaseTitle } from "../words.js";
import { Icon } from "./icon.js";

/** @import { Job } from "../types.js" */

/** The time of day, again and again while something runs. */
export function useNow(/** @type {boolean} */ running) {
  const [now, set] = useState(Date.now());
  useEffect(() => {
    if (!running) return undefined;
    const timer = setInterval(() => set(Date.now()), 200);
    return () => clearInterval(timer);
  }, [running]);
  return now;
}

export function Timeline(/** @type {{job: Job}} */ { job }) {
  const over = job.finishedAt !== undefined || ["succeeded", "failed", "cancelled"].includes(job.state);
  const now = useNow(!over);
  const phases = job.phases ?? [];
  if (phases.length === 0) return html`<p class="muted small">Nothing is recorded of its phases.</p>`;
  return html`<ol class="timeline" aria-label="Phases">
    ${phases.map((phase, at) => {
      const last = at === phases.length - 1;
      const begins = new Date(phase.at).getTime();
      const next = phase.endedAt ?? phases[at + 1]?.at ?? (last && over ? job.finishedAt : undefined);
      const running = last && !over;
      const bad = last && job.state === "failed";
      // Where a job ends is a moment, not a length.
      const end = ["stored", "failed", "cancelled", "finished"].includes(phase.name);
      const took = next ? new Date(next).getTime() - begins : running ? Math.max(0, now - begins) : 0;
      return html`<li key=${`${phase.name}${at}`} class=${running ? "now" : bad ? "bad" : ""}>
        <span class="dot"><${Icon} name=${running ? "busy" : bad ? "close" : phase.name === "cancelled" ? "cancel" : "check"} class=${running ? "spin" : ""} /></span>
        <span class="what" title=${moment(phase.at)}>${phaseTitle(phase.name)}</span>
        <span class="took">${took > 0 && !end ? length(took) : ""}</span>
        ${phase.detail && phase.detail !== "attempt 1" && html`<span class="said">${phase.detail}</span>`}
      </li>`;
    })}
  </ol>`;
}
