// What stands in an action's form, and what it becomes on the wire.
import { extensionOf, fieldLabel } from "../words.js";

/** @import { Action, Field } from "../types.js" */
/** @typedef {{way: "file" | "text" | "url", files: File[], text: string, url: string}} FileValue */
/** @typedef {Record<string, string | FileValue>} Values */
/** One part of the form; `text` is what was typed where a file may stand. @typedef {{name: string, value?: string, file?: File, text?: string}} Entry */

const TEXTUAL = ["json", "html", "htm", "md", "csv", "tsv", "txt", "css", "xml", "svg"];

/** The type that a file field's text is sent as; none: it is not written by hand. */
export function textType(/** @type {Action} */ action, /** @type {Field} */ field) {
  const types = typesOf(action, field);
  // Of many types nobody writes documents by hand, but JSON for "Data" and pages for "File".
  if (types.length === 0 || types.length > 12) return undefined;
  return types.find((type) => TEXTUAL.includes(type));
}

/** The extensions that a file field takes; none: any. */
export function typesOf(/** @type {Action} */ action, /** @type {Field} */ field) {
  const types = field.accepts?.length ? field.accepts : guessedTypes(action, field);
  return types.includes("bin") ? [] : types;
}

/** A catalogue that does not say the types of further files: their summaries do. */
function guessedTypes(/** @type {Action} */ action, /** @type {Field} */ field) {
  if (field.name === "File") return action.accepts;
  if (field.name === "Data") return ["json"];
  if (/^(Header|Footer|Html)$/.test(field.name)) return ["html"];
  if (/^(Text|Bookmarks)$/.test(field.name)) return ["txt"];
  if (/^(OverlayFile|OtherFile)$/.test(field.name)) return ["pdf"];
  if (field.name === "WatermarkImage") return ["png", "jpg", "jpeg"];
  return [];
}

/** @returns {FileValue} */
export function emptyFile(/** @type {Action} */ action, /** @type {Field} */ field) {
  const written = field.required && field.name !== "File" && textType(action, field) !== undefined;
  return { way: written ? "text" : "file", files: [], text: "", url: "" };
}

/** @returns {Values} */
export function emptyValues(/** @type {Action} */ action) {
  return Object.fromEntries(action.fields.map((field) => [field.name, field.type === "file" ? emptyFile(action, field) : startOf(field)]));
}

function startOf(/** @type {Field} */ field) {
  if (field.type === "boolean") return field.default || (field.required ? "true" : "false");
  return field.required && field.type === "choice" ? (field.default ?? "") : "";
}

const isFile = (/** @type {string | FileValue} */ value) => typeof value !== "string";

export function isEmpty(/** @type {string | FileValue} */ value) {
  if (typeof value === "string") return value === "";
  return value.way === "file" ? value.files.length === 0 : (value.way === "text" ? value.text : value.url).trim() === "";
}

/** Whether the field differs from what it is without being told. */
export function isSet(/** @type {Field} */ field, /** @type {string | FileValue} */ value) {
  if (field.type === "boolean" && !field.required) return value !== (field.default || "false");
  return !isEmpty(value);
}

/** What is wrong with a field in a sentence; "" when nothing is. */
export function wrongWith(/** @type {Action} */ action, /** @type {Field} */ field, /** @type {string | FileValue} */ value) {
  const label = fieldLabel(field.name);
  if (isEmpty(value)) {
    if (!field.required) return "";
    return field.type === "file" ? `Choose ${field.many ? "at least one file" : "a file"}.` : `${label} is needed.`;
  }
  if (isFile(value)) {
    const { way, files, url } = /** @type {FileValue} */ (value);
    if (way === "url" && !/^https?:\/\/\S+$/i.test(url.trim())) return "An address begins with http:// or https://.";
    const types = typesOf(action, field);
    const stranger = way === "file" && types.length > 0 && files.find((file) => extensionOf(file.name) && !types.includes(extensionOf(file.name)));
    if (stranger) return `“${stranger.name}” is not of a type this takes: ${types.slice(0, 12).join(", ")}${types.length > 12 ? " …" : ""}.`;
    return "";
  }
  if (field.type === "integer" || field.type === "decimal") {
    const figure = Number(value);
    if (!Number.isFinite(figure) || (field.type === "integer" && !Number.isInteger(figure))) return `${label} is a ${field.type === "integer" ? "whole " : ""}number.`;
    if (field.most !== undefined && field.least !== undefined && field.most > field.least && (figure < field.least || figure > field.most)) {
      return `${label} is from ${field.least} to ${field.most}.`;
    }
  }
  return "";
}

/** Which fields the chosen Type leaves: those that go with another one are not sent. */
export function fitting(/** @type {Action} */ action, /** @type {Values} */ values) {
  const type = values.Type || action.fields.find(({ name }) => name === "Type")?.default || "";
  return action.fields.filter((field) => !field.goesWith || type === "" || field.goesWith === type);
}

/** The form's parts in the order of the fields. @returns {Entry[]} */
export function entriesOf(/** @type {Action} */ action, /** @type {Values} */ values) {
  return fitting(action, values).flatMap((field) => partsOf(action, field, values[field.name]));
}

/** @returns {Entry[]} */
function partsOf(/** @type {Action} */ action, /** @type {Field} */ field, /** @type {string | FileValue} */ value) {
  if (!isSet(field, value)) return [];
  if (typeof value === "string") return [{ name: field.name, value }];
  if (value.way === "url") return [{ name: `${field.name}Url`, value: value.url.trim() }];
  if (value.way === "file") return value.files.map((file) => ({ name: field.name, file }));
  const type = textType(action, field) ?? "txt";
  return [{ name: field.name, file: new File([value.text], `${field.name.toLowerCase()}.${type}`), text: value.text }];
}

export function formOf(/** @type {Entry[]} */ entries) {
  const form = new FormData();
  for (const { name, value, file } of entries) {
    if (file) form.append(name, file, file.name);
    else form.append(name, value ?? "");
  }
  return form;
}
