// The one place that names the library of views.
export { html } from "htm/preact";
export { createContext, render } from "preact";
export { useCallback, useContext, useEffect, useId, useLayoutEffect, useMemo, useRef, useState } from "preact/hooks";
