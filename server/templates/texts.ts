import { z } from "zod";

/** A word for people: plain, or per language: `{ en: Sales, de: Umsatz }`. */
export const text = z.union([
  z.string().min(1, "must not be empty"),
  z
    .record(z.string().regex(/^[a-z]{2}(-[A-Z]{2})?$/, 'languages look like "en" or "pt-BR"'), z.string())
    .refine((t) => Object.keys(t).length > 0, "needs at least one language"),
]);

export type Text = z.infer<typeof text>;

/** Per language, a plain text counting as English. */
export function textByLanguage(value: Text): Record<string, string> {
  return typeof value === "string" ? { en: value } : value;
}

/** The text in a language, else its base language, else English, else any. */
export function textIn(value: Text | Record<string, string>, language: string): string {
  if (typeof value === "string") return value;
  const base = language.split("-")[0] ?? language;
  return value[language] ?? value[base] ?? value.en ?? Object.values(value)[0] ?? "";
}

/** Ids of sheets, objects, measures of a sheet, templates. */
export const slug = z
  .string()
  .regex(/^[a-z][a-z0-9-]{0,62}$/, "must start with a letter and hold only a-z, 0-9 and - (63 at most)");
