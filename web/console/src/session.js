// Who is signed in, for every part of the page.
import { createContext, useContext } from "./html.js";

/** @import { Session } from "./types.js" */

const empty = /** @type {{session: Session, leave: () => void}} */ (/** @type {unknown} */ (null));
export const SessionContext = createContext(empty);
export const useSession = () => useContext(SessionContext);

/** The key's scope: "convert", "console", "admin". */
export const may = (/** @type {Session} */ session, /** @type {string} */ scope) => session.scopes.includes(scope);
