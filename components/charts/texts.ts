import { createTranslator } from "use-intl/core";
import english from "../providers/i18n/messages/en/charts.json";
import type { ObjectContext } from "./port";

/** Writes a text of the namespace `charts`. */
export type Say = (key: keyof typeof english, values?: Record<string, string | number>) => string;

const made = new Map<string, Say>();

/** The reader's texts as the context brings them; without that English, numbers in the reader's locale. */
export function sayOf(context: ObjectContext): Say {
  if (context.say) return context.say;
  const known = made.get(context.locale);
  if (known) return known;
  const translate = createTranslator({ locale: context.locale, messages: english });
  const say: Say = (key, values) => translate(key, values);
  made.set(context.locale, say);
  return say;
}
