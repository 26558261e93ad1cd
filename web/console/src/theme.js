// Runs before the first paint, so that the page never flashes in the other colours.
let chosen = null;
try {
  chosen = localStorage.getItem("docmill.theme");
} catch {
  // Storage can be forbidden; then the system's choice stands.
}
if (chosen === "light" || chosen === "dark") document.documentElement.dataset.theme = chosen;
export {};
