/** Types of the `<tenantry-app>` element, for hosts that write TypeScript. Copy this file, or refer to it. */

type TenantryCell = string | number | boolean | null;

/** Field → selected values; OR within a field, AND between fields. */
type TenantrySelections = Record<string, TenantryCell[]>;

interface TenantryState {
  sheet: string;
  sheets: { id: string; title: string }[];
  selections: TenantrySelections;
  locked: string[];
  /** The data that answered; changes with each reload. */
  generation: string;
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
  setTheme(theme: "light" | "dark" | "auto"): void;
  /** null before the dashboard is there. */
  getState(): Promise<TenantryState | null>;
}

interface TenantryAppEventMap {
  "tenantry-ready": CustomEvent<TenantryState & { ms: number }>;
  "tenantry-selection": CustomEvent<TenantryState>;
  "tenantry-sheet": CustomEvent<TenantryState>;
  "tenantry-error": CustomEvent<{ code: string; message: string }>;
  "tenantry-resize": CustomEvent<{ width: number; height: number }>;
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
  theme?: "light" | "dark" | "auto";
  /** `off`: without the tenant's own colours. */
  brand?: "on" | "off";
  /** Language tag; the tenant's, where absent. */
  language?: string;
  /** Id of the sheet to open. */
  sheet?: string;
  /** JSON: `{"Region": ["North"]}`. */
  selections?: string;
  /** Words of: tabs selections filters menu bookmarks. */
  hide?: string;
  /** Name of the frame for screen readers. */
  label?: string;
  /** Keeps the height your style sheet gives it. */
  fixed?: boolean | "";
}

interface HTMLElementTagNameMap {
  "tenantry-app": TenantryAppElement;
}
