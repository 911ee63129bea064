import type { QvdNumberFormat } from "@/server/builtin/formats/qvd/header";
import { hasText, type QvdSymbols, textOf } from "@/server/builtin/formats/qvd/symbols";
import { createRowWriter } from "@/server/builtin/sources/rows/row-writer";
import { asText } from "../../../convert";
import { showsTime } from "../../../date-format";
import { quoteName } from "../../../quoting";
import { TYPES, type ValueType } from "../../../types";
import type { Run } from "../../run";
import type { Pieces, StoredType } from "./stored-type";

/** Formats dates are commonly shown by, tried behind those of the file and the script. */
const COMMON = [
  "YYYY-MM-DD",
  "M/D/YYYY",
  "MM/DD/YYYY",
  "D/M/YYYY",
  "DD/MM/YYYY",
  "DD.MM.YYYY",
  "D.M.YYYY",
].concat(["YYYY-MM-DD hh:mm:ss", "YYYY-MM-DD hh:mm:ss[.fff]"]);

interface Candidate {
  as: StoredType;
  type: ValueType;
  /** SQL of the value; `n` is its number. */
  sql: string;
}

export interface Range {
  /** Every number is a day of the calendar. */
  asDays: boolean;
  /** Every number is whole. */
  whole: boolean;
  /** Every number is a time of day. */
  asTime: boolean;
}

const DAY_MICROS = 86_400_000_000;
const EPOCH_DAYS = 25_569;
/** Up to this day a double tells microseconds apart; behind it only milliseconds are sure. */
const EXACT_DAYS = 65_536;

/**
 * SQL of the moment that a number of days stands for, as columns read it. The day and its part are counted apart: all
 * microseconds at once are more digits than a double has.
 */
export function momentSql(n: string): string {
  const day = `floor(${n})`;
  const near = `(${day} - ${EPOCH_DAYS}) * ${DAY_MICROS} + round((${n} - ${day}) * ${DAY_MICROS})`;
  const far = `round((${n} - ${EPOCH_DAYS}) * ${DAY_MICROS / 1000}) * 1000`;
  return `make_timestamp(CAST(CASE WHEN abs(${n}) < ${EXACT_DAYS} THEN ${near} ELSE ${far} END AS BIGINT))`;
}

const MOMENT = momentSql("n");

/** The native type and format by which every dual of a field shows exactly its text; undefined where none does. */
export async function formatOfDuals(
  run: Run,
  pieces: Pieces,
  format: QvdNumberFormat,
  range: Range,
): Promise<StoredType | undefined> {
  const list = candidates(run, format, range);
  if (list.length === 0) return undefined;
  const { settings } = run.variables;
  const tests = list.map(({ as, type, sql }) => {
    const shown = asText({ sql, type, ...(as.format ? { format: as.format } : {}) }, settings);
    return `bool_and(${shown} = t)`;
  });
  const all: unknown[] = list.map(() => null);
  for await (const symbols of pieces()) {
    const verdicts = await verdictsOn(run, symbols, tests);
    for (const [i, verdict] of verdicts.entries()) if (verdict !== null && all[i] !== false) all[i] = verdict;
    if (all.every((verdict) => verdict === false)) return undefined;
  }
  return list[all.indexOf(true)]?.as;
}

/** Of each test whether it holds for all duals; null where there is none. */
async function verdictsOn(run: Run, symbols: QvdSymbols, tests: readonly string[]): Promise<unknown[]> {
  const table = run.db.temporaryName();
  try {
    await keepDuals(run, table, symbols);
    const [verdicts = []] = await run.db.rows(`SELECT ${tests.join(", ")} FROM ${quoteName(table)}`);
    return verdicts;
  } finally {
    await run.db.dropTemporary(table);
  }
}

function candidates(run: Run, { format, type }: QvdNumberFormat, range: Range): Candidate[] {
  const { dateFormat, timestampFormat, timeFormat } = run.variables.settings;
  const unique = (formats: string[]) => [...new Set(formats.filter(Boolean))];
  const list: Candidate[] = [];
  const isNumeric = /^(INTEGER|REAL|FIX|MONEY)$/.test(type);
  if (format && (isNumeric || type === "UNKNOWN") && /[#0]/.test(format))
    list.push({ as: { kind: range.whole ? "integer" : "number", format }, type: TYPES.number, sql: "n" });
  if (range.asTime && !isNumeric)
    for (const each of unique([format, timeFormat]).filter((f) => showsTime(f) && !/[YMD]/.test(f)))
      list.push({ as: { kind: "time", format: each }, type: TYPES.time, sql: `CAST(${MOMENT} AS TIME)` });
  if (range.asDays && !isNumeric)
    for (const each of unique([format, dateFormat, timestampFormat, ...COMMON]).filter((f) =>
      /[YMD]/i.test(f),
    )) {
      const day = range.whole && !showsTime(each);
      const as: StoredType = { kind: day ? "date" : "timestamp", format: each };
      const sql = day ? "(DATE '1899-12-30' + CAST(n AS INTEGER))" : MOMENT;
      list.push({ as, type: day ? TYPES.date : TYPES.timestamp, sql });
    }
  return list;
}

async function keepDuals(run: Run, table: string, symbols: QvdSymbols): Promise<void> {
  await run.db.run(`CREATE TABLE ${quoteName(table)} (n DOUBLE, t VARCHAR)`);
  const appender = await run.db.connection.createAppender(table);
  const writer = createRowWriter(appender, [{ kind: "DOUBLE" }, { kind: "VARCHAR" }]);
  for (let index = 0; index < symbols.count; index++) {
    if (!hasText(symbols.kinds[index])) continue;
    writer.setDouble(0, symbols.numbers[index] ?? 0);
    writer.setText(1, textOf(symbols, index));
    writer.endRow();
  }
  writer.flush();
  appender.closeSync();
}
