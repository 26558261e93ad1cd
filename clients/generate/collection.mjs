// clients/postman/docmill.postman_collection.json: a ready request for every action, from the examples of the API's description.
// Postman, Insomnia, Bruno, Hoppscotch and Newman read the format (Postman Collection 2.1).

const schema = 'https://schema.getpostman.com/json/collection/v2.1.0/collection.json';

function part(name, value, property) {
  const one = property?.type === 'array' ? property.items : property;
  const isFile = one?.contentMediaType === 'application/octet-stream' && typeof value === 'string' && /^[\w-]+\.\w+$/.test(value);
  if (isFile) return { key: name, type: 'file', src: `{{documents}}/${value}` };
  return { key: name, type: 'text', value: typeof value === 'string' ? value : JSON.stringify(value) };
}

function formParts(body) {
  const { schema: form, example } = body.content['multipart/form-data'];
  return Object.entries(example).flatMap(([name, value]) =>
    (Array.isArray(value) ? value : [value]).map((one) => part(name, one, form.properties[name])),
  );
}

function url(path) {
  const raw = `{{url}}${path}`;
  return { raw, host: ['{{url}}'], path: path.slice(1).split('/') };
}

function request(path, operation) {
  return {
    name: operation.summary,
    request: {
      method: 'POST',
      description: operation.description,
      header: [],
      body: { mode: 'formdata', formdata: formParts(operation.requestBody) },
      url: url(path),
    },
  };
}

/** After a request for a job: its address, for the request that polls it. */
const remember = {
  listen: 'test',
  script: { type: 'text/javascript', exec: ["pm.collectionVariables.set('job', pm.response.headers.get('Location'));"] },
};

function extras(paths) {
  const job = '/api/v2/convert/jobs/csv-to-json';
  const start = { ...request(job, paths[job].post), event: [remember] };
  const get = (name, path) => ({ name, request: { method: 'GET', header: [], url: path.startsWith('{{') ? { raw: path, host: [path] } : url(path) } });
  return [
    { name: 'Jobs', item: [start, get('State or result of that job', '{{job}}')] },
    { name: 'Account', item: [get('Whose key it is and what is left of the month', '/api/v2/user/Profiles/me')] },
  ];
}

export function collection(openapi) {
  const folders = new Map(openapi.tags.map((tag) => [tag.name, { name: tag.name, description: tag.description, item: [] }]));
  for (const [path, methods] of Object.entries(openapi.paths)) {
    const operation = methods.post;
    const waits = path.startsWith('/api/v2/') && !path.includes('/jobs/') && !path.startsWith('/api/v2/processes');
    if (operation && waits) folders.get(operation.tags[0]).item.push(request(path, operation));
  }
  const whole = {
    info: { name: 'Docmill', schema, description: 'A request for every action. Set `url`, `key` and `documents`, the folder of your files.' },
    auth: { type: 'apikey', apikey: [{ key: 'key', value: 'Authorization' }, { key: 'value', value: '{{key}}' }, { key: 'in', value: 'header' }] },
    variable: [
      { key: 'url', value: 'http://127.0.0.1:8080' },
      { key: 'key', value: '' },
      { key: 'documents', value: '.' },
      { key: 'job', value: '' },
    ],
    item: [...[...folders.values()].filter((folder) => folder.item.length > 0), ...extras(openapi.paths)],
  };
  return `${JSON.stringify(whole, null, 1)}\n`;
}
