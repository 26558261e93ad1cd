// Templates, usage, keys and the system.
import { readFileSync } from "node:fs";
import { fitsItsWidth, lookForBarriers, need, previewText } from "./support.mjs";

const LETTER = "<!doctype html><html lang='en'><title>Letter</title><body><h1>Dear {{name}}</h1><ul>{{#each items}}<li>{{title}}</li>{{/each}}</ul></body></html>";

export async function aTemplateIsKeptFilledAndRemoved({ page, url }) {
  await page.goto(`${url}/console/templates`);
  await page.getByRole("heading", { name: "No templates yet" }).waitFor();
  await lookForBarriers(page, "No templates");
  await page.getByRole("button", { name: "New template" }).first().click();
  await page.setInputFiles("#template-file", { name: "letter.html", mimeType: "text/html", buffer: Buffer.from(LETTER) });
  await page.getByText(/\d tokens? found/).waitFor();
  await page.getByLabel("Result", { exact: true }).selectOption("Pdf");
  await lookForBarriers(page, "New template");
  await page.getByRole("button", { name: "Keep the template" }).click();
  await page.getByRole("heading", { name: "letter", level: 1 }).waitFor();

  await page.getByLabel("Name", { exact: true }).fill("Olivia");
  await page.getByRole("button", { name: "Fill", exact: true }).click();
  need(/Dear Olivia/.test(await previewText(page)), "The document does not have the name that was typed.");
  await lookForBarriers(page, "A filled template");
  await page.getByRole("tab", { name: "JSON" }).click();
  need(JSON.parse(await page.getByLabel("Data as JSON").inputValue()).name === "Olivia", "The JSON is not what the form has.");

  await page.getByRole("tab", { name: "Tokens" }).click();
  await page.getByRole("cell", { name: "{{name}}" }).waitFor();
  await lookForBarriers(page, "Tokens");
  await page.getByRole("tab", { name: "Settings" }).click();
  await page.getByLabel("Name", { exact: true }).fill("Letters");
  await page.getByRole("button", { name: "Save" }).click();
  await page.getByRole("heading", { name: "Letters", level: 1 }).waitFor();
  await page.getByRole("button", { name: "Remove the template" }).click();
  await page.getByRole("button", { name: "Remove", exact: true }).click();
  await page.getByRole("heading", { name: "No templates yet" }).waitFor();
}

export async function usageIsDrawnToldAndExported({ page, url }) {
  await page.goto(`${url}/console/usage`);
  await page.locator(".chart rect[height]").first().waitFor();
  await page.getByText("As a table").click();
  await page.getByRole("columnheader", { name: "DOCX to PDF" }).waitFor();
  const [download] = await Promise.all([page.waitForEvent("download"), page.getByRole("button", { name: "CSV" }).click()]);
  const csv = readFileSync(await download.path(), "utf8");
  need(/^day,action,documents\r\n\d{4}-\d\d-\d\d,/.test(csv) && csv.includes("convert/docx-to-pdf,"), `The CSV is ${csv}`);
  await lookForBarriers(page, "Usage");
}

export async function aKeyIsMadeUsedAndRevoked(house) {
  const { page, url } = house;
  await page.goto(`${url}/console/keys`);
  await page.getByRole("button", { name: "New key" }).click();
  await page.getByLabel("Label").fill("nightly");
  await lookForBarriers(page, "New key");
  await page.getByRole("button", { name: "Make the key" }).click();
  const key = await page.locator("[data-key]").innerText();
  await page.getByRole("button", { name: "I have copied it" }).click();
  const status = async () => (await fetch(`${url}/profiles/me`, { headers: { Authorization: key } })).status;
  need((await status()) === 200, "The new key is refused.");
  need(!(await page.content()).includes(key), "The key is still in the page.");
  await lookForBarriers(page, "Keys");
  await page.getByRole("button", { name: "Revoke nightly" }).click();
  await lookForBarriers(page, "Revoke a key");
  await page.getByRole("button", { name: "Revoke the key" }).click();
  await page.getByText("Revoked keys").waitFor();
  house.revoked = status;
}

/** Every node remembers a key for five seconds, which the steps before this one have mostly filled. */
export async function theRevokedKeyIsRefused({ page, revoked }) {
  const until = Date.now() + 10_000;
  while ((await revoked()) !== 401 && Date.now() < until) await page.waitForTimeout(300);
  need((await revoked()) === 401, `The revoked key still gets ${await revoked()}.`);
}

export async function theSystemTellsHowItIs({ page, url }) {
  await page.goto(`${url}/console/system`);
  await page.getByRole("heading", { name: "Ready", level: 2 }).waitFor();
  await page.getByText("No dead letters").waitFor();
  await lookForBarriers(page, "System");
}

const PLACES = ["", "do/convert/html-to-pdf", "jobs", "templates", "usage", "keys", "system"];

/** Every page once more in the dark, and as narrow as a phone. */
export async function pagesHoldInTheDarkAndOnAPhone({ page, url }) {
  await page.emulateMedia({ colorScheme: "dark" });
  await page.setViewportSize({ width: 400, height: 800 });
  for (const place of PLACES) {
    await page.goto(`${url}/console/${place}`);
    await page.getByRole("heading", { level: 1 }).waitFor();
    await page.waitForFunction(() => !document.querySelector(".skeleton"));
    await fitsItsWidth(page, `/console/${place}`);
    await lookForBarriers(page, `/console/${place} in the dark`);
  }
  await page.emulateMedia({ colorScheme: "light" });
  await page.setViewportSize({ width: 1280, height: 860 });
}

export async function aPageThatIsNotThereSaysSo({ page, url }) {
  await page.goto(`${url}/console/nowhere`);
  await page.getByRole("heading", { name: "There is no such page" }).waitFor();
  await page.goto(`${url}/console/do/convert/lead-to-gold`);
  await page.getByText("There is no action “convert/lead-to-gold”").waitFor();
}
