import type {
  CellValue,
  CubeAnswer,
  FindQuestion,
  SelectQuestion,
  ValueState,
} from "@/server/platform/model";
import type { AskOracle } from "./ask-oracle";
import { type AskedCube, type AskedValues, randomSetMeasure, randomValues } from "./ask-questions";
import type { Random } from "./random";
import type { World } from "./world";

/** One more column of a cube: what a measure becomes by looking at the other rows of its segment. */
interface Look {
  text(measure: string): string;
  /** @param values the measure's values in the segment, in order */
  at(values: CellValue[], i: number): CellValue;
}

/** A cube whose one measure looks around, and the same cube of the measure itself. */
export interface AskedLook {
  asked: AskedCube["question"];
  plain: AskedCube;
  look: Look;
  /** The segment is everything. */
  total: boolean;
}

const sum = (values: CellValue[]) => values.reduce<number>((a, b) => a + Number(b ?? 0), 0);

/** Place among the values, the largest first: lowest and highest where several are equal. */
function place(values: CellValue[], i: number): { low: number; high: number; own: number } | null {
  const own = values[i] ?? null;
  if (own === null) return null;
  const low = 1 + values.filter((v) => v !== null && Number(v) > Number(own)).length;
  const high = low - 1 + values.filter((v) => v === own).length;
  return { low, high, own: low + values.slice(0, i).filter((v) => v === own).length };
}

function randomLook(random: Random, total: boolean): Look {
  const n = random.int(1, 3);
  const [TOTAL, counted] = total ? ["TOTAL ", "TOTAL"] : ["", ""];
  return random.pick<Look>([
    { text: (m) => `Above(${TOTAL}${m}, ${n})`, at: (values, i) => values[i - n] ?? null },
    { text: (m) => `Below(${TOTAL}${m})`, at: (values, i) => values[i + 1] ?? null },
    { text: (m) => `Top(${TOTAL}${m}, ${n})`, at: (values) => values[n - 1] ?? null },
    { text: (m) => `Bottom(${TOTAL}${m}, ${n})`, at: (values) => values[values.length - n] ?? null },
    {
      text: (m) => `RowNo(${counted}) * 10 + NoOfRows(${counted}) + 0 * Alt(${m}, 0)`,
      at: (values, i) => (i + 1) * 10 + values.length,
    },
    {
      text: (m) => `RangeSum(Above(${TOTAL}${m}, 0, RowNo(${counted})))`,
      at: (values, i) => sum(values.slice(0, i + 1)),
    },
    {
      text: (m) => `RangeCount(Below(${TOTAL}${m}, 1, ${n}))`,
      at: (values, i) => values.slice(i + 1, i + 1 + n).filter((v) => v !== null).length,
    },
    { text: (m) => `Rank(${TOTAL}${m}, 1, 1) * 1`, at: (values, i) => place(values, i)?.low ?? null },
    { text: (m) => `Rank(${TOTAL}${m}, 3, 1) * 1`, at: (values, i) => place(values, i)?.high ?? null },
    { text: (m) => `Rank(${TOTAL}${m}, 4, 1) * 1`, at: (values, i) => place(values, i)?.own ?? null },
    {
      text: (m) => `Rank(${TOTAL}${m}, 2, 1) * 1`,
      at: (values, i) => {
        const found = place(values, i);
        return found && (found.low + found.high) / 2;
      },
    },
  ]);
}

export function randomLookingCube(random: Random, world: World): AskedLook {
  const dimensions = random.some(world.fields, random.pick([1, 2]));
  const measure = randomSetMeasure(random, world, []);
  const total = random.chance(0.3);
  const look = randomLook(random, total);
  const question: AskedCube["question"] = {
    kind: "cube",
    dimensions: dimensions.map((d) => ({
      expression: `[${d}]`,
      ...(random.chance(0.3) ? { nulls: "show" as const } : {}),
    })),
    measures: [measure.text],
    sort: random.chance(0.5)
      ? [{ column: random.int(0, dimensions.length - 1), order: random.pick(["asc", "desc"] as const) }]
      : [],
    limit: 1000,
  };
  return {
    asked: { ...question, measures: [look.text(measure.text)], limit: random.pick([3, 1000]) },
    plain: { question, dimensions, measures: [measure] },
    look,
    total,
  };
}

