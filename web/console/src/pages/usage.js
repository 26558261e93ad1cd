import { allActions, usageOf } from "../api.js";
import { html, useLayoutEffect, useMemo, useRef, useState } from "../html.js";
import { Empty, Failure, PageHead, saveFile, useLoad, Waiting } from "../parts/basics.js";
import { Icon } from "../parts/icon.js";
import { to } from "../router.js";
import { actionTitle, number } from "../words.js";

/** @import { Usage } from "../types.js" */

const MOST_SERIES = 6;
const OTHER = "";

const monthNow = () => new Date().toISOString().slice(0, 7);

function monthBefore(/** @type {string} */ month, /** @type {number} */ steps) {
  const [year, number] = month.split("-").map(Number);
  return new Date(Date.UTC(year, number - 1 - steps, 1)).toISOString().slice(0, 7);
}
const monthTitle = (/** @type {string} */ month) => new Intl.DateTimeFormat("en", { month: "long", year: "numeric", timeZone: "UTC" }).format(new Date(`${month}-01T00:00:00Z`));

/** The actions used most, each a series; the rest together. */
function seriesOf(/** @type {Usage} */ usage) {
  const sums = /** @type {Map<string, number>} */ (new Map());
  for (const { actions } of usage.days) for (const [action, count] of Object.entries(actions)) sums.set(action, (sums.get(action) ?? 0) + count);
  const ordered = [...sums].sort((a, b) => b[1] - a[1]);
  const alone = ordered.length <= MOST_SERIES + 1 ? ordered : ordered.slice(0, MOST_SERIES);
  const rest = ordered.slice(alone.length).reduce((sum, [, count]) => sum + count, 0);
  return [...alone.map(([action, sum], at) => ({ action, sum, tone: `s${at + 1}` })), ...(rest > 0 ? [{ action: OTHER, sum: rest, tone: "s7" }] : [])];
}

/** 1, 2 or 5 times a power of ten, at least a quarter of `most`. */
function stepOf(/** @type {number} */ most) {
  const rough = Math.max(1, most / 4);
  const power = 10 ** Math.floor(Math.log10(rough));
  return [1, 2, 5, 10].map((times) => times * power).find((step) => step >= rough) ?? power * 10;
}

/** @typedef {{day: string, parts: {action: string, count: number, tone: string}[], sum: number}} Day */

function daysOf(/** @type {Usage} */ usage, /** @type {ReturnType<typeof seriesOf>} */ series) {
  const [year, month] = usage.month.split("-").map(Number);
  const count = new Date(Date.UTC(year, month, 0)).getUTCDate();
  const known = new Map(usage.days.map(({ day, actions }) => [day, actions]));
  return Array.from({ length: count }, (_, at) => {
    const day = `${usage.month}-${String(at + 1).padStart(2, "0")}`;
    const actions = known.get(day) ?? {};
    const named = series.filter(({ action }) => action !== OTHER).map(({ action, tone }) => ({ action, tone, count: actions[action] ?? 0 }));
    const sum = Object.values(actions).reduce((all, one) => all + one, 0);
    const rest = sum - named.reduce((all, one) => all + one.count, 0);
    return { day, sum, parts: [...named, ...(rest > 0 ? [{ action: OTHER, tone: "s7", count: rest }] : [])].filter((part) => part.count > 0) };
  });
}

/** The width that an element has in the page, so that its letters keep their size. @param {{current: Element | null}} element */
function useWidth(element) {
  const [width, set] = useState(900);
  useLayoutEffect(() => {
    if (!element.current) return undefined;
    const watch = new ResizeObserver(([entry]) => set(Math.max(260, Math.floor(entry.contentRect.width))));
    watch.observe(element.current);
    return () => watch.disconnect();
  }, []);
  return width;
}

