'use strict';
// The node's form, made of the catalogue: a resource for each group, an operation for each action, a parameter for each field.

/**
 * @typedef {import('n8n-workflow').INodeProperties} Property
 * @typedef {{name: string, title: string, type: string, required: boolean, summary: string, default?: string, many?: boolean,
 *   choices?: string[], least?: number, most?: number, secret?: boolean}} Field
 * @typedef {{id: string, operation: string, title: string, summary: string, answer: string, fields: Field[]}} Action
 * @typedef {{name: string, title: string, actions: Action[]}} Group
 */

/** @type {Group[]} */
const groups = require('./actions.json');

/** @param {string} id */
function actionOf(id) {
  const found = groups.flatMap((group) => group.actions).find((action) => action.id === id);
  if (!found) throw new Error(`Docmill has no action ${id}.`);
  return found;
}

/** n8n's descriptions end without a full stop. @param {string} text */
function described(text) {
  return text.replace(/\.$/, '');
}

/** @param {Field} field @returns {Pick<Property, 'type' | 'default' | 'typeOptions' | 'options'>} */
function kindOf(field) {
  switch (field.type) {
    case 'boolean':
      return { type: 'boolean', default: field.default === 'true' };
    case 'integer':
    case 'decimal':
      return { type: 'number', default: Number(field.default ?? field.least ?? 0), typeOptions: { minValue: field.least, maxValue: field.most } };
    case 'choice':
      return {
        type: 'options',
        default: field.default ?? field.choices?.[0] ?? '',
        options: (field.choices ?? []).map((choice) => ({ name: choice, value: choice })),
      };
    default:
      return { type: 'string', default: field.default ?? '', ...(field.secret ? { typeOptions: { password: true } } : {}) };
  }
}

/** A file comes from the item, by the names of its binary properties; data and markup may be typed instead. @param {Field} field */
function isTyped(field) {
  return ['Data', 'Text', 'Html', 'Header', 'Footer'].includes(field.name);
}

/** @param {Action} action @param {Field} field @returns {Property} */
function fileProperty(action, field) {
  const shown = { displayOptions: { show: { action: [action.id] } }, required: field.required };
  if (isTyped(field)) {
    const json = field.name === 'Data';
    return { ...shown, displayName: field.title, name: field.name, type: json ? 'json' : 'string', default: json ? '{}' : '', description: described(field.summary) };
  }
  return {
    ...shown,
    displayName: field.many ? 'Input Binary Fields' : field.name === 'File' ? 'Input Binary Field' : `${field.title} Binary Field`,
    name: field.name,
    type: 'string',
    default: field.required ? 'data' : '',
    description: `${described(field.summary)}. The name of the item's binary field that holds it${field.many ? '; several names with commas, in order' : ''}.`,
  };
}

/** @param {Action} action @returns {Property[]} */
function propertiesOf(action) {
  const show = { action: [action.id] };
  const required = action.fields.filter((field) => field.type === 'file' || field.required);
  const optional = action.fields.filter((field) => field.type !== 'file' && !field.required);
  /** @type {Property[]} */
  const own = required.map((field) =>
    field.type === 'file'
      ? fileProperty(action, field)
      : { displayName: field.title, name: field.name, required: true, description: described(field.summary), displayOptions: { show }, ...kindOf(field) },
  );
  if (optional.length > 0) {
    own.push({
      displayName: 'Options',
      name: 'options',
      type: 'collection',
      placeholder: 'Add option',
      default: {},
      displayOptions: { show },
      options: optional.map((field) => ({ displayName: field.title, name: field.name, description: described(field.summary), ...kindOf(field) })),
    });
  }
  return own;
}

/** @returns {Property[]} */
function properties() {
  return [
    {
      displayName: 'Resource',
      name: 'resource',
      type: 'options',
      noDataExpression: true,
      default: 'convert',
      options: groups.map((group) => ({ name: group.title, value: group.name })),
    },
    ...groups.map(
      /** @returns {Property} */ (group) => ({
        displayName: 'Operation',
        name: 'action',
        type: 'options',
        noDataExpression: true,
        default: group.actions[0]?.id ?? '',
        displayOptions: { show: { resource: [group.name] } },
        options: group.actions.map((action) => ({ name: action.title, value: action.id, action: action.title, description: described(action.summary) })),
      }),
    ),
    ...groups.flatMap((group) => group.actions).flatMap(propertiesOf),
    {
      displayName: 'Put Output File in Field',
      name: 'output',
      type: 'string',
      default: 'data',
      description: 'The name of the binary field that is to hold what was made; of several documents each becomes an item',
    },
  ];
}

module.exports = { actionOf, isTyped, properties };
