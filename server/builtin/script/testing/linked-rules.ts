/** What a guide links as [`Left(t, n)`][Left], by name; a link without an address is told by an empty one. */
export function linkedRules(guide: string): Record<string, string> {
  const addresses = new Map(
    [...guide.matchAll(/^\[([^\]]+)\]: (\S+)$/gm)].map((m) => [m[1] ?? "", m[2] ?? ""]),
  );
  const names = [...guide.matchAll(/\[`([A-Za-z]\w*#?)[^`]*`\]\[([^\]]+)\]/g)].flatMap((m) =>
    m[1] === m[2] ? [m[1] ?? ""] : [],
  );
  return Object.fromEntries(names.map((name) => [name, addresses.get(name) ?? ""]));
}
