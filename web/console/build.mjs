// Builds the console's pages: `node web/console/build.mjs [FOLDER]`, by default into build/web/console of the checkout.
// Makes, besides the pages, FOLDER/files.json: a row for each file and encoding that the server may send.
//   path       below /console/: "index.html", "assets/main-AB12CD34.js"
//   file       below FOLDER: "assets/main-AB12CD34.js.br"
//   encoding   "identity", "gzip" or "br"; the small one is left out when it is not smaller
//   immutable  true when the name changes with the content
// and FOLDER/first-load.json: what a browser fetches before the first page stands, with its compressed size.
import { createHash } from "node:crypto";
import { cpSync, existsSync, mkdirSync, readFileSync, readdirSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import { dirname, join, relative, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { brotliCompressSync, constants, gzipSync } from "node:zlib";
import { build } from "esbuild";

const here = dirname(fileURLToPath(import.meta.url));
const target = resolve(process.argv[2] ?? join(here, "../../build/web/console"));
const out = `${target}.new`;
const modules = join(here, "node_modules");

const TYPES = {
  html: "text/html; charset=utf-8",
  js: "text/javascript; charset=utf-8",
  css: "text/css; charset=utf-8",
  svg: "image/svg+xml",
  woff2: "font/woff2",
  bin: "application/octet-stream",
  txt: "text/plain; charset=utf-8",
};
/** These are compressed already. */
const DENSE = new Set(["woff2", "bin"]);

const digest = (/** @type {Uint8Array | string} */ bytes) => createHash("sha256").update(bytes).digest("hex");

/** Writes a file whose name says its content; returns its address. */
function place(/** @type {string} */ name, /** @type {Uint8Array | string} */ bytes) {
  const dot = name.lastIndexOf(".");
  const path = `assets/${name.slice(0, dot)}-${digest(bytes).slice(0, 10)}${name.slice(dot)}`;
  writeFileSync(join(out, path), bytes);
  return `/console/${path}`;
}

/** The many small files that pdf.js may ask for, as one: a length (4 bytes, little end first), {name: [from, to]} in JSON, the files. */
function pack(/** @type {string} */ folder, /** @type {RegExp} */ wanted) {
  /** @type {Record<string, [number, number]>} */
  const index = {};
  const parts = [];
  let at = 0;
  for (const name of readdirSync(folder).filter((file) => wanted.test(file)).sort()) {
    const bytes = readFileSync(join(folder, name));
    index[name] = [at, at + bytes.length];
    at += bytes.length;
    parts.push(bytes);
  }
  const head = Buffer.from(JSON.stringify(index));
  const length = Buffer.alloc(4);
  length.writeUInt32LE(head.length);
  return Buffer.concat([length, head, ...parts]);
}

/** What the packages ask to be told to whoever gets a copy of them. */
function licences() {
  const told = ["preact", "htm", "lucide", "pdfjs-dist", "@fontsource-variable/inter"].map((name) => {
    const folder = join(modules, name);
    const { version } = JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));
    const file = readdirSync(folder).find((entry) => /^licen[sc]e(\.|$)/i.test(entry));
    return `${name} ${version}\n\n${file ? readFileSync(join(folder, file), "utf8").trim() : ""}\n`;
  });
  return told.join(`\n${"-".repeat(80)}\n\n`);
}

function* filesIn(/** @type {string} */ folder) {
  for (const entry of readdirSync(folder, { withFileTypes: true, recursive: false })) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) yield* filesIn(path);
    else yield path;
  }
}

/** The rows of one file; its smaller forms are written beside it. */
function rowsOf(/** @type {string} */ file) {
  const path = relative(out, file).replaceAll("\\", "/");
  const extension = path.slice(path.lastIndexOf(".") + 1);
  const bytes = readFileSync(file);
  const shared = { path, type: TYPES[/** @type {keyof typeof TYPES} */ (extension)], immutable: path.startsWith("assets/") };
  const row = (/** @type {string} */ encoding, /** @type {Uint8Array} */ content, /** @type {string} */ suffix) => {
    if (suffix) writeFileSync(file + suffix, content);
    return { ...shared, file: path + suffix, encoding, size: content.length, etag: `"${digest(content).slice(0, 32)}"` };
  };
  const rows = [row("identity", bytes, "")];
  if (DENSE.has(extension)) return rows;
  const zipped = gzipSync(bytes, { level: 9 });
  const brotli = brotliCompressSync(bytes, { params: { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length } });
  if (brotli.length < bytes.length) rows.push(row("br", brotli, ".br"));
  if (zipped.length < bytes.length) rows.push(row("gzip", zipped, ".gz"));
  return rows;
}

