import { suspended as de } from "../../providers/i18n/messages/de/tenants.json";
import { suspended as en } from "../../providers/i18n/messages/en/tenants.json";
import { suspended as fr } from "../../providers/i18n/messages/fr/tenants.json";

const WORDS = { en, de, fr };

/** What the server says of a suspended tenant to whoever holds a right token. */
interface Said {
  name?: string;
  language?: string;
  look?: Record<string, string>;
}

/** What stands in place of a suspended tenant's dashboards: its words, and the look they stand in. */
export interface Closed {
  language: string;
  look: Record<string, string>;
  title: string;
  text: string;
  again: string;
}

/**
 * The page of a suspended tenant, in the reader's language. Fetched only then, and of nothing the frame has: a module
 * that both need would be cut out of the first script.
 * @param language what the page around wishes; else the tenant's own
 */
export function closedPage(params: unknown, language: string | undefined): Closed {
  const { name = "", language: own = "en", look = {} } = (params ?? {}) as Said;
  const wished = (language ?? own).slice(0, 2).toLowerCase();
  const known = wished in WORDS ? (wished as keyof typeof WORDS) : "en";
  const { closed, text, again } = WORDS[known];
  return { language: known, look, title: name ? `${name} – ${closed}` : closed, text, again };
}
