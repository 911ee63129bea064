import type { CompiledTemplate } from "../compile";
import type { Manifest } from "../schemas";
import type { TemplateVersion } from "../template";

export type ChangeSize = "major" | "minor" | "patch";

type Compared = Pick<TemplateVersion, "manifest" | "script" | "sheets"> & {
  files: CompiledTemplate["files"];
};

/**
 * How far a change reaches. `major`: customers must do something, or what they use is gone (a new slot, table or
 * needed column; a field, measure, parameter or sheet less). `minor`: there is more than before. Else `patch`.
 */
export function sizeOfChange(before: Compared, after: Compared): ChangeSize {
  const names = (list: readonly { name: string }[]) => list.map((x) => x.name);
  const lost = (a: string[], b: string[]) => a.some((name) => !b.includes(name));
  const [old, now] = [before.manifest, after.manifest];
  const sheets = [before, after].map((v) => v.sheets.map((s) => s.sheet)) as [string[], string[]];
  const pairs: [string[], string[]][] = [
    [names(old.fields), names(now.fields)],
    [names(old.measures), names(now.measures)],
    [names(old.parameters), names(now.parameters)],
    sheets,
  ];
  const asks = lost(needs(now), needs(old));
  if (asks || pairs.some(([a, b]) => lost(a, b))) return "major";
  const optional = lost(offers(now), offers(old));
  return optional || pairs.some(([a, b]) => lost(b, a)) ? "minor" : "patch";
}

/** What a customer has to bring. */
function needs(m: Manifest): string[] {
  return [
    ...m.connections.map((c) => `slot ${c.name}`),
    ...m.tables.flatMap((t) => t.columns.filter((c) => !c.optional).map((c) => `column ${t.name}.${c.name}`)),
    ...m.parameters.filter((p) => p.required && p.default === undefined).map((p) => `parameter ${p.name}`),
  ];
}

const offers = (m: Manifest): string[] =>
  m.tables.flatMap((t) => t.columns.map((c) => `${t.name}.${c.name}`));

/** The version after `latest` for a change of that size; 1.0.0 after none. */
export function nextVersion(latest: string, size: ChangeSize): string {
  const [major = 0, minor = 0, patch = 0] = (latest.split("-")[0] ?? "").split(".").map(Number);
  if (latest === "") return "1.0.0";
  if (latest.includes("-")) return `${major}.${minor}.${patch}`;
  if (size === "major") return `${major + 1}.0.0`;
  return size === "minor" ? `${major}.${minor + 1}.0` : `${major}.${minor}.${patch + 1}`;
}
