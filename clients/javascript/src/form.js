/**
 * What a field that wants a file may be given: bytes, a text, an address (`URL`) that Docmill fetches, or a file with a name.
 * @typedef {Blob | Uint8Array | ArrayBuffer | string | URL | NamedFile} FileInput
 */

/** Bytes with the name that Docmill is to see; a name helps where the type cannot be told from the bytes. */
export class NamedFile {
  /**
   * @param {Blob | Uint8Array | ArrayBuffer | string} content
   * @param {string} filename
   */
  constructor(content, filename) {
    this.content = content;
    this.filename = filename;
  }
}

/**
 * `named(bytes, 'invoice.docx')`
 * @param {Blob | Uint8Array | ArrayBuffer | string} content
 * @param {string} filename
 */
export function named(content, filename) {
  return new NamedFile(content, filename);
}

/** @param {unknown} value @returns {value is Blob | Uint8Array | ArrayBuffer | URL | NamedFile} */
function isFile(value) {
  return value instanceof Blob || ArrayBuffer.isView(value) || value instanceof ArrayBuffer || value instanceof URL || value instanceof NamedFile;
}

/** "pagesInChunk" → "PagesInChunk" @param {string} name */
function wireName(name) {
  return name.charAt(0).toUpperCase() + name.slice(1);
}

/** @param {Blob | Uint8Array | ArrayBuffer | string | ArrayBufferView} content @returns {Blob} */
function blobOf(content) {
  return content instanceof Blob ? content : new Blob([/** @type {BlobPart} */ (content)]);
}

/** @param {FormData} form @param {string} name @param {unknown} value */
function append(form, name, value) {
  if (value instanceof URL) return form.append(`${name}Url`, value.href);
  if (value instanceof NamedFile) return form.append(name, blobOf(value.content), value.filename);
  if (isFile(value)) {
    const filename = /** @type {{name?: string}} */ (value).name;
    return form.append(name, blobOf(/** @type {Blob} */ (value)), filename ?? 'document');
  }
  return form.append(name, typeof value === 'object' ? JSON.stringify(value) : String(value));
}

/**
 * The form for an action: files as parts, several of them in order, data as JSON, everything else as text. What is undefined or null
 * is left out.
 * @param {Record<string, unknown>} fields camelCase names: "file", "outputType"
 */
export function formOf(fields) {
  const form = new FormData();
  for (const [key, value] of Object.entries(fields)) {
    if (value === undefined || value === null) continue;
    const name = wireName(key);
    const several = Array.isArray(value) && value.length > 0 && value.every(isFile);
    for (const one of several ? /** @type {unknown[]} */ (value) : [value]) append(form, name, one);
  }
  return form;
}
