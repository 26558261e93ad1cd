// clients/javascript/src/actions.js: a class for each group, a method for each action, a type for each form.
import { byGroup, camel, fieldsOf, lowerFirst, oneLine, pascal } from './names.mjs';

function typeOf(field) {
  switch (field.type) {
    case 'file':
      return field.many ? 'FileInput | FileInput[]' : jsonToo(field) ? 'FileInput | object' : 'FileInput';
    case 'integer':
    case 'decimal':
      return 'number';
    case 'boolean':
      return 'boolean';
    case 'choice':
      return field.choices.map((choice) => `'${choice}'`).join(' | ');
    default:
      return 'string';
  }
}

/** Data may be given as an object and is sent as JSON. */
function jsonToo(field) {
  return field.name === 'Data';
}

function note(field) {
  const fallback = field.default === undefined ? '' : ` Default: ${field.default}.`;
  return oneLine(`${field.summary}${fallback}`);
}

function form(group, action) {
  const lines = fieldsOf(action).map((field) => {
    const name = lowerFirst(field.name);
    return ` * @property {${typeOf(field)}} ${field.required ? name : `[${name}]`} ${note(field)}`;
  });
  return ['/**', ` * @typedef {object} ${formName(group, action)}`, ...lines, ' */'].join('\n');
}

function formName(group, action) {
  return `${pascal(group)}${pascal(action.operation)}Form`;
}

function method(group, action) {
  const answer = action.answer === 'json' ? 'any' : 'Result';
  return `  /**
   * ${oneLine(`${action.title}. ${action.summary}`)}
   * @param {${formName(group, action)}} form
   * @param {CallOptions} [options]
   * @returns {Promise<${answer}>}
   */
  ${camel(action.operation)}(form, options) {
    return this.#docmill.call('${action.id}', form, options);
  }`;
}

function group(name, actions) {
  return `${actions.map((action) => form(name, action)).join('\n\n')}

export class ${pascal(name)} {
  /** @type {Caller} */
  #docmill;

  /** @param {Caller} docmill */
  constructor(docmill) {
    this.#docmill = docmill;
  }

${actions.map((action) => method(name, action)).join('\n\n')}
}`;
}

export function javascript(actions) {
  const groups = [...byGroup(actions)];
  const ids = actions.map((action) => `'${action.id}'`).join(' | ');
  return `// Made from the catalogue by clients/generate.mjs. Do not edit.

/** @typedef {import('./form.js').FileInput} FileInput */
/** @typedef {import('./result.js').Result} Result */
/** @typedef {import('./docmill.js').CallOptions} CallOptions */
/** @typedef {{call(action: string, form: Record<string, any>, options?: CallOptions): Promise<any>}} Caller */
/** @typedef {${ids}} ActionId */

${groups.map(([name, own]) => group(name, own)).join('\n\n')}

/** Every action, by group. @abstract */
export class Actions {
  constructor() {
${groups.map(([name]) => `    this.${name} = new ${pascal(name)}(this);`).join('\n')}
  }

  /**
   * @param {string} action
   * @param {Record<string, any>} form
   * @param {CallOptions} [options]
   * @returns {Promise<any>}
   */
  call(action, form, options) {
    throw new Error(\`\${action} needs a client.\`, { cause: { form, options } });
  }
}
`;
}
