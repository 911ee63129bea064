import type { ErrorWords } from "../errors/say";
import { LOCALES } from "../providers/i18n/locales";
import { type EmbedMessages, messages } from "./messages";

/** What the frame's own words are written in. */
export interface Speech {
  /** How numbers and dates are written. */
  locale: string;
  messages: EmbedMessages;
  /** Words for refusals and failures; null: as the server says them. */
  errors: ErrorWords | null;
}

export const ENGLISH: Speech = { locale: LOCALES.en, messages, errors: null };

/** Fetched only where somebody reads them. */
const OTHERS = {
  de: () => import("./messages-de"),
  fr: () => import("./messages-fr"),
};

/** The frame's words in a language, `de` or `de-AT`; English for one it does not speak, or that can't be fetched. */
export async function speechOf(language: string): Promise<Speech> {
  const base = language.slice(0, 2).toLowerCase();
  if (!(base in OTHERS)) return ENGLISH;
  const known = base as keyof typeof OTHERS;
  try {
    const { messages, errors } = await OTHERS[known]();
    return { locale: LOCALES[known], messages, errors };
  } catch {
    return ENGLISH;
  }
}
