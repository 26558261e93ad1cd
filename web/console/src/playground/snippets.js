// The same call in other words. The key never stands in them: it comes from the variable DOCMILL_KEY.

import { extensionOf } from "../words.js";

/** @import { Action } from "../types.js" */
/** @import { Entry } from "./values.js" */

const shell = (/** @type {string} */ text) => (/^[\w@%+=:,./-]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`);
const quoted = (/** @type {string} */ text) => JSON.stringify(text);

/** The ending of what an action makes; of those that may make several types, by the field that says which. */
function endingOf(/** @type {Action} */ action, /** @type {Entry[]} */ entries, /** @type {string} */ given) {
  if (action.makes !== "bin") return action.makes;
  const field = action.fields.find(({ name }) => name === "OutputType" || name === "Format");
  const said = entries.find(({ name }) => name === field?.name)?.value || field?.default || "Own";
  return said !== "Own" && /^[a-z0-9]{2,5}$/i.test(said) ? said.toLowerCase() : given;
}

/** What the result is saved as in the examples. */
function resultName(/** @type {Action} */ action, /** @type {Entry[]} */ entries) {
  const first = entries.find(({ file }) => file)?.file?.name ?? "result";
  const stem = first.replace(/\.[^.]+$/, "") || "result";
  const name = `${stem}.${endingOf(action, entries, extensionOf(first) || "out")}`;
  return name === first ? `new-${name}` : name;
}

/** What was typed stands in the call itself, unless it is long or the document, whose type its name tells. */
const asSent = (/** @type {Entry} */ entry) => (entry.text !== undefined && entry.name !== "File" && entry.text.length <= 2000 ? { name: entry.name, value: entry.text } : entry);

/** Examples need something to send where the form is still empty. @returns {Entry[]} */
function filled(/** @type {Action} */ action, /** @type {Entry[]} */ entries) {
  const missing = action.fields.filter((field) => field.required && !entries.some(({ name }) => name === field.name || name === `${field.name}Url`));
  const made = missing.map((field) => {
    if (field.type !== "file") return { name: field.name, value: field.choices?.[0] ?? (field.type === "boolean" ? "true" : field.type === "integer" ? "1" : "…") };
    const type = field.name === "Data" ? "json" : ((field.accepts?.length ? field.accepts : action.accepts)[0] ?? "pdf");
    return { name: field.name, file: new File([], `${field.name === "File" ? "document" : field.name.toLowerCase()}.${type === "bin" ? "pdf" : type}`) };
  });
  return [...made, ...entries.map(asSent)];
}

function curl(/** @type {string} */ url, /** @type {Entry[]} */ entries) {
  const parts = entries.map(({ name, value, file }) => (file ? `-F ${shell(`${name}=@${/[;,"]/.test(file.name) ? `"${file.name.replaceAll('"', '\\"')}"` : file.name}`)}` : `--form-string ${shell(`${name}=${value}`)}`));
  return ["curl -sS --fail-with-body", `-H "Authorization: $DOCMILL_KEY"`, ...parts, shell(url)].join(" \\\n  ");
}

function python(/** @type {Action} */ action, /** @type {string} */ url, /** @type {Entry[]} */ entries, /** @type {string} */ result) {
  const parts = entries.map(({ name, value, file }) =>
    file ? `    (${quoted(name)}, open(${quoted(file.name)}, "rb")),` : `    (${quoted(name)}, (None, ${quoted(value ?? "")})),`,
  );
  const tail = {
    json: ["print(answer.json())"],
    links: ["for number, link in enumerate(answer.json()[\"links\"], 1):", `    with open(f"result-{number}", "wb") as result:`, "        result.write(requests.get(link).content)"],
    link: [`with open(${quoted(result)}, "wb") as result:`, '    result.write(requests.get(answer.json()["link"]).content)'],
  }[action.answer ?? "link"];
  return [
    "import os",
    "",
    "import requests",
    "",
    "answer = requests.post(",
    `    ${quoted(url)},`,
    '    headers={"Authorization": os.environ["DOCMILL_KEY"]},',
    "    files=[",
    ...parts.map((part) => `    ${part}`),
    "    ],",
    ")",
    "if not answer.ok:",
    '    raise SystemExit(answer.json()["detail"])',
    ...tail,
  ].join("\n");
}

function javascript(/** @type {Action} */ action, /** @type {string} */ url, /** @type {Entry[]} */ entries, /** @type {string} */ result) {
  const reads = entries.some(({ file }) => file);
  const saves = action.answer !== "json";
  const names = [reads && "readFile", saves && "writeFile"].filter(Boolean).join(", ");
  const parts = entries.map(({ name, value, file }) =>
    file
      ? `form.append(${quoted(name)}, new Blob([await readFile(${quoted(file.name)})]), ${quoted(file.name)});`
      : `form.append(${quoted(name)}, ${quoted(value ?? "")});`,
  );
  const save = (/** @type {string} */ name, /** @type {string} */ link) => `await writeFile(${name}, Buffer.from(await (await fetch(${link})).arrayBuffer()));`;
  const tail = {
    json: ["console.log(body);"],
    links: ["for (const [at, link] of body.links.entries()) {", `  ${save("`result-${at + 1}`", "link")}`, "}"],
    link: [save(quoted(result), "body.link")],
  }[action.answer ?? "link"];
  return [
    ...(names ? [`import { ${names} } from "node:fs/promises";`, ""] : []),
    "const form = new FormData();",
    ...parts,
    "",
    `const answer = await fetch(${quoted(url)}, {`,
    '  method: "POST",',
    "  headers: { Authorization: process.env.DOCMILL_KEY },",
    "  body: form,",
    "});",
    "const body = await answer.json();",
    "if (!answer.ok) throw new Error(body.detail);",
    ...tail,
  ].join("\n");
}

/** A whole program, of words that .NET, .NET Framework and Mono all know: no package is needed for its JSON. */
function csharp(/** @type {Action} */ action, /** @type {string} */ url, /** @type {Entry[]} */ entries, /** @type {string} */ result) {
  const saves = action.answer !== "json";
  const spaces = [
    "System",
    (saves || entries.some(({ file }) => file)) && "System.IO",
    "System.Net.Http",
    saves && "System.Runtime.Serialization.Json",
    "System.Threading.Tasks",
    ...(saves ? ["System.Xml", "System.Xml.Linq"] : []),
  ].filter(Boolean);
  const parts = entries.map(({ name, value, file }) =>
    file
      ? `form.Add(new StreamContent(File.OpenRead(${quoted(file.name)})), ${quoted(name)}, ${quoted(file.name)});`
      : `form.Add(new StringContent(${quoted(value ?? "")}), ${quoted(name)});`,
  );
  const json = "var json = JsonReaderWriterFactory.CreateJsonReader(await answer.Content.ReadAsStreamAsync(), XmlDictionaryReaderQuotas.Max);";
  const tail = {
    json: ["Console.WriteLine(await answer.Content.ReadAsStringAsync());"],
    links: [
      json,
      "var number = 0;",
      'foreach (var link in XElement.Load(json).Element("links").Elements())',
      '    File.WriteAllBytes($"result-{++number}", await client.GetByteArrayAsync((string)link));',
    ],
    link: [
      json,
      'var link = (string)XElement.Load(json).Element("link");',
      `File.WriteAllBytes(${quoted(result)}, await client.GetByteArrayAsync(link));`,
    ],
  }[action.answer ?? "link"];
  const body = [
    "var client = new HttpClient();",
    'client.DefaultRequestHeaders.TryAddWithoutValidation("Authorization", Environment.GetEnvironmentVariable("DOCMILL_KEY"));',
    "var form = new MultipartFormDataContent();",
    ...parts,
    "",
    `var answer = await client.PostAsync(${quoted(url)}, form);`,
    "if (!answer.IsSuccessStatusCode) throw new Exception(await answer.Content.ReadAsStringAsync());",
    ...tail,
  ];
  return [
    ...spaces.map((space) => `using ${space};`),
    "",
    "static class Program",
    "{",
    "    static void Main() => Call().GetAwaiter().GetResult();",
    "",
    "    static async Task Call()",
    "    {",
    ...body.map((line) => (line ? `        ${line}` : "")),
    "    }",
    "}",
  ].join("\n");
}

/** @returns {{name: string, title: string, code: string}[]} */
export function snippetsOf(/** @type {Action} */ action, /** @type {Entry[]} */ entries, /** @type {string} */ origin) {
  const url = `${origin}/api/v2/${action.id}`;
  const sent = filled(action, entries);
  const result = resultName(action, sent);
  return [
    { name: "curl", title: "curl", code: curl(url, sent) },
    { name: "python", title: "Python", code: python(action, url, sent, result) },
    { name: "javascript", title: "JavaScript", code: javascript(action, url, sent, result) },
    { name: "csharp", title: "C#", code: csharp(action, url, sent, result) },
  ];
}
