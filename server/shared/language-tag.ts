const MOST_LETTERS = 35;

/** A tag that formatters take, like `en` or `de-AT`: they fail on what only looks like one. Browser-safe. */
export function isLanguageTag(text: string): boolean {
  try {
    return text.length <= MOST_LETTERS && Intl.getCanonicalLocales(text).length === 1;
  } catch {
    return false;
  }
}
