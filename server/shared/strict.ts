import { z } from "zod";
import { didYouMean } from "./nearest";

/** Unknown keys that are named: whoever sends thousands need not read of each. */
const NAMED = 5;
const MOST_LETTERS = 80;

/** An object schema that refuses unknown keys and names the one that was probably meant. */
export function strict<T extends z.ZodRawShape>(shape: T) {
  const known = Object.keys(shape);
  return z.strictObject(shape, {
    error: (issue) => {
      if (issue.code !== "unrecognized_keys") return undefined;
      const keys = (issue.keys as string[]).slice(0, NAMED);
      return keys.map((key) => unknown(key, known)).join(" ");
    },
  });
}

function unknown(key: string, known: string[]): string {
  const shown = key.length > MOST_LETTERS ? `${key.slice(0, MOST_LETTERS)}…` : key;
  return `unknown key "${shown}".${didYouMean(key, known) || listed(known)}`;
}

function listed(keys: string[]): string {
  return ` Known keys: ${keys.join(", ")}.`;
}
