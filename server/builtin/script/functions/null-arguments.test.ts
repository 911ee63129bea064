import type { DuckDBConnection } from "@duckdb/node-api";
import { afterAll, beforeAll, expect, it } from "vitest";
import { isAppError } from "@/server/shared/errors";
import { compileExpression } from "../compile";
import { asText } from "../convert";
import { parseExpression } from "../expression-parser";
import type { FunctionDefinition, Scope } from "../scope";
import { defaultSettings } from "../settings";
import { NOW, openTestDb } from "../testing/evaluate";
import { TYPES } from "../types";
import { FUNCTIONS } from "./index";

/** An ordinary value of an argument, by the name it has in the signatures. */
const VALUES: Record<string, string> = {
  text: "'a-b-c'",
  other: "'a-c'",
  from: "'a'",
  to: "'c'",
  part: "'b'",
  characters: "'bc'",
  separator: "'-'",
  regex: "'[a-c]'",
  pattern: "'a*'",
  json: `'{"a":1}'`,
  path: "'/a'",
  n: "1",
  kind: "'object'",
  latitude: "52.5",
  prob: "0.4",
  fraction: "0.5",
  cumulative: "1",
  trial_probability: "0.3",
  date: "MakeDate(2024, 5, 17)",
  base: "MakeDate(2024, 5, 17)",
  start: "MakeDate(2024, 5, 1)",
  end: "MakeDate(2024, 5, 31)",
  holiday: "MakeDate(2024, 5, 9)",
  timestamp: "MakeDate(2024, 5, 17)",
  today: "MakeDate(2024, 5, 17)",
  birth: "MakeDate(1990, 1, 1)",
  months: "3",
  year: "2024",
  weekYear: "2024",
  referenceDay: "4",
  dayStart: "0.25",
  place: "'Paris'",
  rate: "0.05",
  alpha: "2",
  hue: "0.5",
  saturation: "0.5",
  luminosity: "0.5",
  color0: "RGB(1, 2, 3)",
  color1: "RGB(4, 5, 6)",
  colorMinus1: "RGB(7, 8, 9)",
  format: "'#,##0.00'",
  decimal: "'.'",
  thousand: "','",
  label: "' - '",
};
const OTHERWISE = "2";
/** Arguments of functions whose ordinary ones lie elsewhere. */
const CALLS: Record<string, string> = {
  BetaDensity: "0.4, 2, 3",
  BetaDist: "0.4, 2, 3",
  Pick: "1, 'a'",
  WildMatch: "'abc', 'a*'",
  MatchRegEx: "'a', '[a-c]'",
  MatchRegExI: "'A', '[a-c]'",
  ExtractRegExGroup: "'a-b', '([a-c])-', 1, 1",
  ExtractRegExGroupI: "'a-b', '([a-c])-', 1, 1",
  IsJson: "'{}', 'object'",
  Asin: "0.5",
  Acos: "0.5",
  Atanh: "0.5",
  Rate: "12, -90, 1000, 0, 0",
  RangeIrr: "-100, 60, 60",
  RangeXirr: "-100, 44000, 120, 44365",
  RangeNpv: "0.1, -100, 60",
  RangeXnpv: "0.1, -100, 44000",
  BlackAndSchole: "130, 4, 68.5, 0.4, 0.04, 1",
  "Num#": "'1.5', '#.0', '.', ','",
  "Money#": "'1.5', '#.0', '.', ','",
  Date: "45000, 'YYYY-MM-DD'",
  Timestamp: "45000, 'YYYY-MM-DD'",
  Time: "0.5, 'hh:mm'",
  "Date#": "'2024-05-17', 'YYYY-MM-DD'",
  "Timestamp#": "'2024-05-17', 'YYYY-MM-DD'",
  "Time#": "'10:20', 'hh:mm'",
  Interval: "1.5, 'hh:mm'",
  "Interval#": "'10:20', 'hh:mm'",
  AddMonths: "MakeDate(2024, 5, 17), 1, 1",
  Week: "MakeDate(2024, 5, 17), 0, 0, 4",
  WeekYear: "MakeDate(2024, 5, 17), 0, 0, 4",
  WeekName: "MakeDate(2024, 5, 17), 1, 0, 0, 4",
  MakeWeekDate: "2024, 6, 0, 0, 0, 4",
  Combin: "5, 2",
  Permut: "5, 2",
  Alt: "1, 2",
  Coalesce: "1, 2",
  RangeSum: "1, 2",
  RangeMin: "1, 2",
  RangeMax: "1, 2",
  RangeMinString: "'a', 'b'",
  RangeMaxString: "'a', 'b'",
  RangeCount: "1, 'a'",
  RangeNullCount: "1, 'a'",
  RangeNumericCount: "1, 'a'",
  RangeMissingCount: "1, 'a'",
  RangeTextCount: "1, 'a'",
  RangeAvg: "1, 2",
  RangeFractile: "0.5, 1, 2",
  RangeFractileExc: "0.5, 1, 2",
  RangeOnly: "1, 1",
  RangeMode: "1, 1, 2",
  RangeStdev: "1, 2, 4",
  RangeSkew: "1, 2, 4, 9",
  RangeKurtosis: "1, 2, 4, 9, 12",
  RangeCorrel: "1, 2, 2, 3, 5, 4",
  ColorMix1: "0.5, RGB(1, 2, 3), RGB(4, 5, 6)",
  ColorMix2: "0.5, RGB(1, 2, 3), RGB(4, 5, 6), RGB(7, 8, 9)",
};