async function main() {
  rmSync(out, { recursive: true, force: true });
  mkdirSync(join(out, "assets"), { recursive: true });

  const pdf = join(modules, "pdfjs-dist");
  const { version } = JSON.parse(readFileSync(join(pdf, "package.json"), "utf8"));
  const decoders = `assets/pdf-${version}`;
  mkdirSync(join(out, decoders));
  cpSync(join(pdf, "wasm/openjpeg_nowasm_fallback.js"), join(out, decoders, "openjpeg_nowasm_fallback.js"));
  const addresses = {
    PDF_WORKER: place("pdf-worker.js", readFileSync(join(pdf, "legacy/build/pdf.worker.min.mjs"))),
    PDF_CMAPS: place("pdf-cmaps.bin", pack(join(pdf, "cmaps"), /\.bcmap$/)),
    PDF_FONTS: place("pdf-fonts.bin", pack(join(pdf, "standard_fonts"), /\.(pfb|ttf)$/)),
    PDF_DECODERS: `/console/${decoders}/`,
    LICENCES: place("licences.txt", licences()),
  };

  const made = await build({
    absWorkingDir: here,
    entryPoints: { main: "src/main.js", theme: "src/theme.js", styles: "styles/all.css" },
    bundle: true,
    splitting: true,
    format: "esm",
    // The first that know light-dark(), of spring 2024.
    target: ["chrome123", "firefox120", "safari17.5"],
    minify: true,
    legalComments: "none",
    outdir: join(out, "assets"),
    entryNames: "[name]-[hash]",
    chunkNames: "[name]-[hash]",
    assetNames: "[name]-[hash]",
    publicPath: "/console/assets",
    loader: { ".woff2": "file", ".svg": "file" },
    define: Object.fromEntries(Object.entries(addresses).map(([name, value]) => [name, JSON.stringify(value)])),
    metafile: true,
    logLevel: "warning",
  });

  const outputs = Object.entries(made.metafile.outputs);
  const named = (/** @type {string} */ begins, /** @type {string} */ ends) => {
    const found = outputs.map(([path]) => path.slice(path.lastIndexOf("/") + 1)).find((name) => name.startsWith(begins) && name.endsWith(ends));
    if (!found) throw new Error(`The build made no ${begins}*${ends}.`);
    return `/console/assets/${found}`;
  };
  const first = {
    main: named("main-", ".js"),
    theme: named("theme-", ".js"),
    styles: named("styles-", ".css"),
    font: named("inter-latin-wght-normal-", ".woff2"),
    icon: place("icon.svg", readFileSync(join(here, "icon.svg"))),
  };
  const entry = outputs.find(([, output]) => output.entryPoint === "src/main.js");
  const chunks = (entry?.[1].imports ?? [])
    .filter((part) => part.kind === "import-statement")
    .map((part) => `/console/assets/${part.path.slice(part.path.lastIndexOf("/") + 1)}`);
  let page = readFileSync(join(here, "index.html"), "utf8");
  for (const [name, address] of Object.entries(first)) page = page.replaceAll(`{{${name}}}`, address);
  page = page.replace("{{chunks}}", chunks.map((address) => `<link rel="modulepreload" href="${address}">`).join("\n    "));
  writeFileSync(join(out, "index.html"), page);

  const rows = [...filesIn(out)].sort().flatMap(rowsOf);
  const smallest = (/** @type {string} */ path) => Math.min(...rows.filter((row) => row.path === path).map((row) => row.size));
  const load = ["index.html", ...[...Object.values(first), ...chunks].map((address) => address.slice("/console/".length))];
  const firstLoad = load.map((path) => ({ path, size: smallest(path) }));
  const total = firstLoad.reduce((sum, file) => sum + file.size, 0);
  writeFileSync(join(out, "files.json"), JSON.stringify(rows, null, 1));
  writeFileSync(join(out, "first-load.json"), JSON.stringify({ total, files: firstLoad }, null, 1));

  rmSync(target, { recursive: true, force: true });
  renameSync(out, target);
  const all = rows.reduce((sum, row) => sum + statSync(join(target, row.file)).size, 0);
  console.log(`console: ${rows.length} files, ${Math.round(all / 1024)} KiB; first load ${(total / 1024).toFixed(1)} KiB compressed`);
}

if (!existsSync(modules)) {
  console.error("docmill: web/console/node_modules is missing. Run: npm ci --prefix web/console --ignore-scripts");
  process.exit(1);
}
await main();
