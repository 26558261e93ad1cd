// A form for the data of a template, made from its schema. What it makes is plain JSON; nothing else is kept.
import { html, useId } from "../html.js";
import { Icon } from "../parts/icon.js";
import { fieldLabel } from "../words.js";

/** @import { Schema } from "../types.js" */

const DEEPEST = 8;

const typeOf = (/** @type {Schema} */ schema) => {
  const types = Array.isArray(schema.type) ? schema.type : [schema.type ?? (schema.properties ? "object" : schema.items ? "array" : "string")];
  return types.find((type) => type !== "null") ?? "string";
};
const isLoose = (/** @type {Schema} */ schema) => Array.isArray(schema.type) && schema.type.includes("number") && schema.type.includes("string");

/** A value to begin with. @returns {any} */
export function blankOf(/** @type {Schema} */ schema, depth = 0) {
  const type = typeOf(schema);
  if (type === "object") return Object.fromEntries(Object.entries(schema.properties ?? {}).map(([name, inner]) => [name, depth < DEEPEST ? blankOf(inner, depth + 1) : null]));
  if (type === "array") return depth < DEEPEST && schema.items ? [blankOf(schema.items, depth + 1)] : [];
  return type === "boolean" ? false : "";
}

const isObject = (/** @type {unknown} */ value) => typeof value === "object" && value !== null && !Array.isArray(value);
const spoken = (/** @type {string} */ name) => fieldLabel(name.replace(/[_-]+/g, " ").replace(/^./, (first) => first.toUpperCase()));

/** "12.5" is a number where one is wanted; what may be anything stays as it is typed, unless it plainly is a figure. */
function readFigure(/** @type {string} */ text) {
  const figure = Number(text.replace(",", "."));
  return text.trim() !== "" && Number.isFinite(figure) ? figure : text;
}

/** @param {{schema: Schema, value: any, change: (value: any) => void, label: string}} props */
function Leaf({ schema, value, change, label }) {
  const id = useId();
  const type = typeOf(schema);
  if (type === "boolean") {
    return html`<div class="check"><input type="checkbox" id=${id} checked=${value === true} onChange=${(/** @type {any} */ event) => change(event.target.checked)} /><label for=${id}>${label}</label></div>`;
  }
  const shown = value === null || value === undefined ? "" : typeof value === "object" ? JSON.stringify(value) : String(value);
  const figures = type === "number" || type === "integer";
  const set = (/** @type {any} */ event) => change(figures || (isLoose(schema) && typeof value === "number") ? readFigure(event.target.value) : event.target.value);
  const long = !figures && (shown.length > 80 || shown.includes("\n"));
  const help = schema.description ?? (schema.format === "date-time" || schema.format === "date" ? "A date, like 2026-11-28 or 2026-11-28T09:30:00Z." : "");
  return html`<div class="field"><label for=${id}>${label}</label>
    ${long
      ? html`<textarea class="input" id=${id} rows="4" value=${shown} onInput=${set} />`
      : html`<input class="input" id=${id} type="text" inputmode=${figures ? "decimal" : undefined} value=${shown} autocomplete="off" onInput=${set} />`}
    ${help && html`<div class="help">${help}</div>`}</div>`;
}

/** @param {{schema: Schema, value: any, change: (value: any) => void, label: string, depth: number}} props */
function Several({ schema, value, change, label, depth }) {
  const items = Array.isArray(value) ? value : [];
  const inner = schema.items ?? {};
  const put = (/** @type {number} */ at, /** @type {any} */ next) => change(items.map((item, other) => (other === at ? next : item)));
  return html`<fieldset class="stack"><legend class="label">${label} <span class="muted small num">${items.length}</span></legend>
    ${items.map((item, at) => html`<div class="list-item" key=${at}>
      <div class="row between"><span class="muted small">${at + 1}</span>
        <button type="button" class="button quiet small only-icon" onClick=${() => change(items.filter((_, other) => other !== at))} aria-label=${`Remove ${label} ${at + 1}`}><${Icon} name="close" /></button></div>
      <${Node} schema=${inner} value=${item} change=${(/** @type {any} */ next) => put(at, next)} label=${typeOf(inner) === "object" ? "" : `${label} ${at + 1}`} depth=${depth + 1} />
    </div>`)}
    <div><button type="button" class="button small" onClick=${() => change([...items, items.length > 0 ? structuredClone(items[items.length - 1]) : blankOf(inner)])}><${Icon} name="plus" />Add to ${label.toLowerCase()}</button></div>
  </fieldset>`;
}

/** @param {{schema: Schema, value: any, change: (value: any) => void, label?: string, depth?: number}} props */
export function Node({ schema, value, change, label = "", depth = 0 }) {
  const type = typeOf(schema);
  if (type === "array") return html`<${Several} schema=${schema} value=${value} change=${change} label=${label || "Items"} depth=${depth} />`;
  if (type !== "object") return html`<${Leaf} schema=${schema} value=${value} change=${change} label=${label || "Value"} />`;
  const held = isObject(value) ? value : {};
  const rows = html`${Object.entries(schema.properties ?? {}).map(
    ([name, inner]) => html`<${Node} key=${name} schema=${inner} value=${held[name]} label=${spoken(name)} depth=${depth + 1} change=${(/** @type {any} */ next) => change({ ...held, [name]: next })} />`,
  )}`;
  return label ? html`<fieldset class="stack"><legend class="label">${label}</legend><div class="nested">${rows}</div></fieldset>` : html`<div class="stack">${rows}</div>`;
}
