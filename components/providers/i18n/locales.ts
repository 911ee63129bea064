/** Languages of the portal → the locale that numbers and dates are written by. */
export const LOCALES = { en: "en-GB", de: "de-DE", fr: "fr-FR" } as const;

/** Each language as its own people call it. */
export const LANGUAGE_NAMES: Record<keyof typeof LOCALES, string> = {
  en: "English",
  de: "Deutsch",
  fr: "Français",
};

export type Language = keyof typeof LOCALES;

export const DEFAULT_LANGUAGE: Language = "en";

/** Cookies the browser keeps for rendering on the server: its language and its time zone. */
export const LANGUAGE_COOKIE = "tenantry-language";
export const ZONE_COOKIE = "tenantry-zone";

/** The zone if this runtime knows it, else UTC: a cookie is input. */
export function knownZone(zone: string | undefined): string {
  if (!zone) return "UTC";
  try {
    return new Intl.DateTimeFormat("en", { timeZone: zone }).resolvedOptions().timeZone;
  } catch {
    return "UTC";
  }
}

/** The first language of an Accept-Language header (or a cookie) that the portal speaks. */
export function chooseLanguage(...wishes: (string | null | undefined)[]): Language {
  for (const wish of wishes)
    for (const part of (wish ?? "").split(",")) {
      const language = part.trim().slice(0, 2).toLowerCase();
      if (language in LOCALES) return language as Language;
    }
  return DEFAULT_LANGUAGE;
}
