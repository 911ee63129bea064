/** A template's text in the reader's language, else its base language, else English, else any. */
export function titleIn(text: string | Record<string, string> | undefined, language: string): string {
  if (text === undefined) return "";
  if (typeof text === "string") return text;
  const base = language.split("-")[0] ?? language;
  return text[language] ?? text[base] ?? text.en ?? Object.values(text)[0] ?? "";
}
