// Shows /openapi.json of the service that this page came from. Nothing is fetched from anywhere else.
const place = document.getElementById('reference');
const text = 'system-ui, -apple-system, "Segoe UI", Roboto, sans-serif';

const options = {
  disableSearch: false,
  hideDownloadButton: false,
  jsonSampleExpandLevel: 3,
  requiredPropsFirst: true,
  schemaExpansionLevel: 1,
  theme: {
    colors: { primary: { main: '#1f5f99' } },
    typography: {
      fontFamily: text,
      headings: { fontFamily: text },
      code: { fontFamily: 'ui-monospace, SFMono-Regular, Menlo, Consolas, monospace' },
    },
  },
};

/** Says in words why there is nothing to see. */
function failed(why) {
  const said = document.createElement('p');
  said.className = 'wait';
  said.textContent = `The reference could not be loaded: ${why}. Load the page again, or read /openapi.json.`;
  place.replaceChildren(said);
}

/**
 * Every action has the same addresses as a job: those of one stand for all of them, under a heading of their own, so that a page of
 * hundreds of operations is read, and drawn, in a third of the time.
 */
function withoutRepetition(description) {
  const isJob = (path) => /^\/api\/v2\/(?!processes\/)[^/]+\/jobs\//.test(path);
  const [first] = Object.keys(description.paths).filter(isJob);
  const shown = (path) => !isJob(path) || path === first || path.startsWith(`${first}/`);
  const paths = Object.entries(description.paths).filter(([path]) => shown(path));
  for (const [path, item] of paths) {
    if (!isJob(path)) continue;
    for (const operation of Object.values(item)) if (operation.operationId) operation.tags = ['jobs'];
  }
  const about = 'Every action can be started as a job, with `jobs/` before the last part of its address. Here is one for all.';
  const tags = [{ name: 'jobs', description: about }, ...description.tags];
  return { ...description, tags, paths: Object.fromEntries(paths) };
}

fetch('/openapi.json')
  .then((answer) => (answer.ok ? answer.json() : Promise.reject(new Error(`the service answered ${answer.status}`))))
  .then((description) => Redoc.init(withoutRepetition(description), options, place, (error) => error && failed(error.message)))
  .catch((error) => failed(error.message));