/** @param {{days: Day[], nameOf: (action: string) => string}} props */
function Chart({ days, nameOf }) {
  const frame = useRef(/** @type {SVGSVGElement | null} */ (null));
  const wide = useWidth(frame);
  const high = 260;
  const [left, right, top, bottom] = [44, 6, 10, 26];
  const most = Math.max(1, ...days.map(({ sum }) => sum));
  const step = stepOf(most);
  const ceiling = Math.ceil(most / step) * step;
  const y = (/** @type {number} */ value) => top + (high - top - bottom) * (1 - value / ceiling);
  const slot = (wide - left - right) / days.length;
  const bar = Math.min(24, slot * 0.66);
  return html`<svg class="chart" ref=${frame} height=${high} viewBox=${`0 0 ${wide} ${high}`} role="img" aria-label="Documents each day, by action. The same figures stand in the table below.">
    ${Array.from({ length: ceiling / step + 1 }, (_, at) => at * step).map((value) => html`<g key=${value}>
      <line class="grid" x1=${left} x2=${wide - right} y1=${y(value)} y2=${y(value)} /><text x=${left - 8} y=${y(value) + 4} text-anchor="end">${number(value)}</text></g>`)}
    ${days.map(({ day, parts, sum }, at) => {
      const x = left + slot * at + (slot - bar) / 2;
      let below = 0;
      return html`<g class="day" key=${day}>
        <title>${`${day}: ${number(sum)}${parts.map(({ action, count }) => `\n${nameOf(action)}: ${number(count)}`).join("")}`}</title>
        <rect class="hit" x=${left + slot * at} y=${top} width=${slot} height=${high - top - bottom} />
        ${parts.map(({ action, count, tone }) => {
          const from = y(below);
          below += count;
          const height = from - y(below);
          return html`<rect key=${action} class=${tone} x=${x} y=${y(below)} width=${bar} height=${Math.max(1, height - 1)} rx="2" />`;
        })}
        ${at % 5 === 0 && html`<text x=${x + bar / 2} y=${high - 8} text-anchor="middle">${Number(day.slice(8))}</text>`}
      </g>`;
    })}
  </svg>`;
}

