import { deadLetters, requeue, systemState } from "../api.js";
import { html, useEffect, useState } from "../html.js";
import { asApiError, Empty, Failure, PageHead, useLoad, Waiting } from "../parts/basics.js";
import { Icon } from "../parts/icon.js";
import { say } from "../parts/toast.js";
import { may, useSession } from "../session.js";
import { ago, fieldLabel, length, number, partInWords, size } from "../words.js";

/** @import { ComponentChildren } from "preact" */
/** @import { DeadLetter, System } from "../types.js" */

const AGAIN_MS = 5000;

/** @param {{title: string, children: ComponentChildren, more?: ComponentChildren}} props */
function Part({ title, children, more }) {
  const id = `p-${title.toLowerCase().replace(/\W+/g, "-")}`;
  return html`<section class="card" aria-labelledby=${id}><header><h2 id=${id}>${title}</h2>${more}</header>${children}</section>`;
}

/** @param {{tone: "ok" | "no" | "off", name: ComponentChildren, value?: ComponentChildren, said?: ComponentChildren}} props */
function Line({ tone, name, value, said }) {
  return html`<li><span class=${tone}><${Icon} name=${tone === "ok" ? "check" : tone === "no" ? "close" : "warn"} /></span><span>${name}</span><span class="muted num">${value}</span>${said && html`<span class="said">${said}</span>`}</li>`;
}

/** A part's name with what it is. */
const named = (/** @type {string} */ name) => html`${name} <span class="muted small">${partInWords(name)}</span>`;

function Queues(/** @type {{queues: NonNullable<System["queues"]>}} */ { queues }) {
  return html`<div class="table-box"><table>
    <thead><tr><th scope="col">Queue</th><th scope="col" class="right">Messages</th><th scope="col" class="right">Oldest</th><th scope="col" class="right">Dead</th></tr></thead>
    <tbody>${queues.map((queue) => html`<tr key=${queue.name}><td>${queue.name}</td><td class="right num">${queue.depth === undefined ? "" : number(queue.depth)}</td>
      <td class="right num">${queue.oldestSeconds ? length(queue.oldestSeconds * 1000) : ""}</td><td class="right num">${queue.poison ?? ""}</td></tr>`)}</tbody>
  </table></div>`;
}

/** Whatever is known of a worker, under the names the server gives. */
function Workers(/** @type {{workers: Record<string, unknown>[]}} */ { workers }) {
  const names = [...new Set(workers.flatMap((worker) => Object.keys(worker)))].filter((name) => workers.some((worker) => typeof worker[name] !== "object"));
  const told = (/** @type {unknown} */ value) => (value === true ? "yes" : value === false ? "no" : typeof value === "number" ? number(value) : String(value ?? ""));
  return html`<div class="table-box"><table><thead><tr>${names.map((name) => html`<th scope="col" key=${name}>${fieldLabel(name.replace(/^./, (first) => first.toUpperCase()))}</th>`)}</tr></thead>
    <tbody>${workers.map((worker, at) => html`<tr key=${at}>${names.map((name) => html`<td class="num" key=${name}>${told(worker[name])}</td>`)}</tr>`)}</tbody></table></div>`;
}

/** A layer is on when it is on around every engine; else those that lack it are named. */
function Jail(/** @type {{jail: NonNullable<System["jail"]>}} */ { jail }) {
  const layers = [...new Set(jail.map(({ layer }) => layer))].map((layer) => {
    const rows = jail.filter((row) => row.layer === layer);
    const off = rows.filter(({ on }) => !on);
    const without = off.length < rows.length ? off.map(({ engine }) => engine).filter(Boolean).join(", ") : "";
    return { layer, on: off.length === 0, without, remedy: off.find(({ remedy }) => remedy)?.remedy };
  });
  return html`<ul class="checks">${layers.map(({ layer, on, without, remedy }) => html`<${Line} key=${layer} tone=${on ? "ok" : "off"} name=${named(layer)} value=${on ? "on" : "off"} said=${on ? "" : [without && `Off for ${without}.`, remedy].filter(Boolean).join(" ")} />`)}</ul>`;
}

