// What is served beside the description of the API: the older addresses of the connectors, the console's own API, pages, health and
// figures. Operations as requests.mjs makes them from a description; `loose` ones are held against the rules for every answer, and
// against the media type named here.

const parameter = (where, name, example) => ({ in: where, name, example, required: where === 'path', schema: { type: 'string' } });
const json = (example) => ({ 'application/json': { schema: { type: 'object' }, example } });

function operation(method, path, { types = {}, query = {}, media = 'application/json', session = false } = {}) {
  const inPath = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => parameter('path', name));
  const inQuery = Object.entries(query).map(([name, example]) => parameter('query', name, example));
  return { method, path, operation: { responses: {} }, parameters: [...inPath, ...inQuery], types, loose: true, media, session };
}

const console_ = (method, path, more = {}) => operation(method, `/console/api/${path}`, { session: true, ...more });

/** The console, pages and what operators ask for. */
export const others = [
  console_('GET', 'session'),
  console_('POST', 'session', { types: json({ key: 'dm_aaaaaaaaaaaa_' + 'a'.repeat(43) }) }),
  console_('DELETE', 'session'),
  console_('GET', 'actions'),
  console_('GET', 'jobs', { query: { state: 'failed', action: 'regex/test', before: '2026-01-01T00:00:00.000Z', limit: '10' } }),
  console_('GET', 'jobs/{jobId}'),
  console_('GET', 'jobs/{jobId}/events', { media: 'text/event-stream' }),
  console_('POST', 'jobs/{jobId}/retry'),
  console_('DELETE', 'jobs/{jobId}'),
  console_('POST', 'jobs/{jobId}/preview'),
  console_('POST', 'template-check', { types: { 'multipart/form-data': { schema: { properties: { File: { contentMediaType: 'x' } } }, example: { File: 'a.docx' } } } }),
  console_('GET', 'usage', { query: { month: '2026-11' } }),
  console_('GET', 'keys', { query: { tenant: 'acme' } }),
  console_('POST', 'keys', { types: json({ label: 'Fuzzed', scopes: ['convert'], expiresAt: '2030-01-01T00:00:00.000Z' }), query: { tenant: 'fuzzed' } }),
  console_('DELETE', 'keys/{keyId}'),
  console_('GET', 'system'),
  console_('GET', 'dead'),
  console_('POST', 'dead/{message}/requeue'),
  operation('GET', '/console', { media: undefined }),
  operation('GET', '/console/', { media: 'text/html' }),
  operation('GET', '/console/{page}', { media: 'text/html' }),
  operation('GET', '/docs', { media: 'text/html' }),
  operation('GET', '/'),
  operation('GET', '/metrics', { media: 'text/plain' }),
  operation('GET', '/health/load'),
];

/** The connectors' operations at the addresses of the older REST API: waiting for the document, and as jobs. */
export function older(wire) {
  return wire.flatMap((one) => {
    const name = one.path.split('/').pop();
    const at = (path) => ({ ...one, path, media: undefined, parameters: one.parameters });
    return one.path.startsWith('/flow/v1/Documents/jobs/') && one.method === 'POST' ? [at(`/api/v1/Documents/${name}`), at(`/api/v1/Documents/jobs/${name}`)] : [];
  });
}
