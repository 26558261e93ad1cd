// An action's form, made from the catalogue: what is needed first, the rest behind "Options".
import { html } from "../html.js";
import { Icon } from "../parts/icon.js";
import { FieldInput } from "./field_input.js";
import { fitting, isSet } from "./values.js";

/** @import { Action, Field } from "../types.js" */
/** @import { FileValue, Values } from "./values.js" */

/** What is needed, the document itself, and what belongs to the chosen Type. */
const isFirst = (/** @type {Field} */ field, /** @type {Values} */ values) =>
  field.required || field.name === "File" || field.name === "Type" || field.name === "Url" || (field.goesWith !== undefined && field.goesWith === values.Type);

/** @param {{action: Action, values: Values, change: (name: string, value: string | FileValue) => void, wrong: Record<string, string>, open: boolean}} props */
export function ActionForm({ action, values, change, wrong, open }) {
  const fields = fitting(action, values);
  const first = fields.filter((field) => isFirst(field, values));
  // What is told about the end of a job comes last.
  const rest = fields.filter((field) => !isFirst(field, values)).sort((a, b) => Number(a.name === "CallbackUrl") - Number(b.name === "CallbackUrl"));
  const few = rest.length <= 3;
  const set = rest.filter((field) => isSet(field, values[field.name])).length;
  const show = (/** @type {Field} */ field) => html`<${FieldInput} key=${field.name} action=${action} field=${field} value=${values[field.name]} wrong=${wrong[field.name] ?? ""}
    change=${(/** @type {string | FileValue} */ value) => change(field.name, value)} />`;
  return html`<div class="stack wide">
    ${first.map(show)} ${few && rest.map(show)}
    ${!few &&
    html`<details class="more" open=${open || undefined}>
      <summary><${Icon} name="next" />Options <span class="muted small">${set > 0 ? `${set} of ${rest.length} set` : `${rest.length}, none needed`}</span></summary>
      <div class="body">${rest.map(show)}</div>
    </details>`}
  </div>`;
}
