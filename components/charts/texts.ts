import { createTranslator } from "use-intl/core";
import english from "../providers/i18n/messages/en/charts.json";
import type { ObjectContext } from "./port";

/** Writes a text of the namespace `charts`. */
export type Say = (key: keyof typeof english, values?: Record<string, string | number>) => string;

/** Remembers the texts without values: a chart of thousands of marks asks for the same few again and again. */
export function remembering(say: Say): Say {
  const known = new Map<string, string>();
  return (key, values) => {
    if (values) return say(key, values);
    const text = known.get(key) ?? say(key);
    known.set(key, text);
    return text;
  };
}

const made = new Map<string, Say>();

/** The reader's texts as the context brings them; without that English, numbers in the reader's locale. */
export function sayOf(context: ObjectContext): Say {
  if (context.say) return context.say;
  const known = made.get(context.locale);
  if (known) return known;
  const translate = createTranslator({ locale: context.locale, messages: english });
  const say = remembering((key, values) => translate(key, values));
  made.set(context.locale, say);
  return say;
}
