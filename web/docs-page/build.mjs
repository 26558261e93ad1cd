// Builds the page of the API's reference: `node web/docs-page/build.mjs [FOLDER]`, by default into build/web/docs-page of the checkout.
// FOLDER/files.json has a row for each file and encoding, as web/console/build.mjs says.
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';

const here = dirname(fileURLToPath(import.meta.url));
const target = resolve(process.argv[2] ?? join(here, '../../build/web/docs-page'));
const out = `${target}.new`;
const redoc = join(here, 'node_modules/redoc/bundles');

const types = { html: 'text/html; charset=utf-8', js: 'text/javascript; charset=utf-8', css: 'text/css; charset=utf-8', txt: 'text/plain; charset=utf-8' };

const digest = (bytes) => createHash('sha256').update(bytes).digest('hex');

/** The rows of a file, whose forms are written. */
function rowsOf(path, bytes, immutable) {
  const extension = path.slice(path.lastIndexOf('.') + 1);
  const row = (encoding, content, suffix) => {
    writeFileSync(join(out, path + suffix), content);
    return { path, file: path + suffix, type: types[extension], encoding, immutable, size: content.length, etag: `"${digest(content).slice(0, 32)}"` };
  };
  const brotli = brotliCompressSync(bytes, { params: { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length } });
  const forms = [row('identity', bytes, ''), row('br', brotli, '.br'), row('gzip', gzipSync(bytes, { level: 9 }), '.gz')];
  return forms.filter((form, i) => i === 0 || form.size < bytes.length);
}

/** A name that says its content: "page-1a2b3c4d5e.js". */
function named(name, bytes) {
  const dot = name.lastIndexOf('.');
  return `${name.slice(0, dot)}-${digest(bytes).slice(0, 10)}${name.slice(dot)}`;
}

/** The library as it is, but for its map, and a picture that it would fetch from its makers. */
function library() {
  const text = readFileSync(join(redoc, 'redoc.standalone.js'), 'utf8').replace(/\n?\/\/# sourceMappingURL=.*\s*$/, '\n');
  return text.replaceAll('https://cdn.redoc.ly/redoc/logo-mini.svg', 'data:,');
}

function main() {
  rmSync(out, { recursive: true, force: true });
  mkdirSync(out, { recursive: true });
  const assets = {
    'redoc.standalone.js': library(),
    'page.js': readFileSync(join(here, 'page.js')),
    'page.css': readFileSync(join(here, 'page.css')),
  };
  const licence = `redoc\n\n${readFileSync(join(here, 'node_modules/redoc/LICENSE'), 'utf8')}\n${readFileSync(join(redoc, 'redoc.standalone.js.LICENSE.txt'), 'utf8')}`;
  const rows = rowsOf('licences.txt', Buffer.from(licence), false);
  let page = readFileSync(join(here, 'index.html'), 'utf8');
  for (const [name, content] of Object.entries(assets)) {
    const bytes = Buffer.from(content);
    const path = named(name, bytes);
    rows.push(...rowsOf(path, bytes, true));
    page = page.replace(`{{${name}}}`, `/docs/${path}`);
  }
  rows.push(...rowsOf('index.html', Buffer.from(page), false));
  writeFileSync(join(out, 'files.json'), JSON.stringify(rows, null, 1));
  rmSync(target, { recursive: true, force: true });
  renameSync(out, target);
  const sent = rows.filter((row) => row.encoding === 'br').reduce((sum, row) => sum + row.size, 0);
  console.log(`docs page: ${rows.length} files, ${Math.round(sent / 1024)} KiB compressed`);
}

if (!existsSync(redoc)) {
  console.error('docmill: web/docs-page/node_modules is missing. Run: npm ci --prefix web/docs-page --ignore-scripts');
  process.exit(1);
}
main();
