import { App } from "./app.js";
import { html, render } from "./html.js";

render(html`<${App} />`, /** @type {HTMLElement} */ (document.getElementById("app")));
