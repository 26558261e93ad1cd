// Short messages about what was just done, also read aloud.
import { html, useEffect, useState } from "../html.js";

/** @type {Set<(text: string) => void>} */
const listeners = new Set();

export function say(/** @type {string} */ text) {
  listeners.forEach((listener) => listener(text));
}

export function Toasts() {
  const [messages, set] = useState(/** @type {{id: number, text: string}[]} */ ([]));
  useEffect(() => {
    let count = 0;
    const listener = (/** @type {string} */ text) => {
      const id = (count += 1);
      set((all) => [...all.slice(-2), { id, text }]);
      setTimeout(() => set((all) => all.filter((message) => message.id !== id)), 4500);
    };
    listeners.add(listener);
    return () => void listeners.delete(listener);
  }, []);
  return html`<div class="toasts" role="status" aria-live="polite">${messages.map(({ id, text }) => html`<div class="toast" key=${id}>${text}</div>`)}</div>`;
}
