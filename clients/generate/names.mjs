// Names of the catalogue as each language writes them.

/** "docx-to-pdf" → "docxToPdf" */
export function camel(operation) {
  return operation.replace(/-(\w)/g, (_, letter) => letter.toUpperCase());
}

/** "docx-to-pdf" → "DocxToPdf" */
export function pascal(operation) {
  const name = camel(operation);
  return name.charAt(0).toUpperCase() + name.slice(1);
}

/** "PdfFormat" → "pdfFormat" */
export function lowerFirst(name) {
  return name.charAt(0).toLowerCase() + name.slice(1);
}

/** "UseBookmarksForFileNames" → "use_bookmarks_for_file_names" */
export function snake(name) {
  return name
    .replace(/-/g, '_')
    .replace(/([a-z0-9])([A-Z])/g, '$1_$2')
    .toLowerCase();
}

/** Group → its actions, in the catalogue's order. */
export function byGroup(actions) {
  const groups = new Map();
  for (const action of actions) {
    const [group, operation] = action.id.split('/');
    if (!groups.has(group)) groups.set(group, []);
    groups.get(group).push({ ...action, operation });
  }
  return groups;
}

/** Fields of a form, the required ones first. */
export function fieldsOf(action) {
  return [...action.fields.filter((field) => field.required), ...action.fields.filter((field) => !field.required)];
}

/** A text of the catalogue as a comment of one line. */
export function oneLine(text) {
  return text.replace(/\s+/g, ' ').replace(/\*\//g, '* /');
}
