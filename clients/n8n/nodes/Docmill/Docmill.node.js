'use strict';
const { NodeApiError } = require('n8n-workflow');
const { actionOf, isTyped, properties } = require('./properties.js');

/**
 * @typedef {import('n8n-workflow').IExecuteFunctions} Execution
 * @typedef {import('n8n-workflow').INodeExecutionData} Item
 * @typedef {import('n8n-workflow').INodeType} INodeType
 * @typedef {import('./properties.js').Action} Action
 * @typedef {import('./properties.js').Field} Field
 */

const patience = 60 * 60 * 1000; // ms that a job is waited for

/** @param {FormData} form @param {string} name @param {unknown} value */
function append(form, name, value) {
  if (value === undefined || value === null || value === '') return;
  form.append(name, typeof value === 'object' ? JSON.stringify(value) : String(value));
}

/** @param {Execution} run @param {FormData} form @param {Field} field @param {number} index */
async function appendFiles(run, form, field, index) {
  const names = String(run.getNodeParameter(field.name, index, '')).split(',').map((name) => name.trim()).filter(Boolean);
  for (const name of names) {
    const about = run.helpers.assertBinaryData(index, name);
    const bytes = await run.helpers.getBinaryDataBuffer(index, name);
    form.append(field.name, new Blob([new Uint8Array(bytes)]), about.fileName ?? name);
  }
}

/** The form that the parameters of an item say. @param {Execution} run @param {Action} action @param {number} index */
async function formOf(run, action, index) {
  const form = new FormData();
  for (const field of action.fields) {
    if (field.type === 'file' && !isTyped(field)) await appendFiles(run, form, field, index);
    else if (field.type === 'file' || field.required) append(form, field.name, run.getNodeParameter(field.name, index, ''));
  }
  const options = /** @type {Record<string, unknown>} */ (run.getNodeParameter('options', index, {}));
  for (const [name, value] of Object.entries(options)) append(form, name, value);
  return form;
}

/** @param {Response} response */
async function problemOf(response) {
  const text = await response.text();
  try {
    return JSON.parse(text);
  } catch {
    return { title: `The service answered ${response.status}`, detail: text.slice(0, 200) };
  }
}

/** The answer of an action, however long its job takes. @param {string} url @param {string} key @param {Action} action @param {FormData} form */
async function answerOf(url, key, action, form) {
  const headers = { Authorization: key };
  const [group, operation] = action.id.split('/');
  let response = await fetch(`${url}/api/v2/${group}/jobs/${operation}`, { method: 'POST', headers, body: form });
  const location = response.headers.get('location');
  for (const until = Date.now() + patience; response.status === 202 && location && Date.now() < until; ) {
    const seconds = Number(response.headers.get('retry-after') ?? 1);
    await new Promise((done) => setTimeout(done, seconds * 1000));
    response = await fetch(location, { headers });
  }
  return response;
}

/** @param {Response} response */
function filenameOf(response) {
  const encoded = /filename\*=UTF-8''([^;]+)/i.exec(response.headers.get('content-disposition') ?? '')?.[1];
  return encoded ? decodeURIComponent(encoded) : 'document';
}

/** An item for each document. @param {Execution} run @param {Record<string, any>} body @param {number} index @returns {Promise<Item[]>} */
async function itemsOf(run, body, index) {
  const output = String(run.getNodeParameter('output', index, 'data'));
  /** @type {Item[]} */
  const items = [];
  for (const link of body.links ?? [body.link]) {
    const download = await fetch(link);
    if (!download.ok) throw new NodeApiError(run.getNode(), await problemOf(download), { itemIndex: index });
    const bytes = Buffer.from(await download.arrayBuffer());
    const binary = await run.helpers.prepareBinaryData(bytes, filenameOf(download), download.headers.get('content-type') ?? undefined);
    const { jobId, pages, documents, warnings } = body;
    items.push({ json: { jobId, pages, documents, warnings, filename: binary.fileName }, binary: { [output]: binary }, pairedItem: { item: index } });
  }
  return items;
}

/** @param {Execution} run @param {number} index @returns {Promise<Item[]>} */
async function runItem(run, index) {
  const credentials = await run.getCredentials('docmillApi', index);
  const url = String(credentials.url).replace(/\/+$/, '');
  const action = actionOf(String(run.getNodeParameter('action', index)));
  const form = await formOf(run, action, index);
  const response = await answerOf(url, String(credentials.key), action, form);
  if (response.status !== 200) {
    const problem = await problemOf(response);
    throw new NodeApiError(run.getNode(), problem, { itemIndex: index, message: problem.title, description: problem.detail, httpCode: String(response.status) });
  }
  const body = await response.json();
  if (action.answer !== 'json' || body?.link || body?.links) return itemsOf(run, body, index);
  const rows = Array.isArray(body) ? body : [body];
  return rows.map((row) => ({ json: row !== null && typeof row === 'object' ? row : { value: row }, pairedItem: { item: index } }));
}

/** @implements {INodeType} */
class Docmill {
  constructor() {
    /** @type {import('n8n-workflow').INodeTypeDescription} */
    this.description = {
      displayName: 'Docmill',
      name: 'docmill',
      icon: 'file:docmill.svg',
      group: ['transform'],
      version: 1,
      subtitle: '={{$parameter["action"]}}',
      description: 'Convert documents, fill templates, work on PDFs',
      defaults: { name: 'Docmill' },
      inputs: ['main'],
      outputs: ['main'],
      credentials: [{ name: 'docmillApi', required: true }],
      properties: properties(),
    };
  }

  /** @this {Execution} @returns {Promise<Item[][]>} */
  async execute() {
    /** @type {Item[]} */
    const out = [];
    for (let index = 0; index < this.getInputData().length; ++index) {
      try {
        out.push(...(await runItem(this, index)));
      } catch (error) {
        if (!this.continueOnFail()) throw error;
        out.push({ json: { error: error instanceof Error ? error.message : String(error) }, pairedItem: { item: index } });
      }
    }
    return [out];
  }
}

module.exports = { Docmill };
