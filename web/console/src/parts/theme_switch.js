import { html, useState } from "../html.js";
import { Icon } from "./icon.js";

const dark = matchMedia("(prefers-color-scheme: dark)");

/** Light or dark; what the system says until somebody chooses, and again when both agree. */
export function ThemeSwitch() {
  const [theme, set] = useState(() => document.documentElement.dataset.theme ?? (dark.matches ? "dark" : "light"));
  const turn = () => {
    const next = theme === "dark" ? "light" : "dark";
    const same = (next === "dark") === dark.matches;
    try {
      if (same) localStorage.removeItem("docmill.theme");
      else localStorage.setItem("docmill.theme", next);
    } catch {
      // Without storage the choice lasts until the page is left.
    }
    if (same) delete document.documentElement.dataset.theme;
    else document.documentElement.dataset.theme = next;
    set(next);
  };
  return html`<button class="button quiet small only-icon" onClick=${turn} aria-label=${theme === "dark" ? "Use light colours" : "Use dark colours"}>
    <${Icon} name=${theme === "dark" ? "light" : "dark"} />
  </button>`;
}
