import { App } from "./app.js";
import { html, render } from "./html.js";

// A file that is dropped beside the place for it must not take the browser away from the page.
for (const name of ["dragover", "drop"]) addEventListener(name, (event) => event.preventDefault());

render(html`<${App} />`, /** @type {HTMLElement} */ (document.getElementById("app")));
