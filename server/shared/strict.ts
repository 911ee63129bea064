import { z } from "zod";
import { didYouMean } from "./nearest";

/** An object schema that refuses unknown keys and names the one that was probably meant. */
export function strict<T extends z.ZodRawShape>(shape: T) {
  const known = Object.keys(shape);
  return z.strictObject(shape, {
    error: (issue) => {
      if (issue.code !== "unrecognized_keys") return undefined;
      const keys = issue.keys as string[];
      return keys.map((k) => `unknown key "${k}".${didYouMean(k, known) || listed(known)}`).join(" ");
    },
  });
}

function listed(keys: string[]): string {
  return ` Known keys: ${keys.join(", ")}.`;
}
