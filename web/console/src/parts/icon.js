// Lines of the lucide set; only those named here are in the build.
import {
  ArrowDown, ArrowLeft, ArrowUp, Ban, BarChart3, Check, ChevronRight, CircleAlert, Copy, Download, Eye, EyeOff, FileCheck2, FileText, GripVertical,
  Info, KeyRound, LayoutTemplate, ListChecks, LoaderCircle, LogOut, Minus, Monitor, Moon, Play, Plus, RotateCcw, Search, Server, Settings2, Sun,
  Trash2, TriangleAlert, Upload, WandSparkles, X, ZoomIn, ZoomOut,
} from "lucide";
import { html } from "../html.js";

const ICONS = {
  down: ArrowDown, back: ArrowLeft, up: ArrowUp, cancel: Ban, usage: BarChart3, check: Check, next: ChevronRight, alert: CircleAlert, copy: Copy,
  download: Download, show: Eye, hide: EyeOff, done: FileCheck2, file: FileText, grip: GripVertical, info: Info, key: KeyRound, template: LayoutTemplate,
  jobs: ListChecks, busy: LoaderCircle, leave: LogOut, minus: Minus, system: Monitor, dark: Moon, run: Play, plus: Plus, again: RotateCcw, search: Search,
  server: Server, options: Settings2, light: Sun, remove: Trash2, warn: TriangleAlert, upload: Upload, fill: WandSparkles, close: X, larger: ZoomIn, smaller: ZoomOut,
};

/** @typedef {keyof typeof ICONS} IconName */

/** A picture beside words that say the same; readers of screens pass over it. */
export function Icon(/** @type {{name: IconName, class?: string}} */ { name, class: extra = "" }) {
  const lines = /** @type {[string, Record<string, string>][]} */ (ICONS[name]);
  return html`<svg class=${`icon ${extra}`} viewBox="0 0 24 24" fill="none" stroke="currentColor" stroke-width="1.8" stroke-linecap="round" stroke-linejoin="round" aria-hidden="true" focusable="false">
    ${lines.map(([tag, attributes]) => html`<${tag} ...${attributes} />`)}
  </svg>`;
}

export function Mark() {
  return html`<svg viewBox="0 0 32 32" aria-hidden="true" focusable="false">
    <rect width="32" height="32" rx="8" fill="#0f6b5f" /><path d="M9 7.5h9l5 5v12H9z" fill="#fff" />
    <path d="M18 7.5v5h5" fill="none" stroke="#0f6b5f" stroke-width="1.6" />
    <path d="M12.5 20.5v-4l3.5 3 3.5-3v4" fill="none" stroke="#0f6b5f" stroke-width="1.9" stroke-linejoin="round" stroke-linecap="round" />
  </svg>`;
}
