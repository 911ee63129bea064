import type { TestCell, TestTable } from "@/server/builtin/testing";

/** Fields of a table and of those that each of its rows meets one row of at most. */
export function meetOnce(tables: readonly TestTable[], start: TestTable): string[] {
  const reached = [start];
  for (const from of reached)
    for (const to of tables) {
      const shared = Object.keys(from.fields).filter((name) => name in to.fields);
      if (shared.length > 0 && !reached.includes(to) && shared.every((name) => isUnique(to, name)))
        reached.push(to);
    }
  return [...new Set(reached.flatMap((table) => Object.keys(table.fields)))];
}

function isUnique({ fields, rows }: TestTable, name: string): boolean {
  const at = Object.keys(fields).indexOf(name);
  const keys = rows.flatMap((row) => textOf(row[at] ?? null) ?? []);
  return new Set(keys).size === keys.length;
}

/** Equal for keys that meet, whatever type their columns have. */
function textOf(cell: TestCell): string | null {
  if (cell === null) return null;
  return typeof cell === "object" ? cell.txt : String(cell);
}
