import type { Place } from "../ast";
import { unsupported } from "../errors";
import type { PreviousRun } from "../port";
import type { Name } from "../statements";
import { typeOf } from "../types";
import type { Run } from "./run";
import type { PlainStatement } from "./statements";

/** Whether this run is a partial reload: it starts from tables that are there, and runs only what says so. */
export function isPartial(run: Run): boolean {
  return run.host.previous !== undefined;
}

/** Makes the tables and sequences of the run before known to this one. */
export function startFrom(run: Run, previous: PreviousRun | undefined): void {
  for (const { name, rows, distinct, order, fields } of previous?.tables ?? [])
    run.catalog.addEarlier({
      name,
      rows,
      ...(order ? { order } : {}),
      distinct: distinct ?? false,
      columns: fields.map(({ name: field, type, format }) => ({
        name: field,
        stored: type,
        type: typeOf(type),
        ...(format ? { format } : {}),
      })),
    });
  for (const [name, value] of Object.entries(previous?.sequences ?? {})) {
    run.sequences.set(name, value);
    run.variables.set(name, { ...value, given: true });
  }
}

/**
 * A LOAD, SELECT or MAP: in a partial reload only those with ADD, REPLACE or MERGE run; in a full one all but those with ONLY. The access
 * section is made anew each time: who may see what must never be of yesterday.
 */
export function runsNow(run: Run, { reload }: { reload?: { only: boolean } }): boolean {
  if (!isPartial(run)) return !reload?.only;
  return reload !== undefined || run.catalog.section === "access";
}

/**
 * A statement about tables and fields as a partial reload runs it: without the names that are not there, because the
 * loads that make them were left out (or an earlier run has already renamed or dropped them).
 * @returns undefined where nothing of it is left
 * @throws `script.unsupported` for AUTONUMBER: the numbers given out before are not kept
 */
export function partly(run: Run, statement: PlainStatement): PlainStatement | undefined {
  if (!isPartial(run)) return statement;
  const isTable = (name: Name) => run.catalog.get(name.value) !== undefined;
  const isField = (name: Name) => run.catalog.withField(name.value).length > 0;
  switch (statement.kind) {
    case "loosen":
    case "drop-tables":
      return some({ ...statement, tables: statement.tables.filter(isTable) }, (s) => s.tables);
    case "drop-fields": {
      const from = statement.from.filter(isTable);
      if (from.length < statement.from.length && from.length === 0) return undefined;
      return some({ ...statement, from, fields: statement.fields.filter(isField) }, (s) => s.fields);
    }
    case "rename": {
      if (statement.using) return run.mappings.has(statement.using.value) ? statement : undefined;
      const known = statement.what === "table" ? isTable : isField;
      return some({ ...statement, pairs: statement.pairs.filter((p) => known(p.from)) }, (s) => s.pairs);
    }
    case "store":
      return isTable(statement.table) ? statement : undefined;
    case "comment":
    case "tag":
      return "using" in statement.note && !run.mappings.has(statement.note.using.value)
        ? undefined
        : statement;
    case "autonumber":
      throw noNumbersKept("AUTONUMBER");
    default:
      return statement;
  }
}

/** What to do where a mapping table is missing. */
export function mappingAdvice(run: Run): string {
  return isPartial(run)
    ? "A partial reload makes mapping tables only where ADD or REPLACE stands before them: Name: REPLACE MAPPING LOAD …"
    : "Make it before with MAPPING LOAD; its name is case-sensitive.";
}

/** Why numbers cannot be given out in a partial reload. */
export function noNumbersKept(what: string, at?: Place) {
  return unsupported(
    `${what} in a partial reload`,
    at,
    "The numbers given out by the reload before are not kept. Use Hash128 for keys, or write UNLESS IsPartialReload() before it.",
  );
}

function some<T>(statement: T, list: (statement: T) => readonly unknown[]): T | undefined {
  return list(statement).length > 0 ? statement : undefined;
}