/** NULL in an argument that must be written out cannot be. */
const WRITTEN = "written";

/** What NULL in each argument gives, of the functions whose value is then not always NULL. */
const OTHER_OUTCOMES: Record<string, (string | null)[]> = {
  // A condition that is NULL does not hold; what is not chosen does not count.
  If: ["2", null, "2"],
  // The first that is there.
  Alt: ["2", "1"],
  Coalesce: ["2", "1"],
  // NULL is equal to nothing.
  Match: ["0", "0"],
  MixMatch: ["0", "0"],
  WildMatch: ["0", "0"],
  // Told of NULL, too.
  IsNull: ["-1"],
  Len: ["0"],
  // As the empty text.
  Hash128: ["1B2M2Y8AsgTpgAmY7PhCfg"],
  Hash160: ["2jmj7l5rSw0yVb/vlWAYkK/YBwk"],
  Hash256: ["47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU"],
  MatchRegEx: ["0", "0"],
  MatchRegExI: ["0", "0"],
  IsRegEx: ["0"],
  IsJson: ["0", WRITTEN],
  IsNum: ["0"],
  IsText: ["0"],
  // NULL is left out.
  RangeIrr: [null, "-0.4", "-0.4"],
  RangeNpv: [null, "54.545454545455", "-90.909090909091"],
  JsonObject: ["{}", "{}"],
  // A text without a number, as of any text.
  Dual: [null, "a-b-c"],
  // Every mode is the same.
  Today: ["2026-03-04"],
  Now: ["2026-03-04 10:20:30"],
  // NULL is no holiday.
  NetWorkDays: [null, null, "23"],
  FirstWorkDate: [null, null, "2024-05-31"],
  LastWorkDate: [null, null, "2024-05-01"],
  // NULL is no yes.
  LocalTime: [WRITTEN, "2026-03-04 11:20:30"],
  ConvertToLocalTime: [null, WRITTEN, "2024-05-17 02:00:00"],
  // NULL is left out, or counted.
  RangeSum: ["2", "1"],
  RangeMin: ["2", "1"],
  RangeMax: ["2", "1"],
  RangeMinString: ["b", "a"],
  RangeMaxString: ["b", "a"],
  RangeCount: ["1", "1"],
  RangeNullCount: ["1", "1"],
  RangeNumericCount: ["0", "1"],
  RangeMissingCount: ["2", "1"],
  RangeTextCount: ["1", "0"],
  RangeAvg: ["2", "1"],
  RangeStdev: ["1.4142135623731", "2.1213203435596", "0.70710678118655"],
  RangeSkew: ["1.1520696383139", "0.72210864572113", "1.6300591617119", "0.93521952958282"],
  RangeKurtosis: ["-3.2024253583276", "-2.7573653593545", "-4.3409951325041", "2.7042650529636", "1.5"],
  RangeFractile: [WRITTEN, "2", "1"],
  RangeFractileExc: [WRITTEN, "2", "1"],
  RangeCorrel: ["1", "1", "1", "1", "1", "1"],
  RangeOnly: ["1", "1"],
  RangeMode: [null, null, "1"],
  // Of the outer colours only one is used.
  ColorMix2: [null, "RGB(6,7,8)", null, null],
};

const settings = defaultSettings(NOW, "UTC");
let db: DuckDBConnection;
beforeAll(async () => {
  db = await openTestDb();
  await db.run("PRAGMA disable_optimizer");
});
afterAll(() => db.closeSync());

