// The frame around every page.
import { currentSession, setCsrf, signOut, whenSessionEnds } from "./api.js";
import { html, useCallback, useEffect, useState } from "./html.js";
import { JobPage } from "./pages/job.js";
import { JobsPage } from "./pages/jobs.js";
import { KeysPage } from "./pages/keys.js";
import { PlaygroundPage } from "./pages/playground.js";
import { SignIn } from "./pages/sign_in.js";
import { SystemPage } from "./pages/system.js";
import { TemplatePage } from "./pages/template.js";
import { TemplatesPage } from "./pages/templates.js";
import { UsagePage } from "./pages/usage.js";
import { asApiError, Empty, Failure, PageHead } from "./parts/basics.js";
import { Icon, Mark } from "./parts/icon.js";
import { ThemeSwitch } from "./parts/theme_switch.js";
import { Toasts } from "./parts/toast.js";
import { to, useRoute } from "./router.js";
import { may, SessionContext } from "./session.js";

/** @import { ApiError } from "./api.js" */
/** @import { IconName } from "./parts/icon.js" */
/** @import { Session } from "./types.js" */

const PLACES = /** @type {{path: string, title: string, icon: IconName, scope?: string}[]} */ ([
  { path: "", title: "Playground", icon: "run" },
  { path: "jobs", title: "Jobs", icon: "jobs" },
  { path: "templates", title: "Templates", icon: "template" },
  { path: "usage", title: "Usage", icon: "usage" },
  { path: "keys", title: "Keys", icon: "key" },
  { path: "system", title: "System", icon: "server", scope: "admin" },
]);

function Page() {
  const { parts } = useRoute();
  const [place = "", id = "", more = ""] = parts;
  if (place === "" || place === "do") return html`<${PlaygroundPage} key=${id && more ? `${id}/${more}` : ""} id=${id && more ? `${id}/${more}` : ""} />`;
  if (place === "jobs") return id ? html`<${JobPage} key=${id} id=${id} />` : html`<${JobsPage} />`;
  if (place === "templates") return id ? html`<${TemplatePage} key=${id} id=${id} />` : html`<${TemplatesPage} />`;
  if (place === "usage") return html`<${UsagePage} />`;
  if (place === "keys") return html`<${KeysPage} />`;
  if (place === "system") return html`<${SystemPage} />`;
  return html`<div class="page"><${PageHead} title="There is no such page" />
    <${Empty} icon="search" title="Nothing is at this address"><p>The link may be old. The pages there are stand in the menu.</p><//></div>`;
}

function Brand() {
  return html`<a class="brand" href=${to("")}><${Mark} />Docmill</a>`;
}

function Frame(/** @type {{session: Session, leave: () => void}} */ { session, leave }) {
  const { parts } = useRoute();
  const place = parts[0] === "do" ? "" : (parts[0] ?? "");
  return html`<a class="skip" href="#main">Skip to the page</a>
    <div class="frame">
      <div class="topbar">
        <${Brand} />
        <div class="row"><${ThemeSwitch} /><button class="button quiet only-icon" onClick=${leave} aria-label="Sign out"><${Icon} name="leave" /></button></div>
      </div>
      <div class="side">
        <${Brand} />
        <nav class="nav" aria-label="Pages">
          ${PLACES.filter(({ scope }) => !scope || may(session, scope)).map(
            ({ path, title, icon }) => html`<a href=${to(path)} key=${path} aria-current=${path === place ? "page" : undefined}><${Icon} name=${icon} />${title}</a>`,
          )}
        </nav>
        <div class="who">
          <div class="muted">Signed in for<strong class="break" title=${session.tenant}>${session.tenant}</strong>${session.label || session.keyId}</div>
          <div class="row between"><button class="button quiet small" onClick=${leave}><${Icon} name="leave" />Sign out</button><${ThemeSwitch} /></div>
          <div class="muted small"><a href="/docs" target="_blank" rel="noreferrer">API reference</a></div>
          <div class="muted small">Docmill ${session.version} · <a href=${LICENCES} target="_blank" rel="noreferrer">Licences</a></div>
        </div>
      </div>
      <main class="main" id="main"><${Page} /></main>
    </div>`;
}

export function App() {
  const [session, setSession] = useState(/** @type {Session | null | undefined} */ (undefined));
  const [failure, setFailure] = useState(/** @type {ApiError | null} */ (null));
  const [note, setNote] = useState("");
  const enter = useCallback((/** @type {Session | null} */ found) => {
    setCsrf(found?.csrf ?? "");
    setSession(found);
    setNote("");
  }, []);
  const look = useCallback(() => {
    setFailure(null);
    currentSession().then(enter, (error) => setFailure(asApiError(error)));
  }, [enter]);
  useEffect(() => {
    look();
    whenSessionEnds(() => {
      setSession(null);
      setNote("Your session has ended. Sign in to go on where you were.");
    });
  }, [look]);
  const leave = useCallback(async () => {
    try {
      await signOut();
    } finally {
      enter(null);
    }
  }, [enter]);

  if (failure) return html`<main class="door"><div class="card"><${Failure} failure=${failure} retry=${look} /></div></main>`;
  if (session === undefined) return html`<main class="door" aria-busy="true"></main>`;
  if (session === null) return html`<${SignIn} enter=${enter} note=${note} /><${Toasts} />`;
  return html`<${SessionContext.Provider} value=${{ session, leave }}><${Frame} session=${session} leave=${leave} /><${Toasts} /><//>`;
}
