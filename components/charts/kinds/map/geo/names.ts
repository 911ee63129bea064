import iso from "@/node_modules/i18n-iso-countries/codes.json";
import german from "@/node_modules/i18n-iso-countries/langs/de.json";
import english from "@/node_modules/i18n-iso-countries/langs/en.json";
import french from "@/node_modules/i18n-iso-countries/langs/fr.json";

/** What people write beside a country's names in the lists of ISO 3166. */
const ALIASES: Record<string, string[]> = {
  AE: ["UAE", "VAE", "EAU", "Emirates"],
  BA: ["Bosnia", "Bosnien"],
  BY: ["Weissrussland", "White Russia"],
  CD: ["DRC", "DR Congo", "Congo-Kinshasa"],
  CG: ["Congo-Brazzaville"],
  CI: ["Ivory Coast", "Elfenbeinküste"],
  CV: ["Cape Verde"],
  CZ: ["Czech Republic", "Tschechische Republik", "République tchèque"],
  GB: ["UK", "Great Britain", "Britain", "Grossbritannien", "Grande-Bretagne"],
  KP: ["North Korea", "Nordkorea", "Corée du Nord"],
  KR: ["South Korea", "Korea", "Südkorea", "Corée du Sud"],
  MK: ["Macedonia", "Mazedonien", "Macédoine"],
  MM: ["Burma", "Birma", "Birmanie"],
  NL: ["Holland", "Hollande"],
  PS: ["Palestine", "Palästina"],
  RU: ["Russia", "Russland", "Russie"],
  SZ: ["Swaziland", "Swasiland"],
  TR: ["Turkey", "Türkei", "Turquie"],
  TW: ["Taiwan"],
  US: ["America", "Amerika", "Amérique", "United States", "Vereinigte Staaten", "Etats-Unis"],
  VA: ["Vatican", "Vatikan"],
  XK: ["XKX", "Kosovo"],
};
const LANGUAGES = ["en", "de", "fr"];

/** A place as it is compared: without case, accents, dots and articles. */
export function plainName(name: string): string {
  return name
    .normalize("NFD")
    .replace(/\p{M}/gu, "")
    .toLowerCase()
    .replaceAll("ß", "ss")
    .replaceAll("&", " and ")
    .replace(/[.’'`]/g, "")
    .replace(/[^\p{L}\p{N}]+/gu, " ")
    .replace(/^\s*the\s+/, "")
    .trim();
}

/**
 * Finds a country's ISO alpha-2 code by its alpha-2, alpha-3 or numeric code, or by its name in English, German,
 * French or `locales`.
 */
export function countryFinder(locales: readonly string[]): (name: string) => string | undefined {
  const codes = new Map<string, string>();
  const add = (name: string, code: string) => {
    const plain = plainName(name);
    if (plain && !codes.has(plain)) codes.set(plain, code);
  };
  for (const [two, three, number] of iso)
    if (two && three && number) for (const own of [two, three, number, String(Number(number))]) add(own, two);
  for (const [code, names] of Object.entries(ALIASES)) for (const name of names) add(name, code);
  for (const { countries } of [english, german, french])
    for (const [code, names] of Object.entries(countries)) for (const name of [names].flat()) add(name, code);
  const known = [...new Set(codes.values())];
  for (const locale of new Set([...LANGUAGES, ...locales])) {
    const names = new Intl.DisplayNames([locale], { type: "region", fallback: "none" });
    for (const code of known) add(names.of(code) ?? "", code);
  }
  return (name) => codes.get(plainName(name));
}