/** @param {{usage: Usage}} props */
function Quota({ usage }) {
  const { limit, charged, held } = usage;
  if (limit === undefined || limit === null) return html`<p class="muted small">The plan${usage.plan ? ` “${usage.plan}”` : ""} has no limit.</p>`;
  const share = (/** @type {number} */ count) => `${limit > 0 ? Math.min(100, (100 * count) / limit) : 100}%`;
  const used = charged + held;
  const percent = limit > 0 ? Math.round((100 * used) / limit) : 100;
  return html`<div class="stack tight">
    <div class=${`bar ${used >= limit ? "full" : ""}`} role="meter" aria-label="Documents of the plan used" aria-valuemin="0" aria-valuemax=${limit} aria-valuenow=${Math.min(used, limit)} aria-valuetext=${`${number(used)} of ${number(limit)}`}>
      <span style=${{ width: share(charged) }} /><span class="held" style=${{ width: share(held) }} />
    </div>
    <div class="row between small muted"><span>${number(used)} of ${number(limit)} documents${usage.plan ? ` of the plan “${usage.plan}”` : ""}</span><span class="num nowrap">${percent} %</span></div>
    ${used >= limit && html`<div class="notice bad"><${Icon} name="alert" /><h3>The month's documents are used up</h3><p>Calls are refused with 402 until next month, or until an administrator enlarges the plan.</p></div>`}
  </div>`;
}

function csvOf(/** @type {Usage} */ usage) {
  const rows = usage.days.flatMap(({ day, actions }) => Object.entries(actions).map(([action, count]) => `${day},${action},${count}`));
  return ["day,action,documents", ...rows, ""].join("\r\n");
}

/** @param {{usage: Usage, nameOf: (action: string) => string}} props */
function Details({ usage, nameOf }) {
  const series = useMemo(() => seriesOf(usage), [usage]);
  const days = useMemo(() => daysOf(usage, series), [usage, series]);
  const total = series.reduce((sum, one) => sum + one.sum, 0);
  if (total === 0) {
    return html`<div class="card"><${Empty} icon="usage" title=${`Nothing in ${monthTitle(usage.month)}`}><p>Documents are counted when their job has succeeded; failures are free.</p>
      <div class="row"><a class="button main-act" href=${to("")}><${Icon} name="run" />Run an action</a></div><//></div>`;
  }
  return html`<section class="card" aria-labelledby="by-day">
    <header><h2 id="by-day">Documents by day</h2><button class="button small" onClick=${() => saveFile(`docmill-usage-${usage.month}.csv`, csvOf(usage), "text/csv")}><${Icon} name="download" />CSV</button></header>
    <div class="body stack">
      <${Chart} days=${days} nameOf=${nameOf} />
      <ul class="legend" aria-label="Actions">${series.map(({ action, sum, tone }) => html`<li key=${action}><i class=${tone} />${nameOf(action)}<span class="muted num">${number(sum)}</span></li>`)}</ul>
      <details class="more"><summary><${Icon} name="next" />As a table</summary><div class="body"><div class="table-box" tabindex="0" role="region" aria-label="Documents by day, as a table"><table>
        <caption class="sr">Documents by day and action in ${monthTitle(usage.month)}</caption>
        <thead><tr><th scope="col">Day</th>${series.map(({ action }) => html`<th scope="col" class="right" key=${action}>${nameOf(action)}</th>`)}<th scope="col" class="right">Together</th></tr></thead>
        <tbody>${days.filter(({ sum }) => sum > 0).map(({ day, parts, sum }) => html`<tr key=${day}><th scope="row">${day}</th>
          ${series.map(({ action }) => html`<td class="right num" key=${action}>${number(parts.find((part) => part.action === action)?.count ?? 0)}</td>`)}<td class="right num"><strong>${number(sum)}</strong></td></tr>`)}</tbody>
      </table></div></div></details>
    </div>
  </section>`;
}

export function UsagePage() {
  const [month, setMonth] = useState(monthNow);
  const { data, failure, busy, reload } = useLoad(() => usageOf(month), [month]);
  const actions = useLoad(allActions, []);
  const titles = useMemo(() => new Map((actions.data ?? []).map(({ id, title }) => [id, title])), [actions.data]);
  const nameOf = (/** @type {string} */ action) => (action === OTHER ? "Others" : actionTitle(action, titles));
  const months = Array.from({ length: 12 }, (_, at) => monthBefore(monthNow(), at));
  const figures = data ? /** @type {[string, number | null | undefined][]} */ ([["Charged", data.charged], ["Held by running jobs", data.held], ["Left this month", data.left]]) : [];
  return html`<div class="page">
    <${PageHead} title="Usage" lead="Documents charged, by day and action. Days begin at midnight UTC.">
      <div class="filters"><div class="field"><label for="month">Month</label><select class="input" id="month" value=${month} onChange=${(/** @type {any} */ event) => setMonth(event.target.value)}>
        ${months.map((one) => html`<option value=${one} key=${one}>${monthTitle(one)}</option>`)}</select></div></div>
    <//>
    ${failure && html`<${Failure} failure=${failure} retry=${reload} />`}
    ${!data && !failure && html`<${Waiting} rows=${2} height=${150} />`}
    ${data &&
    html`<div class="stack wide" aria-busy=${busy ? "true" : undefined}>
      <section class="card pad stack" aria-label="Quota">
        <dl class="figures">${figures.filter(([, value]) => value !== undefined && value !== null).map(([name, value]) => html`<div key=${name}><dt class="muted small">${name}</dt><dd class="figure-value">${number(value ?? 0)}</dd></div>`)}</dl>
        <${Quota} usage=${data} />
      </section>
      <${Details} usage=${data} nameOf=${nameOf} />
    </div>`}
  </div>`;
}
