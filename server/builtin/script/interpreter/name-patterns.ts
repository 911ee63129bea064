import { matches } from "../wildcard";

/** Whether a name is one of those a list means; `*` stands for any characters, `?` for one. Case counts. */
export function fits(name: string, patterns: readonly string[]): boolean {
  return patterns.some((pattern) => matches(name, pattern));
}
