import type { Language } from "../locales";
import { complete } from "./complete";
import { de } from "./de";
import { en, type Messages } from "./en";
import { fr } from "./fr";

export type { Messages };

/** The portal's texts by language. What a language lacks is said in English. */
export const messages: Record<Language, Messages> = { en, de: complete(en, de), fr: complete(en, fr) };