function usualArguments({ name, signature }: FunctionDefinition): string[] {
  const calls = CALLS[name];
  if (calls) return calls.match(/(?:\([^)]*\)|'[^']*'|[^,(']+)+/g) ?? [];
  const list = signature.slice(signature.indexOf("(") + 1, -1).replace("…", "");
  return (list.match(/[A-Za-z_]\w*/g) ?? []).map((n) => VALUES[n] ?? OTHERWISE);
}

/** The function of fields `a0`, `a1`, …; arguments that must be written out stand as they are. */
function compiled({ name }: FunctionDefinition, args: string[]) {
  const fields = args.map((arg) => compileExpression(parseExpression(arg), NO_FIELDS));
  const scope: Scope = {
    field: (n) => {
      const value = fields[Number(n.slice(1))];
      return value && { sql: `t.${n}`, type: value.type, ...(value.format ? { format: value.format } : {}) };
    },
    fieldNames: () => [],
    settings,
  };
  const call = (isField: (i: number) => boolean) =>
    compileExpression(
      parseExpression(`${name}(${args.map((arg, i) => (isField(i) ? `a${i}` : arg)).join(", ")})`),
      scope,
    );
  const free = args.map((_, i) => isSound(() => call((k) => k === i)));
  return { value: call((i) => free[i] === true), free, fields };
}

const NO_FIELDS: Scope = { field: () => undefined, fieldNames: () => [], settings };

function isSound(work: () => unknown): boolean {
  try {
    work();
    return true;
  } catch (error) {
    if (isAppError(error)) return false;
    throw error;
  }
}

/** What a person sees: of the usual arguments, then with NULL in each in turn. */
async function outcomes(f: FunctionDefinition): Promise<(string | null)[]> {
  const { value, free, fields } = compiled(f, usualArguments(f));
  const rows = [-1, ...fields.keys()].map((missing) => {
    const cells = fields.map(({ sql, type }, i) => `CAST(${i === missing ? "NULL" : sql} AS ${type.sql})`);
    return `(${[missing, ...cells].join(", ")})`;
  });
  const names = ["o", ...fields.map((_, i) => `a${i}`)].join(", ");
  const read = await db.runAndReadAll(
    `SELECT ${asText(value, settings)} FROM (VALUES ${rows.join(", ")}) AS t(${names}) ORDER BY t.o`,
  );
  return read
    .getRowsJson()
    .map(([shown], i) => (free[i - 1] === false ? WRITTEN : ((shown ?? null) as string | null)));
}

const scalar = FUNCTIONS.filter((f) => !f.aggregate && f.args[1] > 0);

it.each(scalar.map((f) => [f.name, f] as const))("NULL in each argument of %s", async (name, f) => {
  const [usual, ...found] = await outcomes(f);
  expect(usual).not.toBeNull();
  const expected = OTHER_OUTCOMES[name] ?? found.map((shown) => (shown === WRITTEN ? WRITTEN : null));
  expect(found).toEqual(expected);
});

it("only functions that there are stand in the tables", () => {
  const names = scalar.map((f) => f.name);
  expect([...Object.keys(CALLS), ...Object.keys(OTHER_OUTCOMES)].filter((n) => !names.includes(n))).toEqual(
    [],
  );
});

/** Aggregations that have a value where all rows are NULL. */
const OF_NOTHING: Record<string, string> = {
  JsonArray: "[]",
  Sum: "0",
  Count: "0",
  NullCount: "2",
  NumericCount: "0",
  TextCount: "0",
  MissingCount: "2",
};

it("aggregations of NULL alone are NULL, but for those that count", async () => {
  const scope: Scope = {
    ...NO_FIELDS,
    field: () => ({ sql: "t.m", type: TYPES.number }),
    grouping: [],
    order: "t.o",
  };
  const list = FUNCTIONS.filter((f) => f.aggregate);
  const calls = list.map(({ name, signature, args: [least] }) => {
    const given = Array.from({ length: least }, (_, i) =>
      /fraction|rate/.test(signature.split(",")[i] ?? "") ? "0.1" : "m",
    );
    return asText(compileExpression(parseExpression(`${name}(${given.join(", ")})`), scope), settings);
  });
  const read = await db.runAndReadAll(
    `SELECT ${calls.join(", ")} FROM (VALUES (1, NULL::DOUBLE), (2, NULL)) AS t(o, m)`,
  );
  const found = read.getRowsJson()[0] ?? [];
  const valued = list.flatMap(({ name }, i) => (found[i] === null ? [] : [[name, found[i]]]));
  expect(Object.fromEntries(valued)).toEqual(OF_NOTHING);
});
