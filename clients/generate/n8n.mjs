// clients/n8n/nodes/Docmill/actions.json: what the node needs to know of each action to show its form and send it.
import { byGroup } from './names.mjs';

/** "convert" → "Convert"; "pdf" → "PDF" */
function groupTitle(name) {
  return name === 'pdf' ? 'PDF' : name === 'regex' ? 'Regular Expression' : name.charAt(0).toUpperCase() + name.slice(1);
}

/** "UseBookmarksForFileNames" → "Use Bookmarks For File Names" */
function title(name) {
  return name.replace(/([a-z0-9])([A-Z])/g, '$1 $2');
}

function field(one) {
  const { name, type, required, summary, many, choices, least, most, secret } = one;
  const out = { name, title: title(name), type, required, summary };
  if (one.default !== undefined) out.default = one.default;
  if (many) out.many = true;
  if (choices) out.choices = choices;
  if (most !== undefined) Object.assign(out, { least, most });
  if (secret) out.secret = true;
  return out;
}

export function n8n(actions) {
  const groups = [...byGroup(actions)].map(([name, own]) => ({
    name,
    title: groupTitle(name),
    actions: own.map((action) => ({
      id: action.id,
      operation: action.operation,
      title: action.title,
      summary: action.summary,
      answer: action.answer,
      fields: action.fields.filter((one) => one.name !== 'CallbackUrl').map(field),
    })),
  }));
  return `${JSON.stringify(groups, null, 1)}\n`;
}
