import { type Call, type Expr, walk } from "../ast";
import type { Load, Shape, Statement } from "../statements";
import type { TableState } from "./catalog";
import { expressionsOf } from "./input";
import { namedField } from "./own-exists";
import type { Run } from "./run";
import { hidesPlaces, settled } from "./settled";
import type { PlainStatement } from "./statements";
import type { TableChain } from "./table-statement";

/** Which argument of functions that find a row by its place names the table; without it they are about the one being made. */
const TABLE_OF = new Map([
  ["peek", 2],
  ["lookup", 3],
]);
/** Functions that find values by their place; their first argument names the field. */
const OF_FIELD = new Set(["fieldvalue", "fieldindex"]);
/** Statements that go by the place of rows. */
const PLAIN: ReadonlySet<Statement["kind"]> = new Set(["autonumber", "section"]);

/** Writes all tables anew whose rows do not lie in load order. */
export async function settleAll(run: Run): Promise<void> {
  for (const table of run.catalog.all()) await settled(run, table);
}

/** Before a statement that goes by the place of rows. */
export async function settleForPlain(run: Run, statement: PlainStatement): Promise<void> {
  const hides =
    statement.kind === "rename" &&
    (statement.using || statement.pairs.some(({ to }) => hidesPlaces(to.value)));
  if (hides || PLAIN.has(statement.kind)) await settleAll(run);
}

/** Before a statement that makes rows: JOIN, KEEP and MERGE change rows where they are, FROM_FIELD and INTERVALMATCH read them so. */
export async function settleForTable(run: Run, { head, loads, select }: TableChain): Promise<void> {
  const { prefix, reload } = head;
  const changes = prefix.kind === "join" || prefix.kind === "keep" || reload?.kind === "merge";
  const shapes = [...loads, ...(select ? [select] : [])].flatMap(({ shape }) => shape ?? []);
  const reads =
    loads.some((load) => load.source?.kind === "from-field") ||
    shapes.some(({ transform }) => transform?.kind === "intervalmatch");
  if (changes || reads) await settleAll(run);
  else await settleForExpressions(run, [...loads.flatMap(expressionsOf), ...countsOf(loads, shapes)]);
}

/** How many rows are taken or made: told while the statement reads its tables already. */
function countsOf(loads: readonly Load[], shapes: readonly Shape[]): Expr[] {
  const made = loads.flatMap(({ source }) => (source?.kind === "autogenerate" ? source.count : []));
  return [...made, ...shapes.flatMap(({ first, sample }) => [first ?? [], sample ?? []].flat())];
}

/** Before expressions are evaluated that find rows by their place. */
export async function settleForExpressions(run: Run, expressions: readonly Expr[]): Promise<void> {
  if (!run.catalog.all().some((t) => t.order)) return;
  const tables = new Set<TableState>();
  for (const expr of expressions)
    walk(expr, (node) => {
      if (node.kind === "call") for (const table of foundByPlace(run, node)) tables.add(table);
      return undefined;
    });
  for (const table of tables) await settled(run, table);
}

/** Tables of which a call finds rows by their place. */
function foundByPlace(run: Run, { name, args }: Call): TableState[] {
  const all = run.catalog.all();
  const table = args[TABLE_OF.get(name) ?? -1];
  if (table) return table.kind === "text" ? all.filter((t) => t.name === table.value) : all;
  if (!OF_FIELD.has(name)) return [];
  const field = namedField(args[0]);
  return field === undefined ? all : run.catalog.withField(field);
}
