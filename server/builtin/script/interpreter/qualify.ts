import { matches } from "../wildcard";
import type { QualifyRules, Run } from "./run";

/** Columns with the names QUALIFY gives them in a table: `table.field`. */
export function qualified<T extends { name: string }>(run: Run, columns: T[], table: string): T[] {
  return columns.map((c) => (isQualified(run.qualify, c.name) ? { ...c, name: `${table}.${c.name}` } : c));
}

function isQualified({ rules }: QualifyRules, field: string): boolean {
  // UNQUALIFY exempts keys from `QUALIFY *`, whichever of the two is written first.
  const matching = rules.filter(({ pattern }) => matches(field, pattern));
  const exempt = matching.some(({ on, exact }) => !on && exact);
  return !exempt && matching.at(-1)?.on === true;
}

/** QUALIFY or UNQUALIFY with names that may hold `*` and `?`. `UNQUALIFY *` ends all qualification. */
export function addRules(run: Run, patterns: string[], on: boolean): void {
  for (const text of patterns) {
    if (text === "*" && !on) run.qualify.rules = [];
    else run.qualify.rules.push({ pattern: text, on, exact: text !== "*" });
  }
}
