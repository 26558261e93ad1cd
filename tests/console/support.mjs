// What every step uses: the browser, axe, and assertions that say what they saw.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { chromium } from "playwright-core";

const axeSource = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

export function need(condition, said) {
  if (!condition) throw new Error(said);
}

export async function launch() {
  // Chromium's own sandbox asks for what a container may not give; the pages are ours.
  return chromium.launch({ executablePath: process.env.DOCMILL_TEST_CHROMIUM ?? "/usr/bin/chromium", args: ["--no-sandbox", "--disable-dev-shm-usage"] });
}

/** A page whose complaints are kept: scripts that failed, rules of the security policy that were broken. */
export async function openPage(browser, options = {}) {
  const context = await browser.newContext({ viewport: { width: 1280, height: 860 }, acceptDownloads: true, ...options });
  const page = await context.newPage();
  page.setDefaultTimeout(20_000);
  const complaints = [];
  page.on("pageerror", (error) => complaints.push(`script: ${error.message}`));
  page.on("console", (message) => {
    // A refused call is told by the browser too; steps that provoke one look at the page instead.
    if (["error", "warning"].includes(message.type()) && !message.text().startsWith("Failed to load resource")) complaints.push(`${message.type()}: ${message.text()}`);
  });
  return { context, page, complaints };
}

/** Fails when axe finds what keeps people out: serious or critical. */
export async function lookForBarriers(page, where) {
  await page.evaluate(axeSource);
  const { violations } = await page.evaluate(() => window.axe.run(document, { resultTypes: ["violations"] }));
  const grave = violations.filter(({ impact }) => impact === "serious" || impact === "critical");
  const told = grave.map(({ id, help, nodes }) => `${id}: ${help}\n      ${nodes.slice(0, 4).map(({ html, failureSummary }) => `${html.slice(0, 160)} ${failureSummary?.split("\n").at(1) ?? ""}`).join("\n      ")}`);
  need(grave.length === 0, `${where} has barriers:\n    ${told.join("\n    ")}`);
}

/** Nothing may stick out at the side: that is what makes a page awkward on a phone. */
export async function fitsItsWidth(page, where) {
  const over = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
  need(over <= 0, `${where} is ${over} pixels wider than the window.`);
}

/** The text of all pages of the preview that are drawn, once there is one. */
export async function previewText(page) {
  const sheet = page.locator(".sheet[data-drawn=true]").first();
  await sheet.waitFor({ timeout: 40_000 });
  const ink = await sheet.locator("canvas").evaluate((canvas) => {
    const { data } = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height);
    let dark = 0;
    for (let at = 0; at < data.length; at += 4) if (data[at] + data[at + 1] + data[at + 2] < 380) dark += 1;
    return dark;
  });
  need(ink > 50, "The preview is an empty sheet.");
  return (await page.locator(".textLayer").allInnerTexts()).join(" ").replace(/\s+/g, " ");
}
