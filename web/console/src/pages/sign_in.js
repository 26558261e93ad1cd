import { ApiError, signIn } from "../api.js";
import { html, useEffect, useRef, useState } from "../html.js";
import { asApiError, CopyButton, Failure } from "../parts/basics.js";
import { Icon, Mark } from "../parts/icon.js";
import { ThemeSwitch } from "../parts/theme_switch.js";

/** @import { Session } from "../types.js" */

const MAKE_KEY = "docmill key create --tenant NAME --scope console --scope convert";

/** The API's title speaks of calls; here a person has typed a key. */
const said = (/** @type {ApiError} */ error) => (error.status === 401 ? new ApiError({ ...error, title: "This key does not open the console", detail: error.message }) : error);

export function SignIn(/** @type {{enter: (session: Session) => void, note: string}} */ { enter, note }) {
  const [key, setKey] = useState("");
  const [shown, setShown] = useState(false);
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState(/** @type {ApiError | null} */ (null));
  const input = useRef(/** @type {HTMLInputElement | null} */ (null));
  useEffect(() => {
    document.title = "Sign in · Docmill";
    input.current?.focus();
  }, []);

  const send = async (/** @type {Event} */ event) => {
    event.preventDefault();
    if (!key.trim()) {
      input.current?.focus();
      return;
    }
    setBusy(true);
    setFailure(null);
    try {
      enter(await signIn(key.trim()));
    } catch (error) {
      setFailure(said(asApiError(error)));
      setBusy(false);
      input.current?.select();
    }
  };
  return html`<main class="door">
    <div class="card">
      <div class="row between"><div class="brand"><${Mark} />Docmill</div><${ThemeSwitch} /></div>
      <div class="stack tight"><h1>Sign in</h1><p class="muted">With an API key that has the scope <code>console</code> or <code>admin</code>.</p></div>
      ${note && !failure && html`<div class="notice" role="status"><${Icon} name="info" /><p>${note}</p></div>`}
      ${failure && html`<${Failure} failure=${failure} />`}
      <form class="stack" onSubmit=${send}>
        <div class="field">
          <label for="key">API key</label>
          <div class="reveal">
            <input class="input mono" id="key" name="key" ref=${input} type=${shown ? "text" : "password"} value=${key} autocomplete="current-password"
              spellcheck=${false} autocapitalize="off" placeholder="dm_…" onInput=${(/** @type {any} */ event) => setKey(event.target.value)} />
            <button type="button" class="button quiet small only-icon" onClick=${() => setShown(!shown)} aria-label=${shown ? "Hide the key" : "Show the key"} aria-pressed=${shown}>
              <${Icon} name=${shown ? "hide" : "show"} />
            </button>
          </div>
        </div>
        <button class="button main-act wide" disabled=${busy}>${busy && html`<${Icon} name="busy" class="spin" />`}Sign in</button>
      </form>
      <details class="more">
        <summary><${Icon} name="next" />I have no key yet</summary>
        <div class="body small muted"><p><code>./dev run</code> prints one each time it starts. Else whoever looks after this server makes one, there:</p>
          <div class="code-box"><pre class="wrap" tabindex="0">${MAKE_KEY}</pre></div>
          <div><${CopyButton} text=${MAKE_KEY} /></div></div>
      </details>
    </div>
  </main>`;
}
