import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";

const PERMISSIVE =
  /^(MIT|MIT-0|ISC|0BSD|Apache-2\.0|BSD-2-Clause|BSD-3-Clause|BlueOak-1\.0\.0|CC0-1\.0|Unlicense)$/;

interface LockedPackage {
  version: string;
  license?: string;
}

/** `(MIT OR WTFPL)` is permissive if one choice is, `Apache-2.0 AND MIT` if all are. */
function isPermissive(licence: string): boolean {
  const plain = licence.replace(/[()]/g, "");
  if (plain.includes(" OR ")) return plain.split(" OR ").some(isPermissive);
  return plain.split(" AND ").every((part) => PERMISSIVE.test(part.trim()));
}

/** Names in the first column of docs/licences.md; `*` stands for anything. */
function listed(): RegExp[] {
  const rows = readFileSync("docs/licences.md", "utf8")
    .split("\n")
    .filter((line) => line.startsWith("| `"));
  const names = rows.flatMap((row) =>
    [...(row.split("|")[1] ?? "").matchAll(/`([^`]+)`/g)].map((m) => m[1] ?? ""),
  );
  const pattern = (name: string) => name.replace(/[.+?^${}()|[\]\\/]/g, "\\$&").replace("*", ".*");
  return names.map((name) => new RegExp(`^${pattern(name)}$`));
}

describe("licences", () => {
  it("of all locked packages are permissive, or the package is on the list of exceptions", () => {
    const lock = JSON.parse(readFileSync("package-lock.json", "utf8")) as {
      packages: Record<string, LockedPackage>;
    };
    const exceptions = listed();
    const others = Object.entries(lock.packages)
      .filter(([path]) => path !== "")
      .map(([path, entry]) => ({
        name: path.replace(/^.*node_modules\//, ""),
        licence: entry.license ?? "none",
      }))
      .filter(({ name, licence }) => !isPermissive(licence) && !exceptions.some((e) => e.test(name)));
    expect(others).toEqual([]);
  });

  it("of a choice count by the best, of a sum by the worst", () => {
    expect(isPermissive("(MIT OR WTFPL)")).toBe(true);
    expect(isPermissive("Apache-2.0 AND LGPL-3.0-or-later")).toBe(false);
  });
});
