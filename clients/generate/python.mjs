// clients/python/docmill/actions.py: a class for each group, a method with typed keywords for each action.
import { byGroup, fieldsOf, oneLine, pascal, snake } from './names.mjs';

const keywords = new Set(['from', 'import', 'class', 'global', 'def', 'return', 'pass', 'is', 'in', 'not', 'and', 'or', 'lambda', 'with']);

function parameter(field) {
  const name = snake(field.name);
  return keywords.has(name) ? `${name}_` : name;
}

function typeOf(field) {
  switch (field.type) {
    case 'file':
      return field.many ? 'Union[FileInput, Sequence[FileInput]]' : field.name === 'Data' ? 'Union[FileInput, Json]' : 'FileInput';
    case 'integer':
      return 'int';
    case 'decimal':
      return 'float';
    case 'boolean':
      return 'bool';
    case 'choice':
      return `Literal[${field.choices.map((choice) => JSON.stringify(choice)).join(', ')}]`;
    default:
      return 'str';
  }
}

function declared(field) {
  return field.required ? `        ${parameter(field)}: ${typeOf(field)},` : `        ${parameter(field)}: Optional[${typeOf(field)}] = None,`;
}

function explained(field) {
  const fallback = field.default === undefined ? '' : ` Default: ${field.default}.`;
  return `            ${parameter(field)}: ${oneLine(field.summary + fallback).replace(/\\/g, '\\\\')}`;
}

function method(action) {
  const fields = fieldsOf(action);
  const answer = action.answer === 'json' ? 'Any' : 'Result';
  const call = action.answer === 'json' ? '_ask' : '_make';
  const passed = fields.map((field) => `                "${field.name}": ${parameter(field)},`);
  return `    def ${snake(action.operation)}(
        self,
        *,
${fields.map(declared).join('\n')}
        idempotency_key: Optional[str] = None,
        timeout: Optional[float] = None,
    ) -> ${answer}:
        """${oneLine(`${action.title}. ${action.summary}`)}

        Args:
${fields.map(explained).join('\n')}
        """
        return self.${call}(
            "${action.id}",
            {
${passed.join('\n')}
            },
            idempotency_key,
            timeout,
        )`;
}

function group(name, actions) {
  return `class ${pascal(name)}(Group):
    """The actions of \`\`${name}/\`\`."""

${actions.map(method).join('\n\n')}
`;
}

export function python(actions) {
  const groups = [...byGroup(actions)];
  return `# Made from the catalogue by clients/generate.mjs. Do not edit.
"""Every action as a method."""

from typing import Any, Literal, Optional, Sequence, Union

from ._form import FileInput, Json
from ._group import Group, Caller
from ._result import Result


${groups.map(([name, own]) => group(name, own)).join('\n\n')}

class Actions(Caller):
    """Every action, by group."""

    def __init__(self) -> None:
${groups.map(([name]) => `        self.${name} = ${pascal(name)}(self)`).join('\n')}
`;
}
