// The actions used lately, kept in this browser.
const NAME = "docmill.recent";

/** @returns {string[]} */
export function recentActions() {
  try {
    const kept = JSON.parse(localStorage.getItem(NAME) ?? "[]");
    return Array.isArray(kept) ? kept.filter((id) => typeof id === "string") : [];
  } catch {
    return [];
  }
}

export function rememberAction(/** @type {string} */ id) {
  try {
    localStorage.setItem(NAME, JSON.stringify([id, ...recentActions().filter((other) => other !== id)].slice(0, 8)));
  } catch {
    // Storage can be forbidden; then nothing is remembered.
  }
}
