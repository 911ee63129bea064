/** Whether a name is one of those a list means; `*` stands for any characters, `?` for one. Case counts. */
export function fits(name: string, patterns: readonly string[]): boolean {
  return patterns.some((pattern) => wildcard(pattern).test(name));
}

/** The expression a pattern of `*` and `?` stands for. */
export function wildcard(pattern: string): RegExp {
  const source = pattern
    .replace(/[.+^${}()|[\]\\]/g, "\\$&")
    .replaceAll("*", ".*")
    .replaceAll("?", ".");
  return new RegExp(`^${source}$`, "s");
}
