// A PDF, page by page, each drawn when it comes into view.
import * as pdfjs from "pdfjs-dist/legacy/build/pdf.mjs";
import { html, useEffect, useRef, useState } from "../html.js";
import { ApiError } from "../api.js";
import { counted } from "../words.js";
import { Failure } from "./basics.js";
import { Icon } from "./icon.js";
import { filesOf } from "./pack.js";

/** @import { PDFDocumentProxy, PDFPageProxy } from "pdfjs-dist/legacy/build/pdf.mjs" */

pdfjs.GlobalWorkerOptions.workerSrc = PDF_WORKER;

const cmaps = filesOf(PDF_CMAPS);
const fonts = filesOf(PDF_FONTS);

class CMaps {
  /** @param {{name: string}} wanted */
  async fetch({ name }) {
    return { cMapData: await cmaps(`${name}.bcmap`), isCompressed: true };
  }
}

class Fonts {
  /** @param {{filename: string}} wanted */
  fetch({ filename }) {
    return fonts(filename);
  }
}

/** @param {Uint8Array} bytes */
function open(bytes) {
  return pdfjs.getDocument({
    data: bytes.slice(),
    CMapReaderFactory: CMaps,
    StandardFontDataFactory: Fonts,
    // Pages are not let compile programs, WebAssembly among them, so pdf.js takes its slower decoders.
    useWasm: false,
    wasmUrl: PDF_DECODERS,
    useWorkerFetch: false,
    isEvalSupported: false,
    enableXfa: false,
    maxImageSize: 64 * 1024 * 1024,
  });
}

/** @param {{page: PDFPageProxy, width: number, number: number, of: number}} props */
function Sheet({ page, width, number, of }) {
  const box = useRef(/** @type {HTMLDivElement | null} */ (null));
  const base = page.getViewport({ scale: 1 });
  const scale = width / base.width;
  const viewport = page.getViewport({ scale });
  useEffect(() => {
    const sheet = box.current;
    if (!sheet) return undefined;
    /** @type {{cancel: () => void}[]} */
    const tasks = [];
    const draw = async () => {
      const canvas = document.createElement("canvas");
      const dots = Math.min(devicePixelRatio || 1, 2);
      canvas.width = Math.floor(viewport.width * dots);
      canvas.height = Math.floor(viewport.height * dots);
      canvas.setAttribute("aria-hidden", "true");
      const drawing = page.render({ canvas, viewport, transform: dots === 1 ? undefined : [dots, 0, 0, dots, 0, 0] });
      tasks.push(drawing);
      await drawing.promise;
      const words = document.createElement("div");
      words.className = "textLayer";
      const layer = new pdfjs.TextLayer({ textContentSource: page.streamTextContent(), container: words, viewport });
      tasks.push(layer);
      await layer.render();
      sheet.replaceChildren(canvas, words);
      sheet.dataset.drawn = "true";
    };
    const seen = new IntersectionObserver(
      (entries) => {
        if (!entries.some((entry) => entry.isIntersecting)) return;
        seen.disconnect();
        // What was called off when the size changed is no failure.
        draw().catch((failure) => failure?.name !== "RenderingCancelledException" && failure?.name !== "AbortException" && console.warn(failure));
      },
      { root: sheet.closest(".scroll"), rootMargin: "400px" },
    );
    seen.observe(sheet);
    return () => {
      seen.disconnect();
      tasks.forEach((task) => task.cancel());
    };
  }, [page, width]);
  const style = { width: `${viewport.width}px`, height: `${viewport.height}px`, "--total-scale-factor": String(scale), "--scale-round-x": "1px", "--scale-round-y": "1px" };
  return html`<div class="sheet" ref=${box} role="group" aria-label=${`Page ${number} of ${of}`} style=${style} />`;
}

/** Many pages are asked for in turn, so that the first stands at once. */
async function pagesOf(/** @type {PDFDocumentProxy} */ document, /** @type {(pages: PDFPageProxy[]) => void} */ told, /** @type {() => boolean} */ over) {
  /** @type {PDFPageProxy[]} */
  const pages = [];
  for (let number = 1; number <= document.numPages && !over(); number += 1) {
    pages.push(await document.getPage(number));
    if (number === 1 || number % 25 === 0 || number === document.numPages) told(pages.slice());
  }
}

/** @param {{bytes: Uint8Array, name: string}} props */
export function PdfView({ bytes, name }) {
  const scroll = useRef(/** @type {HTMLDivElement | null} */ (null));
  const [pages, setPages] = useState(/** @type {PDFPageProxy[]} */ ([]));
  const [count, setCount] = useState(0);
  const [failure, setFailure] = useState(/** @type {ApiError | null} */ (null));
  const [zoom, setZoom] = useState(1);
  const [room, setRoom] = useState(0);

  useEffect(() => {
    let over = false;
    const task = open(bytes);
    task.onPassword = () => {
      setFailure(new ApiError({ code: "protected", title: "This PDF asks for a password", detail: "It is protected, so it is not shown here. Download it and open it with its password." }));
      task.destroy();
    };
    task.promise
      .then((document) => {
        if (over) return undefined;
        setCount(document.numPages);
        return pagesOf(document, (some) => !over && setPages(some), () => over);
      })
      .catch((error) => !over && setFailure((old) => old ?? new ApiError({ code: "preview", title: "The preview cannot be shown", detail: `${error?.message ?? error} The document can still be downloaded.` })));
    return () => {
      over = true;
      task.destroy();
    };
  }, [bytes]);

  useEffect(() => {
    if (!scroll.current) return undefined;
    const watch = new ResizeObserver(([entry]) => setRoom(Math.floor(entry.contentRect.width)));
    watch.observe(scroll.current);
    return () => watch.disconnect();
  }, []);

  if (failure) return html`<${Failure} failure=${failure} />`;
  const fit = Math.max(160, Math.min(room - 28, 1100));
  return html`<div class="preview">
    <header>
      <span class="grow muted" role="status">${count ? counted(count, "page") : "Opening"}</span>
      <button type="button" class="button quiet small only-icon" onClick=${() => setZoom(Math.max(0.5, zoom / 1.25))} aria-label="Smaller" disabled=${zoom <= 0.5}><${Icon} name="smaller" /></button>
      <button type="button" class="button quiet small num" onClick=${() => setZoom(1)} aria-label="Fit the width">${Math.round(zoom * 100)} %</button>
      <button type="button" class="button quiet small only-icon" onClick=${() => setZoom(Math.min(4, zoom * 1.25))} aria-label="Larger" disabled=${zoom >= 4}><${Icon} name="larger" /></button>
    </header>
    <div class="scroll" ref=${scroll} tabindex="0" role="region" aria-label=${`Preview of ${name}`}>
      <div class="sheets">${room > 0 && pages.map((page, at) => html`<${Sheet} key=${at} page=${page} width=${Math.round(fit * zoom)} number=${at + 1} of=${count} />`)}</div>
    </div>
  </div>`;
}
