// What people come for: a document converted, looked at, and what became of it.
import { execFile } from "node:child_process";
import { copyFileSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { lookForBarriers, need, previewText } from "./support.mjs";

const run = promisify(execFile);

export async function aDocumentIsConvertedAndShown({ page, url, examples }) {
  await page.goto(`${url}/console/do/convert/docx-to-pdf`);
  await page.getByLabel("File", { exact: false }).first().waitFor();
  await page.setInputFiles("#f-File", join(examples, "invoice.docx"));
  await page.keyboard.press("Control+Enter").catch(() => {});
  if (!(await page.getByRole("button", { name: "Running" }).isVisible().catch(() => false))) await page.getByRole("button", { name: "Run", exact: true }).click().catch(() => {});
  const text = await previewText(page);
  need(/Invoice/.test(text), `The preview's text has no “Invoice”: ${text.slice(0, 200)}`);
  const [download] = await Promise.all([page.waitForEvent("download"), page.getByRole("link", { name: "Download" }).click()]);
  const bytes = readFileSync(await download.path());
  need(download.suggestedFilename() === "invoice.pdf" && bytes.subarray(0, 5).toString() === "%PDF-", `${download.suggestedFilename()} is not the PDF.`);
  await page.getByText("Phases").click();
  need((await page.locator(".timeline li").count()) >= 3, "The timeline has fewer than three phases.");
  await lookForBarriers(page, "A result");
}

export async function aDamagedDocumentIsExplained({ page, url }) {
  await page.goto(`${url}/console/do/convert/docx-to-pdf`);
  await page.setInputFiles("#f-File", { name: "broken.docx", mimeType: "application/octet-stream", buffer: Buffer.concat([Buffer.from("PK\x03\x04"), Buffer.alloc(2000, 7)]) });
  await page.getByRole("button", { name: "Run", exact: true }).click();
  const alert = page.getByRole("alert");
  await alert.waitFor({ timeout: 40_000 });
  const said = await alert.innerText();
  need(/document|file/i.test(said) && said.split("\n").length >= 3, `What went wrong is not explained: ${said}`);
  await lookForBarriers(page, "A failure");
}

/** A Word document that was made is looked at by another job, which costs nothing and is asked for once. */
export async function whatNoBrowserShowsHasAPreview({ page, url }) {
  await page.goto(`${url}/console/do/convert/html-to-docx`);
  await page.setInputFiles("#f-File", { name: "letter.html", mimeType: "text/html", buffer: Buffer.from("<h1>Dear Olivia</h1>") });
  await page.getByRole("button", { name: "Run", exact: true }).click();
  await page.getByRole("button", { name: "Show a preview" }).click({ timeout: 40_000 });
  const text = await previewText(page);
  need(/Dear Olivia/.test(text) && /PREVIEW/.test(text), `The preview reads: ${text}`);
  await lookForBarriers(page, "A preview");
  const jobs = await page.evaluate(async () => (await (await fetch("/console/api/jobs?action=preview/pdf")).json()).jobs);
  need(jobs.length === 1 && jobs[0].documents === 0, `The jobs of previews are ${JSON.stringify(jobs)}`);
}

export async function whatIsMissingIsSaidBeforeAnythingIsSent({ page, url }) {
  await page.goto(`${url}/console/do/pdf/extract-pages`);
  await page.getByRole("button", { name: "Run", exact: true }).click();
  await page.getByText("Choose a file.").waitFor();
  await page.getByText("Extract range is needed.").waitFor();
  need(await page.evaluate(() => document.activeElement?.id === "f-File"), "The first field that lacks something has not the focus.");
}

export async function filesAreMergedInTheOrderChosen({ page, url }) {
  const pdf = (word) => ({ name: `${word}.pdf`, mimeType: "application/pdf", buffer: Buffer.from(onePage(word)) });
  await page.goto(`${url}/console/do/pdf/merge`);
  await page.setInputFiles("#f-File", [pdf("second"), pdf("first")]);
  await page.getByRole("button", { name: "Move first.pdf up" }).click();
  const names = await page.locator(".files .name").allInnerTexts();
  need(names.join() === "first.pdf,second.pdf", `The order is ${names.join()}.`);
  await page.getByRole("button", { name: "Run", exact: true }).click();
  await page.getByText("2 pages").first().waitFor({ timeout: 40_000 });
  const text = await previewText(page);
  need(/first/.test(text), `The first page is not “first”: ${text}`);
}

/** A PDF of one page with a word on it. Its table of contents is left for the reader to mend, as readers do. */
function onePage(word) {
  const content = `BT /F1 40 Tf 60 120 Td (${word}) Tj ET`;
  const objects = [
    "<< /Type /Catalog /Pages 2 0 R >>",
    "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
    "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 300 200] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>",
    `<< /Length ${content.length} >>\nstream\n${content}\nendstream`,
    "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
  ];
  let text = "%PDF-1.4\n";
  const at = objects.map((object, index) => {
    const begins = text.length;
    text += `${index + 1} 0 obj\n${object}\nendobj\n`;
    return begins;
  });
  const table = text.length;
  const rows = at.map((place) => `${String(place).padStart(10, "0")} 00000 n \n`).join("");
  return `${text}xref\n0 ${objects.length + 1}\n0000000000 65535 f \n${rows}trailer\n<< /Size ${objects.length + 1} /Root 1 0 R >>\nstartxref\n${table}\n%%EOF\n`;
}

/** The code beside the form is what somebody pastes: it has to run as it stands. */
export async function theCodeShownRuns({ page, url, examples, key }) {
  const folder = mkdtempSync(join(tmpdir(), "docmill-console-"));
  try {
    copyFileSync(join(examples, "invoice.docx"), join(folder, "invoice.docx"));
    await page.goto(`${url}/console/do/convert/docx-to-pdf`);
    await page.setInputFiles("#f-File", join(examples, "invoice.docx"));
    await page.getByRole("tab", { name: "Code" }).click();
    const code = async (title) => {
      await page.getByRole("tab", { name: title, exact: true }).click();
      return page.locator("#snippet pre").innerText();
    };
    const options = { cwd: folder, env: { ...process.env, DOCMILL_KEY: key } };
    const curl = await run("bash", ["-c", await code("curl")], options);
    need(JSON.parse(curl.stdout).link, `curl printed ${curl.stdout}`);
    writeFileSync(join(folder, "call.mjs"), await code("JavaScript"));
    await run(process.execPath, ["call.mjs"], options);
    pdfIn(folder, "JavaScript");
    writeFileSync(join(folder, "call.py"), await code("Python"));
    await run("python3", ["call.py"], options);
    pdfIn(folder, "Python");
    writeFileSync(join(folder, "Call.cs"), await code("C#"));
    await run("mcs", ["-r:System.Net.Http", "-r:System.Xml.Linq", "-r:System.Runtime.Serialization", "-out:call.exe", "Call.cs"], options);
    await run("mono", ["call.exe"], options);
    pdfIn(folder, "C#");
    await lookForBarriers(page, "The code");
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function pdfIn(folder, language) {
  const made = join(folder, "invoice.pdf");
  need(existsSync(made) && readFileSync(made).subarray(0, 5).toString() === "%PDF-", `The ${language} call made no PDF.`);
  rmSync(made);
}

export async function jobsAreListedFilteredAndOpened({ page, url }) {
  await page.goto(`${url}/console/jobs`);
  await page.locator("tbody tr").first().waitFor();
  need((await page.locator("tbody tr").count()) >= 3, "The list has fewer than three jobs.");
  await lookForBarriers(page, "Jobs");
  await page.getByLabel("State").selectOption("failed");
  await page.waitForFunction(() => [...document.querySelectorAll("tbody .badge")].every((badge) => badge.textContent === "Failed") && document.querySelector("tbody tr"));
  await page.getByLabel("State").selectOption("");
  await page.getByLabel("Action").selectOption("convert/docx-to-pdf");
  await page.waitForFunction(() => [...document.querySelectorAll("tbody .row-link")].every((link) => link.textContent === "DOCX to PDF"));
  await page.locator("tbody tr", { hasText: "Succeeded" }).first().click();
  need(/Invoice/.test(await previewText(page)), "The job's result is not shown.");
  await lookForBarriers(page, "A job");
  await page.goto(`${url}/console/jobs/nosuchjob`);
  await page.getByRole("alert").waitFor();
}

/** A job that ended has lost its documents, and says so instead of offering what cannot be. One that has them runs again. */
export async function aJobIsRunAgainWhileItsDocumentsAreThere({ page, url }) {
  await page.goto(`${url}/console/jobs?state=failed`);
  await page.locator("tbody .row-link").first().click();
  await page.getByRole("alert").waitFor();
  const again = page.getByRole("button", { name: "Run again" });
  const job = page.url().split("/").at(-1);
  const told = await page.evaluate(async (id) => (await fetch(`/console/api/jobs/${id}`)).json(), job);
  need((await again.isVisible()) === told.retry, "The page and the server disagree whether the job can run again.");
  if (!told.retry) {
    await page.getByText("cannot run again").waitFor();
    need(await page.getByRole("link", { name: "Open the action" }).first().isVisible(), "It does not say what can be done instead.");
    return "its documents are gone";
  }
  await again.click();
  await page.waitForURL((there) => there.pathname.startsWith("/console/jobs/") && !there.pathname.endsWith(job));
  await page.locator(".page-head .badge", { hasText: /Failed|Succeeded/ }).waitFor({ timeout: 40_000 });
  return "again";
}
