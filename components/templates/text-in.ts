/** A template's text in the reader's language, else in its base language, English, or any. */
export function textIn(value: string | Record<string, string> | null | undefined, locale: string): string {
  if (!value) return "";
  if (typeof value === "string") return value;
  const base = locale.split("-")[0] ?? locale;
  return value[locale] ?? value[base] ?? value.en ?? Object.values(value)[0] ?? "";
}
