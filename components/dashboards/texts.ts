import type { LocalText } from "../charts/port";

/** The text in a language, else in its base language, the tenant's, English, or any there is. */
export function textIn(text: LocalText | undefined, language: string, tenants: string): string {
  if (text === undefined) return "";
  if (typeof text === "string") return text;
  for (const wanted of [language, base(language), tenants, base(tenants), "en"]) {
    const found = text[wanted];
    if (found !== undefined) return found;
  }
  return Object.values(text)[0] ?? "";
}

const base = (language: string) => language.split("-")[0] ?? language;

/** The locale of a language tag: plain English is written the portal's way, day before month. */
export const localeOf = (language: string): string => (language === "en" ? "en-GB" : language);
