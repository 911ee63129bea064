import type { CellValue, DataModel } from "./model";
import { didYouMean } from "./nearest";
import type { VerifyCheck, VerifyResult, VerifySpec } from "./port";

/** What the checks look at: a generation's facts, and a way to ask it for one aggregate. */
export interface Subject {
  rows: number;
  model: DataModel;
  measure(check: VerifyCheck): Promise<CellValue>;
}

type Check = VerifyResult["checks"][number];

/** Runs every check of a specification and reports all of them; a check that throws is a failed check. */
export async function verifyGeneration(spec: VerifySpec, subject: Subject): Promise<VerifyResult> {
  const checks: Check[] = [
    rowsCheck(subject.rows, spec.maxRows),
    loopsCheck(subject.model, spec.allow.loops),
    syntheticKeysCheck(subject.model, spec.allow.syntheticKeys),
    fieldsCheck(subject.model, spec.fields),
  ];
  for (const check of spec.checks) checks.push(await templateCheck(check, subject));
  return { ok: checks.every((c) => c.ok), checks };
}

function rowsCheck(rows: number, maxRows: number): Check {
  if (rows <= 0)
    return {
      name: "rows",
      ok: false,
      value: rows,
      message: "The reload read no rows at all. Check the connection and the where conditions.",
    };
  if (rows > maxRows)
    return {
      name: "rows",
      ok: false,
      value: rows,
      message: `${rows} rows are more than the plan's ${maxRows}.`,
    };
  return { name: "rows", ok: true, value: rows };
}

function loopsCheck(model: DataModel, allowed: boolean): Check {
  const ok = allowed || model.loops.length === 0;
  const value = model.loops.map((tables) => tables.join(" – ")).join("; ") || null;
  const loosened = (model.loosened ?? []).map((l) => `${l.table} (${l.fields.join(", ")})`).join("; ");
  const told = loosened ? ` Loosened: ${loosened}.` : "";
  return {
    name: "loops",
    ok,
    value,
    ...(ok
      ? {}
      : {
          message: `Tables close a circle: ${value}.${told} Rename a field so that only one way links them.`,
        }),
  };
}

function syntheticKeysCheck(model: DataModel, allowed: boolean): Check {
  const ok = allowed || model.syntheticKeys.length === 0;
  const value =
    model.syntheticKeys.map((k) => `${k.tables.join(" and ")} share ${k.fields.join(", ")}`).join("; ") ||
    null;
  return {
    name: "syntheticKeys",
    ok,
    value,
    ...(ok ? {} : { message: `Tables share more than one field: ${value}. Rename or combine them.` }),
  };
}

function fieldsCheck(model: DataModel, wanted: string[]): Check {
  const names = model.fields.map((f) => f.name);
  const have = new Set(names);
  const gone = wanted.filter((w) => !have.has(w));
  if (gone.length === 0) return { name: "fields", ok: true, value: wanted.length };
  const told = gone.map((g) => `"${g}".${didYouMean(g, names)}`);
  return {
    name: "fields",
    ok: false,
    value: gone.length,
    message: `Fields that sheets or measures need are missing: ${told.join(" ")}`,
  };
}

async function templateCheck(check: VerifyCheck, subject: Subject): Promise<Check> {
  let value: CellValue;
  try {
    value = await subject.measure(check);
  } catch (error) {
    const cause = error instanceof Error ? error.message : String(error);
    return { name: check.name, ok: false, message: `${check.measure} could not be computed: ${cause}` };
  }
  const shown = typeof value === "boolean" ? String(value) : value;
  const fault = boundsFault(check, value);
  return { name: check.name, ok: fault === null, value: shown, ...(fault ? { message: fault } : {}) };
}

function boundsFault(check: VerifyCheck, value: CellValue): string | null {
  const number = typeof value === "string" && value.trim() !== "" ? Number(value) : value;
  if (typeof number !== "number" || !Number.isFinite(number))
    return `${check.measure} is ${String(value)}, not a number.`;
  if (check.equals !== undefined && !same(number, check.equals))
    return `${check.measure} is ${number}, expected ${check.equals}.`;
  if (check.min !== undefined && number < check.min)
    return `${check.measure} is ${number}, expected at least ${check.min}.`;
  if (check.max !== undefined && number > check.max)
    return `${check.measure} is ${number}, expected at most ${check.max}.`;
  return null;
}

/** Equal up to the noise of adding doubles. */
function same(a: number, b: number): boolean {
  return a === b || Math.abs(a - b) <= 1e-9 * Math.max(Math.abs(a), Math.abs(b));
}
