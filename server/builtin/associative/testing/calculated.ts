import type { CellValue } from "@/server/platform/model";
import type { Random } from "./random";
import type { World } from "./world";

/** A calculated dimension: as text, and as a field that a table might have instead. NULL stays NULL. */
export interface Calculated {
  text: string;
  name: string;
  /** What it is made of; all of it is in the same tables. */
  fields: string[];
  value(row: Record<string, CellValue>): CellValue;
}

export function randomCalculated(random: Random, world: World): Calculated | null {
  const table = random.pick(world.tables);
  const own = (names: readonly string[]) => names.filter((name) => table.fields.includes(name));
  const [numbers, texts] = [own(world.measures), own(world.texts)];
  const made: Omit<Calculated, "name">[] = [];
  for (const { a, b } of numbers.length > 0 ? [{ a: random.pick(numbers), b: random.pick(numbers) }] : [])
    made.push(
      { text: `=[${a}] * 2 + [${b}]`, ...whole([a, b], (x, y) => Number(x) * 2 + Number(y)) },
      {
        text: `=If(Not IsNull([${a}]), If([${a}] > 2, 'hi', 'lo'))`,
        ...whole([a], (x) => (Number(x) > 2 ? "hi" : "lo")),
      },
    );
  for (const text of texts)
    made.push(
      { text: `=Upper([${text}])`, ...whole([text], (x) => String(x).toUpperCase()) },
      { text: `=Left([${text}], 1)`, ...whole([text], (x) => String(x).slice(0, 1)) },
    );
  for (const date of own(world.fields.filter((f) => f.startsWith("date "))))
    made.push({ text: `=Year([${date}])`, ...whole([date], (x) => Number(String(x).slice(0, 4))) });
  const cut = world.loosened.flatMap((l) => l.fields);
  for (const key of own(world.keys.filter((k) => !cut.includes(k))))
    made.push({ text: `=[${key}] * 10`, ...whole([key], (x) => Number(x) * 10) });
  return made.length > 0 ? { ...random.pick(made), name: "calculated" } : null;
}

function whole(fields: string[], make: (...values: CellValue[]) => CellValue) {
  const value: Calculated["value"] = (row) => {
    const values = fields.map((f) => row[f] ?? null);
    return values.includes(null) ? null : make(...values);
  };
  return { fields, value };
}

export function withCalculated(world: World, calculated: readonly Calculated[]): World {
  const tables = world.tables.map((table) => {
    const own = calculated.filter((c) => c.fields.every((f) => table.fields.includes(f)));
    if (own.length === 0) return table;
    return {
      ...table,
      fields: [...table.fields, ...own.map((c) => c.name)],
      rows: table.rows.map((row) => ({
        ...row,
        ...Object.fromEntries(own.map((c) => [c.name, c.value(row)])),
      })),
    };
  });
  return { ...world, tables };
}