/** @param {{letters: DeadLetter[], again: (letter: DeadLetter) => void, busy: string}} props */
function Letters({ letters, again, busy }) {
  if (letters.length === 0) return html`<${Empty} icon="done" title="No dead letters"><p>A message comes here when all its attempts have failed, and waits for somebody to look.</p><//>`;
  return html`<div class="table-box"><table class="cards">
    <thead><tr><th scope="col">Job</th><th scope="col">Why</th><th scope="col">When</th><th scope="col"><span class="sr">Queue again</span></th></tr></thead>
    <tbody>${letters.map((letter) => html`<tr key=${letter.id}>
      <td><strong>${letter.action ?? "Job"}</strong><div class="mono muted small">${letter.job ?? letter.id}${letter.tenant ? ` · ${letter.tenant}` : ""}</div></td>
      <td class="second break">${letter.reason}</td><td class="second muted nowrap">${letter.at ? ago(letter.at) : ""}</td>
      <td class="right"><button class="button small" disabled=${busy === letter.id} onClick=${() => again(letter)} aria-label=${`Queue ${letter.job ?? letter.id} again`}><${Icon} name="again" />Queue again</button></td></tr>`)}</tbody>
  </table></div>`;
}

function Known(/** @type {{system: System}} */ { system }) {
  const { ready, queues, workers, zygotes, jail, storage } = system;
  return html`<div class="halves">
    ${ready && html`<${Part} title="Ready" more=${html`<span class=${`badge ${ready.ok ? "good" : "bad"}`}>${ready.ok ? "Ready" : "Not ready"}</span>`}>
      <ul class="checks">${ready.checks.map((check) => html`<${Line} key=${check.name} tone=${check.ok ? "ok" : "no"} name=${named(check.name)} said=${check.detail} />`)}</ul><//>`}
    ${queues && html`<${Part} title="Queues"><${Queues} queues=${queues} /><//>`}
    ${zygotes && html`<${Part} title="Engines"><ul class="checks">${zygotes.map((zygote) => html`<${Line} key=${zygote.engine} tone=${zygote.ready === false || zygote.ready === 0 ? "off" : "ok"} name=${html`${zygote.engine}${zygote.version && html` <span class="muted small">${zygote.version.replace(`${zygote.engine}/`, "")}</span>`}`}
      value=${[zygote.ready === true ? "ready" : zygote.ready === false ? "not ready" : typeof zygote.ready === "number" ? `${zygote.ready} ready` : "", zygote.children !== undefined ? `${zygote.children} children` : ""].filter(Boolean).join(" · ")} />`)}</ul><//>`}
    ${workers && workers.length > 0 && html`<${Part} title="Workers"><${Workers} workers=${workers} /><//>`}
    ${jail && jail.length > 0 && html`<${Part} title="Jail"><${Jail} jail=${jail} /><//>`}
    ${storage && html`<${Part} title="Store"><ul class="checks"><${Line} tone="ok" name=${storage.kind} value=${storage.free === undefined ? "" : `${size(storage.free)} free`} /></ul><//>`}
  </div>`;
}

export function SystemPage() {
  const { session } = useSession();
  const allowed = may(session, "admin");
  const system = useLoad(systemState, []);
  const dead = useLoad(deadLetters, []);
  const [busy, setBusy] = useState("");
  const [trouble, setTrouble] = useState(/** @type {import("../api.js").ApiError | null} */ (null));
  useEffect(() => {
    if (!allowed) return undefined;
    const timer = setInterval(() => document.visibilityState === "visible" && system.reload(), AGAIN_MS);
    return () => clearInterval(timer);
  }, [allowed, system.reload]);
  const again = async (/** @type {DeadLetter} */ letter) => {
    setBusy(letter.id);
    setTrouble(null);
    try {
      await requeue(letter.id);
      say("It is in the queue again.");
      dead.reload();
    } catch (error) {
      setTrouble(asApiError(error));
    }
    setBusy("");
  };
  const { data } = system;
  return html`<div class="page">
    <${PageHead} title="System" lead=${data ? `Docmill ${data.version}${data.role ? `, role ${data.role}` : ""}. What this node knows, every few seconds anew.` : "What this node knows, every few seconds anew."} />
    ${system.failure && html`<${Failure} failure=${system.failure} retry=${system.reload} />`}
    ${!data && !system.failure && html`<${Waiting} rows=${3} height=${150} />`}
    ${data && html`<${Known} system=${data} />`}
    ${trouble && html`<${Failure} failure=${trouble} />`}
    ${(data || dead.data) && html`<${Part} title="Dead letters" more=${dead.data && dead.data.length > 0 ? html`<span class="badge warn">${dead.data.length}</span>` : undefined}>
      ${dead.failure ? html`<div class="body"><${Failure} failure=${dead.failure} retry=${dead.reload} /></div>` : dead.data ? html`<${Letters} letters=${dead.data} again=${again} busy=${busy} />` : html`<div class="body"><${Waiting} rows=${2} /></div>`}<//>`}
  </div>`;
}
