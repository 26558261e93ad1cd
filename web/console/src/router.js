// Addresses below /console/ without loading the page anew.
import { useEffect, useState } from "./html.js";

const ROOT = "/console/";

/** "/console/jobs/abc?x=1" → {parts: ["jobs", "abc"], query} */
function here() {
  const path = location.pathname.startsWith(ROOT) ? location.pathname.slice(ROOT.length) : "";
  return { parts: path.split("/").filter(Boolean).map(decodeURIComponent), query: new URLSearchParams(location.search) };
}

/** @type {Set<() => void>} */
const watchers = new Set();
const tell = () => watchers.forEach((watcher) => watcher());
addEventListener("popstate", tell);

let moved = false;
/** Whether somebody has gone from page to page since this one was loaded. */
export const hasMoved = () => moved;

/** Goes to "jobs/abc". `replace`: the Back button does not come by here. */
export function go(/** @type {string} */ path, /** @type {{replace?: boolean}} */ { replace = false } = {}) {
  moved = true;
  history[replace ? "replaceState" : "pushState"](null, "", ROOT + path);
  tell();
  if (!replace) scrollTo(0, 0);
}

export const to = (/** @type {string} */ path) => ROOT + path;

export function useRoute() {
  const [route, set] = useState(here);
  useEffect(() => {
    const watcher = () => set(here());
    watchers.add(watcher);
    return () => void watchers.delete(watcher);
  }, []);
  return route;
}

// Plain links stay plain links: one listener turns those that lead to our own pages into steps.
document.addEventListener("click", (event) => {
  if (event.defaultPrevented || event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
  const link = event.target instanceof Element ? event.target.closest("a[href]") : null;
  if (!(link instanceof HTMLAnchorElement) || link.target || link.hasAttribute("download") || link.origin !== location.origin) return;
  if (!link.pathname.startsWith(ROOT) || link.pathname.startsWith(`${ROOT}assets/`)) return;
  if (link.hash && link.pathname === location.pathname) return;
  event.preventDefault();
  go(link.pathname.slice(ROOT.length) + link.search);
});
