import { allKeys, makeKey, revokeKey } from "../api.js";
import { html, useState } from "../html.js";
import { asApiError, Confirm, CopyButton, Dialog, Empty, Failure, PageHead, useLoad, Waiting } from "../parts/basics.js";
import { Icon } from "../parts/icon.js";
import { say } from "../parts/toast.js";
import { may, useSession } from "../session.js";
import { ago, day, moment } from "../words.js";

/** @import { Key } from "../types.js" */

const SCOPES = [
  { name: "convert", title: "Convert", means: "Sends documents and fetches results. What programs need." },
  { name: "console", title: "Console", means: "Signs in here, makes and revokes keys of this account." },
  { name: "admin", title: "Admin", means: "Sees the system and everybody's keys." },
];

/** @param {{close: () => void, made: () => void}} props */
function NewKey({ close, made }) {
  const { session } = useSession();
  const [label, setLabel] = useState("");
  const [scopes, setScopes] = useState(["convert"].filter((scope) => may(session, scope)));
  const [until, setUntil] = useState("");
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState(/** @type {import("../api.js").ApiError | null} */ (null));
  const [key, setKey] = useState("");
  const send = async (/** @type {Event} */ event) => {
    event.preventDefault();
    setBusy(true);
    setFailure(null);
    try {
      const answer = await makeKey({ label: label.trim(), scopes, ...(until ? { expiresAt: new Date(`${until}T23:59:59`).toISOString() } : {}) });
      setKey(answer.key);
      made();
    } catch (error) {
      setFailure(asApiError(error));
    }
    setBusy(false);
  };
  if (key) {
    return html`<${Dialog} title="Your new key" close=${close}>
      <p>Copy it now. It is shown this once and kept only as a digest; a lost key cannot be shown again, only replaced.</p>
      <div class="secret"><code data-key>${key}</code><${CopyButton} text=${key} /></div>
      <footer><button class="button main-act" onClick=${close}>I have copied it</button></footer>
    <//>`;
  }
  return html`<${Dialog} title="New key" close=${close}>
    <form class="stack" onSubmit=${send}>
      <div class="field"><label for="key-label">Label</label>
        <input class="input" id="key-label" value=${label} maxlength="100" autocomplete="off" placeholder="Invoices, nightly run" onInput=${(/** @type {any} */ event) => setLabel(event.target.value)} />
        <div class="help">What it is for, so that you know it again in this list.</div></div>
      <fieldset class="stack"><legend class="label">Scopes</legend>
        <div class="stack">${SCOPES.filter(({ name }) => may(session, name)).map(
          ({ name, title, means }) => html`<div class="check" key=${name}>
            <input type="checkbox" id=${`scope-${name}`} checked=${scopes.includes(name)} onChange=${(/** @type {any} */ event) => setScopes(event.target.checked ? [...scopes, name] : scopes.filter((scope) => scope !== name))} />
            <div><label for=${`scope-${name}`}>${title}</label><div class="muted small">${means}</div></div></div>`,
        )}</div></fieldset>
      <div class="field"><label for="key-until">Valid until</label>
        <input class="input" id="key-until" type="date" value=${until} min=${new Date().toISOString().slice(0, 10)} onInput=${(/** @type {any} */ event) => setUntil(event.target.value)} />
        <div class="help">Leave it empty for a key that stays until it is revoked.</div></div>
      ${failure && html`<${Failure} failure=${failure} />`}
      <footer><button type="button" class="button" onClick=${close}>Close</button>
        <button class="button main-act" disabled=${busy || scopes.length === 0}>${busy && html`<${Icon} name="busy" class="spin" />`}Make the key</button></footer>
    </form>
  <//>`;
}

function stateOfKey(/** @type {Key} */ key) {
  if (key.revokedAt) return { title: "Revoked", tone: "bad", more: ago(key.revokedAt) };
  if (key.expiresAt && new Date(key.expiresAt).getTime() <= Date.now()) return { title: "Expired", tone: "warn", more: ago(key.expiresAt) };
  return { title: "Valid", tone: "good", more: key.expiresAt ? `until ${day(key.expiresAt)}` : "" };
}