/** The plain cube's rows with what each sees of the others. */
export function lookedAt(
  oracle: AskOracle,
  { asked, plain, look, total }: AskedLook,
): Omit<CubeAnswer, "kind" | "columns"> {
  const { rows, states, rowCount } = oracle.cube(plain);
  const first = plain.question.sort?.[0]?.column ?? 0;
  const [inner = 0] = plain.dimensions
    .map((_, i) => i)
    .filter((i) => i !== first)
    .slice(-1);
  const innermost = plain.dimensions.length > 1 ? inner : 0;
  const segmentOf = (row: CellValue[]) =>
    total ? "" : JSON.stringify(plain.dimensions.map((_, i) => (i === innermost ? "" : row[i])));
  const segments = new Map<string, CellValue[][]>();
  for (const row of rows) segments.set(segmentOf(row), [...(segments.get(segmentOf(row)) ?? []), row]);
  const seen = rows.map((row) => {
    const segment = segments.get(segmentOf(row)) ?? [];
    const values = segment.map((r) => r.at(-1) ?? null);
    return [...row.slice(0, -1), look.at(values, segment.indexOf(row))];
  });
  return {
    rows: seen.slice(0, asked.limit),
    rowCount,
    ...(states ? { states: states.slice(0, asked.limit) } : {}),
  };
}

/** An aggregation over a measure by one field. */
export interface AskedNested {
  asked: AskedCube["question"];
  dimensions: string[];
  field: string;
  plain: AskedCube["measures"][number];
  outer: "Sum" | "Max" | "Count";
}

export function randomNestedCube(random: Random, world: World): AskedNested {
  const dimensions = random.some(world.fields, random.pick([0, 1, 1, 2]));
  const plain = randomSetMeasure(random, world, []);
  const [field, outer] = [random.pick(world.fields), random.pick(["Sum", "Max", "Count"] as const)];
  return {
    dimensions,
    field,
    plain,
    outer,
    asked: {
      kind: "cube",
      dimensions: dimensions.map((d) => ({ expression: `[${d}]` })),
      measures: [`${outer}(Aggr(${plain.text}, [${field}]))`],
      limit: 1000,
      totals: true,
    },
  };
}

/** The whole answer of a nested aggregation, from the measure by its field and what the field is linked to. */
export function nestedAnswer(
  oracle: AskOracle,
  { dimensions, field, plain, outer }: AskedNested,
): Pick<CubeAnswer, "rows" | "totals"> {
  const inner = new Map<CellValue, CellValue>(
    oracle
      .rows([plain], [field])
      .flatMap(({ at: [v = null], values: [x = null] }) => (v === null ? [] : [[v, x] as const])),
  );
  const fields = [...new Set([field, ...dimensions])];
  const groups = new Map<string, Set<CellValue>>();
  const possible = new Set(oracle.combinations([field]).map(([value = null]) => value));
  const whole = [...inner.keys()].filter((value) => possible.has(value));
  if (dimensions.length === 0) groups.set("[]", new Set(whole));
  else
    for (const at of oracle.combinations(fields)) {
      const [value = null] = at;
      const key = dimensions.map((d) => at[fields.indexOf(d)] ?? null);
      if (!inner.has(value) || key.includes(null)) continue;
      const text = JSON.stringify(key);
      groups.set(text, (groups.get(text) ?? new Set()).add(value));
    }
  const over = (values: Iterable<CellValue>): CellValue => {
    const found = [...values].flatMap((v) => inner.get(v) ?? []).map(Number);
    if (outer === "Count") return found.length;
    if (outer === "Sum") return sum(found);
    return found.length > 0 ? Math.max(...found) : null;
  };
  const rows = [...groups].map(([key, values]) => [...(JSON.parse(key) as CellValue[]), over(values)]);
  return { rows, totals: [over(whole)] };
}

const RANKS: Record<ValueState, number> = { S: 0, L: 0, O: 1, A: 2, XS: 3, X: 4 };
const CHOSEN: Record<SelectQuestion["what"], ValueState[]> = {
  all: ["S", "L", "O", "A", "X", "XS"],
  possible: ["S", "L", "O"],
  alternative: ["A"],
  excluded: ["A", "X", "XS"],
};

/** A search in one of the fields, and a selection by it. */
export function randomFind(random: Random, world: World) {
  const list: AskedValues = randomValues(random, world);
  const { field, search = "*" } = list.question;
  const what = random.pick(["all", "possible", "alternative", "excluded"] as const);
  const find: FindQuestion = { kind: "find", search, fields: [field], limit: 3 };
  const select: SelectQuestion = { kind: "select", field, what, search };
  return { find, select, matches: list.question.search ? list.matches : () => true };
}

export function foundAnswers(
  oracle: AskOracle,
  { find, select, matches }: ReturnType<typeof randomFind>,
  locked: readonly string[],
) {
  const { field } = select;
  const sorted = oracle.values({
    question: { kind: "values", field, sort: "value" },
    measure: null,
    matches,
  });
  const values = sorted.values.map(({ value, state }) => ({ value, state }));
  const byState = [...values].sort((a, b) => RANKS[a.state] - RANKS[b.state]).slice(0, find.limit);
  return {
    find: {
      fields: values.length > 0 ? [{ field, total: values.length, values: byState }] : [],
      fieldCount: values.length > 0 ? 1 : 0,
    },
    select: locked.includes(field)
      ? { code: "query.locked" }
      : { field, values: values.filter((v) => CHOSEN[select.what].includes(v.state)).map((v) => v.value) },
  };
}
