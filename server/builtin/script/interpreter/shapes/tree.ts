import { asText, castTo, type Typed } from "../../convert";
import { missingField, scriptError } from "../../errors";
import { quoteName } from "../../quoting";
import type { Name, NodeFields } from "../../statements";
import { mergeTypes, readAs } from "../../types";
import type { ScriptColumn, TableState } from "../catalog";
import { store } from "../placement/create";
import type { Relation } from "../relation";
import type { Run } from "../run";
import { roomLeft, tooManyRows } from "./limited";

const MOST_LEVELS = 1_000;

/** Nodes reached from roots. */
export interface Tree {
  /** The loaded rows, as they are. */
  nodes: TableState;
  /**
   * Table of one row for every way from a root to a node: `node` (row id of the node), `depth` (1 for a root), and
   * for every carried column n a list `l<n>` of its values from the root to the node.
   */
  ways: string;
  depth: number;
}

/** A column of the loaded rows, read from the alias `n`. */
export function nodeColumn(nodes: TableState, name: Name): ScriptColumn & { typed: Typed } {
  const column = nodes.columns.find((c) => c.name === name.value);
  if (!column)
    throw missingField(
      name.value,
      nodes.columns.map((c) => c.name),
      name.at,
    );
  const { stored, type, format } = column;
  const sql = readAs(`n.${quoteName(column.name)}`, stored);
  return { ...column, typed: { sql, type, ...(format ? { format } : {}) } };
}

/**
 * Walks a table of nodes from its roots, level by level. A node whose parent is not among the nodes is a root; what
 * no root leads to (loops) is left out, with a warning.
 * @param carry SQL over `n` of values to collect along every way
 * @throws `script.limit` for more ways than the plan has rows, or more than 1,000 levels
 */
export async function walkTree(
  run: Run,
  relation: Relation,
  fields: NodeFields,
  options: { prefix: string; temporary: string[]; carry: (nodes: TableState) => string[] },
): Promise<Tree> {
  const { prefix, temporary } = options;
  const table = run.db.temporaryName();
  const links = run.db.temporaryName();
  const ways = run.db.temporaryName();
  temporary.push(table, links, ways);
  const nodes = await store(run, relation, table);
  const { id, parent } = keys(run, nodes, fields);
  const carried = options.carry(nodes);
  const list = carried.map((sql, i) => `${sql} AS v${i}`);
  await run.db.run(
    `CREATE TABLE ${quoteName(links)} AS SELECT ${["n.rowid AS node", `${id} AS id`, `${parent} AS parent`, ...list].join(", ")} FROM ${quoteName(table)} AS n`,
  );
  const roots = `SELECT s.node, 1 AS depth, s.id, [s.id] AS seen, ${carried.map((_, i) => `[s.v${i}] AS l${i}`).join(", ")} FROM ${quoteName(links)} AS s WHERE s.parent IS NULL OR s.parent NOT IN (SELECT id FROM ${quoteName(links)} WHERE id IS NOT NULL)`;
  await run.db.run(`CREATE TABLE ${quoteName(ways)} AS ${roots}`);
  const depth = await grow(run, { links, ways, carried: carried.length, prefix });
  await warnUnreached(run, nodes, ways, prefix);
  return { nodes, ways, depth };
}

/** Id and parent as SQL that can be compared, whatever types the two columns have. */
function keys(run: Run, nodes: TableState, fields: NodeFields): { id: string; parent: string } {
  const { settings } = run.variables;
  const [id, parent] = [nodeColumn(nodes, fields.id).typed, nodeColumn(nodes, fields.parent).typed];
  const type = mergeTypes(id.type, parent.type);
  const key = (v: Typed) =>
    type.kind === "dual" ? asText(v, settings) : `CAST(${castTo(v, type, settings).sql} AS ${type.sql})`;
  return { id: key(id), parent: key(parent) };
}

/** Adds the children of the last level until there are none. Returns how many levels there are. */
async function grow(
  run: Run,
  { links, ways, carried, prefix }: { links: string; ways: string; carried: number; prefix: string },
): Promise<number> {
  let total = await run.db.count(quoteName(ways));
  if (total > roomLeft(run)) throw tooManyRows(run, prefix);
  const lists = Array.from({ length: carried }, (_, i) => `list_append(w.l${i}, s.v${i})`);
  for (let depth = total > 0 ? 1 : 0; ; depth++) {
    const values = ["s.node", String(depth + 1), "s.id", "list_append(w.seen, s.id)", ...lists].join(", ");
    const [row] = await run.db.rows(
      `INSERT INTO ${quoteName(ways)} SELECT ${values} FROM ${quoteName(links)} AS s JOIN ${quoteName(ways)} AS w ON s.parent = w.id AND w.depth = ${depth} WHERE (s.id IS NULL OR NOT list_contains(w.seen, s.id)) ORDER BY w.rowid, s.node LIMIT ${roomLeft(run) + 1}`,
    );
    const added = Number(row?.[0] ?? 0);
    if (added === 0) return depth;
    total += added;
    if (total > roomLeft(run)) throw tooManyRows(run, prefix);
    if (depth >= MOST_LEVELS)
      throw scriptError("script.limit", `${prefix} has more than ${MOST_LEVELS} levels.`);
  }
}

async function warnUnreached(run: Run, nodes: TableState, ways: string, prefix: string): Promise<void> {
  const lost = nodes.rows - (await run.db.count(`(SELECT DISTINCT node FROM ${quoteName(ways)})`));
  if (lost > 0)
    run.warnings.add(
      `${prefix} left out ${lost.toLocaleString("en")} of ${nodes.rows.toLocaleString("en")} rows: no root leads to them, because their parents form a loop.`,
    );
}
