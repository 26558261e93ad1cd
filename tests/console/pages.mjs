// Drives the console of a running docmill in Chromium, page by page: DOCMILL_URL, DOCMILL_KEY (scopes convert, console and admin),
// DOCMILL_PLAIN_KEY (convert alone). Prints a line for each step; a failed one leaves a picture in DOCMILL_PICTURES.
import { mkdirSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import * as door from "./steps_door.mjs";
import * as house from "./steps_house.mjs";
import * as work from "./steps_work.mjs";
import { launch, openPage } from "./support.mjs";

const STEPS = [
  door.theFirstLoadIsSmall,
  door.aWrongKeyIsRefusedInWords,
  door.aKeyWithoutTheScopeIsToldSo,
  door.whoHasNoKeyIsToldHowToGetOne,
  door.signingInLeadsWhereOneWas,
  door.theKeyboardAloneIsEnough,
  door.darkStaysDark,
  work.aDocumentIsConvertedAndShown,
  work.aDamagedDocumentIsExplained,
  work.whatNoBrowserShowsHasAPreview,
  work.whatIsMissingIsSaidBeforeAnythingIsSent,
  work.filesAreMergedInTheOrderChosen,
  work.theCodeShownRuns,
  work.jobsAreListedFilteredAndOpened,
  work.aJobIsRunAgainWhileItsDocumentsAreThere,
  house.aTemplateIsKeptFilledAndRemoved,
  house.usageIsDrawnToldAndExported,
  house.aKeyIsMadeUsedAndRevoked,
  house.theSystemTellsHowItIs,
  house.pagesHoldInTheDarkAndOnAPhone,
  house.aPageThatIsNotThereSaysSo,
  house.theRevokedKeyIsRefused,
  door.signingOutEndsIt,
];

const here = dirname(fileURLToPath(import.meta.url));
const pictures = process.env.DOCMILL_PICTURES ?? "";
const only = process.argv[2] ? new RegExp(process.argv[2]) : /./;
const browser = await launch();
const { page, complaints } = await openPage(browser);
const house_ = {
  page,
  url: process.env.DOCMILL_URL,
  key: process.env.DOCMILL_KEY,
  plainKey: process.env.DOCMILL_PLAIN_KEY,
  examples: join(here, "../../examples"),
};

let failed = 0;
for (const step of STEPS) {
  if (!only.test(step.name) && step !== door.signingInLeadsWhereOneWas) continue;
  const begun = Date.now();
  try {
    const said = await step(house_);
    console.log(`ok    ${step.name} (${Date.now() - begun} ms)${said ? `: ${said}` : ""}`);
  } catch (failure) {
    failed += 1;
    console.log(`FAILED ${step.name}: ${failure.message}`);
    if (pictures) {
      mkdirSync(pictures, { recursive: true });
      await page.screenshot({ path: join(pictures, `${step.name}.png`), fullPage: true }).catch(() => {});
    }
  }
}
if (complaints.length > 0) {
  failed += 1;
  console.log(`FAILED the browser complained:\n  ${[...new Set(complaints)].join("\n  ")}`);
}
await browser.close();
process.exit(failed === 0 ? 0 : 1);
