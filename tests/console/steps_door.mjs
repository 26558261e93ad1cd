// Getting in and out, and what that costs.
import { lookForBarriers, need } from "./support.mjs";

const MOST_FIRST_LOAD = 200 * 1024;

/** Bytes on the wire until the first page stands, as the browser counted them. */
export async function theFirstLoadIsSmall({ page, url }) {
  const session = await page.context().newCDPSession(page);
  await session.send("Network.enable");
  const sizes = new Map();
  const names = new Map();
  session.on("Network.responseReceived", ({ requestId, response }) => names.set(requestId, response.url));
  session.on("Network.loadingFinished", ({ requestId, encodedDataLength }) => sizes.set(requestId, encodedDataLength));
  await page.goto(`${url}/console/`, { waitUntil: "networkidle" });
  const total = [...sizes.values()].reduce((sum, size) => sum + size, 0);
  const told = [...sizes].map(([id, size]) => `${names.get(id)} ${size}`).join("\n    ");
  need(sizes.size >= 4, "Hardly anything was loaded.");
  need(total < MOST_FIRST_LOAD, `The first load has ${total} bytes:\n    ${told}`);
  need([...names.values()].every((name) => name.startsWith(url) || name.startsWith("data:")), `Something came from elsewhere:\n    ${told}`);
  await session.detach();
  return `${(total / 1024).toFixed(1)} KiB`;
}

export async function aWrongKeyIsRefusedInWords({ page, url }) {
  await page.goto(`${url}/console/jobs`);
  await page.getByLabel("API key", { exact: true }).fill("dm_wrongwrongwrong");
  await page.keyboard.press("Enter");
  const alert = page.getByRole("alert");
  await alert.waitFor();
  need((await alert.innerText()).length > 30, "The refusal says nothing.");
  await lookForBarriers(page, "Sign in");
}

export async function aKeyWithoutTheScopeIsToldSo({ page, url, plainKey }) {
  await page.goto(`${url}/console/`);
  await page.getByLabel("API key", { exact: true }).fill(plainKey);
  await page.keyboard.press("Enter");
  const alert = page.getByRole("alert");
  await alert.waitFor();
  need(/console/.test(await alert.innerText()), `It does not name the scope: ${await alert.innerText()}`);
}

export async function whoHasNoKeyIsToldHowToGetOne({ page, url }) {
  await page.goto(`${url}/console/`);
  await page.getByText("I have no key yet").click();
  await page.getByText("docmill key create").waitFor();
  const over = await page.evaluate(() => {
    const card = document.querySelector(".door .card");
    return card.scrollWidth - card.clientWidth;
  });
  need(over <= 0, `What is opened sticks out of the card by ${over} pixels.`);
}

export async function signingInLeadsWhereOneWas({ page, url, key }) {
  await page.goto(`${url}/console/usage`);
  await page.getByLabel("API key", { exact: true }).fill(key);
  await page.keyboard.press("Enter");
  await page.getByRole("heading", { name: "Usage", level: 1 }).waitFor();
  await signedInCookie(page);
}

async function signedInCookie(page) {
  const [cookie] = (await page.context().cookies()).filter(({ name }) => name === "docmill_session");
  need(cookie?.httpOnly && cookie.sameSite === "Strict", "The session's cookie is not HttpOnly and SameSite=Strict.");
  const kept = await page.evaluate(() => JSON.stringify({ ...localStorage, ...sessionStorage }));
  need(!kept.includes("dm_"), "A key is kept in the browser's storage.");
}

export async function theKeyboardAloneIsEnough({ page, url }) {
  await page.goto(`${url}/console/`);
  await page.getByRole("heading", { name: "Playground", level: 1 }).waitFor();
  await page.keyboard.press("Tab");
  need(await page.evaluate(() => document.activeElement?.textContent === "Skip to the page"), "The first stop is not the link to the page.");
  await page.getByLabel("Find an action").focus();
  await page.keyboard.type("word pdf");
  await page.keyboard.press("ArrowDown");
  const ring = await page.evaluate(() => getComputedStyle(document.activeElement).outlineStyle);
  need(ring !== "none", "Where the keyboard is cannot be seen.");
  await page.keyboard.press("Enter");
  await page.getByRole("heading", { name: "DOCX to PDF", level: 1 }).waitFor();
}

export async function darkStaysDark({ page, url }) {
  await page.goto(`${url}/console/`);
  await page.getByRole("button", { name: "Use dark colours" }).first().click();
  await page.reload();
  await page.getByRole("heading", { name: "Playground", level: 1 }).waitFor();
  const [red] = (await page.evaluate(() => getComputedStyle(document.body).backgroundColor)).match(/\d+/g).map(Number);
  need(red < 60, "The choice of dark colours did not outlive the reload.");
  await page.getByRole("button", { name: "Use light colours" }).first().click();
}

export async function signingOutEndsIt({ page, url }) {
  await page.goto(`${url}/console/`);
  await page.getByRole("button", { name: "Sign out" }).first().click();
  await page.getByRole("heading", { name: "Sign in", level: 1 }).waitFor();
  const status = await page.evaluate(async () => (await fetch("/console/api/jobs")).status);
  need(status === 401, `After signing out the console still answers ${status}.`);
}
