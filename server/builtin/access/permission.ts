import { createHash } from "node:crypto";
import { type DuckDBConnection, listValue } from "@duckdb/node-api";
import { run } from "@/server/builtin/associative/run";
import type { Asker } from "@/server/platform/model";
import { AppError } from "@/server/shared/errors";
import { type AccessRules, ALL, IDENTITIES } from "./rules";

/** What one field may hold: everything (null), every listed value (`*`), or one of these upper-cased texts. */
export type Allowed = readonly string[] | typeof ALL | null;

/** What somebody may see. Equal for everybody with the same `key`. */
export interface Permission {
  key: string;
  /** Per alternative and reduction field; a row may be seen where one alternative allows it. Null: all rows. */
  alternatives: Allowed[][] | null;
  /** Patterns of upper-cased field names. */
  omit: string[];
  /** Upper-cased field names. */
  withheld: string[];
}

const MOST_ALTERNATIVES = 500;
const MOST_GROUPS = 1_000;

/** One answer for everybody without access, whatever the reason: it tells nothing of the rules or the data. */
export function noAccess(): AppError {
  return new AppError("forbidden", "query.no_access", "You have no access to the data of this app.", {
    advice: "Ask whoever looks after the app for access.",
  });
}

/** What is left of data without section access: every row, without the fields withheld from whoever asks. */
export const openPermission = (asker: Asker): Permission => permitted(null, [], asker);

function permitted(alternatives: Allowed[][] | null, omit: string[], asker: Asker): Permission {
  const withheld = [...new Set((asker.withheld ?? []).map((name) => name.toUpperCase()))].sort();
  const key = createHash("sha256")
    .update(JSON.stringify([alternatives, omit, withheld]))
    .digest("hex");
  return { key, alternatives, omit, withheld };
}

/** @throws `query.no_access` where no row of the rules is for this person */
export async function permissionOf(
  db: DuckDBConnection,
  rules: AccessRules,
  asker: Asker,
): Promise<Permission> {
  const rows = await rowsFor(db, rules, asker);
  const cells = rows.flatMap((row) => allowedBy(row, rules.reductions.length));
  if (cells.length === 0) throw noAccess();
  const alternatives = cells.some((row) => row.every((cell) => cell === null)) ? null : merged(cells);
  const omit = [...new Set(rows.flatMap((row) => (row.omit === null ? [] : [row.omit])))].sort();
  return permitted(alternatives, omit, asker);
}

interface Row {
  admin: boolean;
  omit: string | null;
  cells: (string | null)[];
}

/** The rules' rows for a person: all of the identities of a row must fit, an empty one fits nobody. */
async function rowsFor(db: DuckDBConnection, rules: AccessRules, asker: Asker): Promise<Row[]> {
  // Leaving some out could leave out an OMIT.
  if (asker.groups.length > MOST_GROUPS) throw noAccess();
  const claims = {
    user: listValue([asker.user]),
    email: listValue(asker.email === undefined ? [] : [asker.email]),
    groups: listValue([...asker.groups]),
  };
  const fits = rules.identities.map((column) => {
    const claim = IDENTITIES.find((i) => i.column === column)?.claim;
    if (!claim) throw new Error("An identity has a claim.");
    return `(${column} = '${ALL}' OR ${column} IN (SELECT upper(v) FROM (SELECT unnest($${claim}) AS v)))`;
  });
  const used = new Set(rules.identities.map((c) => IDENTITIES.find((i) => i.column === c)?.claim));
  const lists = Object.fromEntries(
    Object.entries(claims).filter(([name]) => [...used].some((u) => u === name)),
  );
  const columns = ["admin", "omit", ...rules.reductions.map((_, n) => `f${n}`)];
  const sql = `SELECT ${columns.join(", ")} FROM _tenantry.access_rows WHERE ${fits.join(" AND ")}`;
  return (await run(db, sql, lists)).getRowsJS().map(([admin, omit, ...cells]) => ({
    admin: admin === true,
    omit: typeof omit === "string" ? omit : null,
    cells: cells.map((cell) => (typeof cell === "string" ? cell : null)),
  }));
}

/** An ADMIN is not reduced by an empty cell; a USER with one sees nothing by this row. */
function allowedBy({ admin, cells }: Row, count: number): Allowed[][] {
  if (!admin && cells.includes(null)) return [];
  return [Array.from({ length: count }, (_, i) => toAllowed(cells[i] ?? null))];
}

function toAllowed(cell: string | null): Allowed {
  return cell === null || cell === ALL ? cell : [cell];
}

/** Fewer alternatives of the same meaning: those that differ in one field only become one. */
function merged(rows: Allowed[][]): Allowed[][] {
  let left = rows;
  for (let field = 0; field < (rows[0]?.length ?? 0); field++) {
    const groups = new Map<string, Allowed[]>();
    for (const row of left) {
      const key = JSON.stringify(row.with(field, null));
      const same = groups.get(key);
      if (same) same.push(row[field] ?? null);
      else groups.set(key, [row[field] ?? null]);
    }
    left = [...groups].map(([key, cells]) => (JSON.parse(key) as Allowed[]).with(field, union(cells)));
  }
  if (left.length > MOST_ALTERNATIVES)
    throw new AppError("limit", "query.access_limit", "The access rules are too many for one person.", {
      advice: "Reduce by one field that stands for the combinations.",
    });
  return left.sort((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1));
}

function union(cells: readonly Allowed[]): Allowed {
  if (cells.includes(null)) return null;
  if (cells.includes(ALL)) return ALL;
  return [...new Set(cells.flatMap((cell) => cell ?? []))].sort();
}
