import { createTranslator } from "use-intl/core";

/** Texts by the two parts of a code, as JSON nests them; arguments are the params of the error. */
export type ErrorWords = Record<string, string | Record<string, string>>;

export interface Said {
  code: string;
  /** The server's own words, in English. */
  message: string;
  advice?: string | undefined;
  params?: Record<string, unknown> | undefined;
}

/** What happened and what to do, in the reader's language; null where there are no words for it. */
export type SayError = (error: Said) => string | null;

const PLAIN: ReadonlySet<string> = new Set(["string", "number", "boolean"]);

function argumentsOf({ message, params = {} }: Said): Record<string, string | number> {
  const texts = Object.entries(params).flatMap(([name, value]): [string, string | number][] => {
    if (Array.isArray(value)) return [[name, value.join(", ")]];
    if (!PLAIN.has(typeof value)) return [];
    return [[name, typeof value === "number" ? value : String(value)]];
  });
  return { ...Object.fromEntries(texts), detail: message };
}

/**
 * Words for errors by their codes. An error whose params lack what its text names is not said: the server's own
 * words come instead.
 */
export function sayerOf(locale: string, words: ErrorWords | null): SayError {
  if (!words) return () => null;
  const say = createTranslator({
    locale,
    messages: words as Record<string, string>,
    onError(error) {
      throw error;
    },
  });
  return (error) => {
    try {
      return say.has(error.code) ? say(error.code, argumentsOf(error)) : null;
    } catch {
      return null;
    }
  };
}

let current: SayError = () => null;

/** From now on `sayError` speaks so. A browser has one reader; on the server, where there are many, nobody calls it. */
export function speakErrors(say: SayError): void {
  current = say;
}

/** As the page's reader reads it, for code that is no component. */
export const sayError: SayError = (error) => current(error);
