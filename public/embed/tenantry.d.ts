/** Types of the `<tenantry-app>` element, for hosts that write TypeScript. Copy this file, or refer to it. */

type TenantryCell = string | number | boolean | null;

/** Field → selected values; OR within a field, AND between fields. */
type TenantrySelections = Record<string, TenantryCell[]>;

type TenantryTheme = "light" | "dark" | "auto";

type TenantryPart = "tabs" | "selections" | "filters" | "menu" | "bookmarks" | "toolbar";

interface TenantryState {
  sheet: string;
  sheets: { id: string; title: string }[];
  selections: TenantrySelections;
  locked: string[];
  /** The data that answered; changes with each reload. */
  generation: string;
}

/** What a page wishes of the looks and the start. */
interface TenantryOptions {
  theme?: TenantryTheme;
  brand?: "on" | "off";
  language?: string;
  sheet?: string;
  object?: string;
  selections?: TenantrySelections;
  hide?: TenantryPart[];
}

interface TenantryFile {
  name: string;
  /** Not all rows are in it. */
  cut: boolean;
}

interface TenantryAppElement extends HTMLElement {
  /** Gets a new token from your own server, each time one is asked for. */
  tokenProvider: (() => string | Promise<string>) | null;
  select(field: string, values: TenantryCell[]): void;
  /** Several fields as one step. */
  select(selections: TenantrySelections): void;
  /** One field, or all. */
  clear(field?: string): void;
  /** Asks for all figures again. */
  refresh(): void;
  setTheme(theme: TenantryTheme): void;
  /** null before the dashboard is there. */
  getState(): Promise<TenantryState | null>;
  /** Hears of each change of the selections. The answer stops that. */
  onSelection(listener: (state: TenantryState) => void): () => void;
  /** A height in px, or `auto`: that of the dashboard, which is the default. */
  resize(height: number | "auto"): void;
  /**
   * Saves the open sheet, or one object of it, as PDF with the reader's files. Rejects where none can be made. The
   * page gets the file's name only: figures stay with their reader.
   */
  exportPdf(object?: string): Promise<TenantryFile>;
  addEventListener<K extends keyof TenantryAppEventMap>(
    type: K,
    listener: (this: TenantryAppElement, event: TenantryAppEventMap[K]) => unknown,
    options?: boolean | AddEventListenerOptions,
  ): void;
  addEventListener(
    type: string,
    listener: EventListenerOrEventListenerObject,
    options?: boolean | AddEventListenerOptions,
  ): void;
}

interface TenantryAppEventMap {
  "tenantry-ready": CustomEvent<TenantryState & { ms: number }>;
  "tenantry-selection": CustomEvent<TenantryState>;
  "tenantry-sheet": CustomEvent<TenantryState>;
  "tenantry-error": CustomEvent<{ code: string; message: string }>;
  "tenantry-resize": CustomEvent<{ width: number; height: number }>;
  /** Every message both ways, for looking into. Tokens are left out. */
  "tenantry-message": CustomEvent<
    { to: "frame"; message: TenantryToFrame } | { to: "page"; message: TenantryFromFrame }
  >;
}

interface TenantryAppAttributes {
  /** Id of the app. */
  app: string;
  /** Origin of embeds; that of the script, where absent. */
  src?: string;
  /** Address of your server that answers a token, as text or `{ "token": … }`. */
  "token-provider"?: string;
  /** A token for the first minutes; without a provider it cannot be renewed. */
  token?: string;
  theme?: TenantryTheme;
  /** `off`: without the tenant's own colours. */
  brand?: "on" | "off";
  /** Language tag; the tenant's, where absent. */
  language?: string;
  /** Id of the sheet to open. */
  sheet?: string;
  /** Id of one object (a chart, a figure, a table) that is shown alone. */
  object?: string;
  /** JSON: `{"Region": ["North"]}`. */
  selections?: string;
  /** Words of: tabs selections filters menu bookmarks toolbar. */
  hide?: string;
  /** Name of the frame for screen readers. */
  label?: string;
  /** Keeps the height your style sheet gives it. */
  fixed?: boolean | "";
}

/** What the element posts to its frame; the frame ignores what has another version, origin or window. */
type TenantryToFrame =
  | { type: "token"; token: string }
  | { type: "no-token"; message: string }
  | { type: "options"; options: TenantryOptions }
  | { type: "select"; selections: TenantrySelections }
  | { type: "clear"; field?: string }
  | { type: "refresh" }
  /** What of the frame lies outside the page's window, px: what floats in it keeps to the rest. */
  | { type: "unseen"; above: number; below: number }
  | { type: "get-state"; id: number }
  | { type: "export-pdf"; id: number; object?: string };

/** What the frame posts to the element, to the page's origin only. */
type TenantryFromFrame =
  | { type: "hello" }
  | { type: "need-token" }
  | { type: "ready"; state: TenantryState; ms: number }
  | { type: "selection"; state: TenantryState }
  | { type: "sheet"; state: TenantryState }
  | { type: "error"; code: string; message: string }
  | { type: "resize"; width: number; height: number }
  | { type: "state"; id: number; state: TenantryState | null }
  | { type: "exported"; id: number; outcome: TenantryFile | { code: string; message: string } | null };

/** A message as it is posted: with the version of the protocol. */
type TenantryEnvelope<M = TenantryToFrame | TenantryFromFrame> = M & { tenantry: 1 };

interface HTMLElementTagNameMap {
  "tenantry-app": TenantryAppElement;
}