/** @param {{keys: Key[], revoke: (key: Key) => void, tenants: boolean}} props */
function KeysTable({ keys, revoke, tenants }) {
  return html`<div class="table-box"><table class="cards">
    <thead><tr><th scope="col">Key</th><th scope="col">State</th><th scope="col">Scopes</th>${tenants && html`<th scope="col">Tenant</th>`}<th scope="col">Made</th><th scope="col"><span class="sr">Revoke</span></th></tr></thead>
    <tbody>${keys.map((key) => {
      const { title, tone, more } = stateOfKey(key);
      return html`<tr key=${key.id}>
        <td><strong>${key.label || "Without label"}</strong> ${key.current && html`<span class="badge plain info">this session</span>`}<div class="mono muted small">${key.id}</div></td>
        <td class="far"><span class=${`badge ${tone}`}>${title}</span>${more && html`<div class="muted small nowrap">${more}</div>`}</td>
        <td class="second"><span class="row wrap" style=${{ gap: "4px" }}>${key.scopes.map((scope) => html`<span class="tag" key=${scope}>${scope}</span>`)}</span></td>
        ${tenants && html`<td class="second">${key.tenant}</td>`}
        <td class="second muted nowrap" title=${moment(key.createdAt)}>${day(key.createdAt)}</td>
        <td class="right">${!key.revokedAt && html`<button class="button danger small" onClick=${() => revoke(key)} aria-label=${`Revoke ${key.label || key.id}`}>Revoke</button>`}</td>
      </tr>`;
    })}</tbody>
  </table></div>`;
}

export function KeysPage() {
  const { session, leave } = useSession();
  const { data, failure, reload } = useLoad(allKeys, []);
  const [making, setMaking] = useState(false);
  const [revoking, setRevoking] = useState(/** @type {Key | null} */ (null));
  const act = html`<button class="button main-act" onClick=${() => setMaking(true)}><${Icon} name="plus" />New key</button>`;
  const revoke = async () => {
    if (!revoking) return;
    await revokeKey(revoking.id);
    say("Revoked. Within seconds, calls with it are refused.");
    if (revoking.current) leave();
    else reload();
  };
  const live = (data ?? []).filter((key) => !key.revokedAt);
  const dead = (data ?? []).filter((key) => key.revokedAt);
  const tenants = new Set((data ?? []).map(({ tenant }) => tenant)).size > 1;
  return html`<div class="page">
    <${PageHead} title="Keys" lead="Programs show a key with each call. Give each its own, with no more scopes than it needs, so that one can be revoked alone.">${act}<//>
    ${failure && html`<${Failure} failure=${failure} retry=${reload} />`}
    ${!data && !failure && html`<div class="card pad"><${Waiting} rows=${4} height=${44} /></div>`}
    ${data && html`<div class="card">${live.length > 0 ? html`<${KeysTable} keys=${live} revoke=${setRevoking} tenants=${tenants} />` : html`<${Empty} icon="key" title="No valid key"><p>Make one for each program that sends documents.</p><div class="row">${act}</div><//>`}</div>`}
    ${dead.length > 0 && html`<details class="more"><summary><${Icon} name="next" />Revoked keys <span class="muted small">${dead.length}</span></summary><div class="body"><div class="card"><${KeysTable} keys=${dead} revoke=${setRevoking} tenants=${tenants} /></div></div></details>`}
    ${making && html`<${NewKey} close=${() => setMaking(false)} made=${reload} />`}
    ${revoking &&
    html`<${Confirm} title=${`Revoke “${revoking.label || revoking.id}”?`} act="Revoke the key" close=${() => setRevoking(null)} run=${revoke}>
      <p>Programs that use it are refused within seconds. A revoked key cannot be brought back.</p>
      ${revoking.current && html`<div class="notice warn"><${Icon} name="warn" /><p>It is the key you are signed in with: this session ends with it.</p></div>`}<//>`}
    <span class="sr">${session.tenant}</span>
  </div>`;
}
