import type { Language } from "../../providers/i18n/locales";
import type { ErrorWords } from "../say";
import portalDe from "./de-portal.json";
import sharedDe from "./de-shared.json";
import portalFr from "./fr-portal.json";
import sharedFr from "./fr-shared.json";

function merged(shared: ErrorWords, portal: ErrorWords): ErrorWords {
  const all: ErrorWords = { ...shared };
  for (const [noun, texts] of Object.entries(portal)) {
    const known = all[noun];
    all[noun] = typeof known === "object" && typeof texts === "object" ? { ...known, ...texts } : texts;
  }
  return all;
}

/** Words for the codes that people of tenants meet. English is what the server says itself. */
export const errorWords: Record<Language, ErrorWords | null> = {
  en: null,
  de: merged(sharedDe, portalDe),
  fr: merged(sharedFr, portalFr),
};
