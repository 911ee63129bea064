import { quoteName } from "../../quoting";
import type { BelongsTo } from "../../statements";
import { readAs, TYPES } from "../../types";
import { distinctRelation, ORDER, type Relation } from "../relation";
import type { Run } from "../run";
import { nodeColumn, walkTree } from "./tree";

/**
 * One row for every node and every one of its ancestors, the node itself first among them: the loaded fields without
 * the parent, the ancestor's id and name and, where it is asked for, how many levels it is above the node.
 */
export async function ancestorPairs(
  run: Run,
  relation: Relation,
  prefix: BelongsTo,
  temporary: string[],
): Promise<Relation> {
  const tree = await walkTree(run, relation, prefix, {
    prefix: "HIERARCHYBELONGSTO",
    temporary,
    carry: (nodes) => [nodeColumn(nodes, prefix.id).typed.sql, nodeColumn(nodes, prefix.name).typed.sql],
  });
  const [id, name] = [nodeColumn(tree.nodes, prefix.id), nodeColumn(tree.nodes, prefix.name)];
  const own = tree.nodes.columns.filter((c) => c.name !== prefix.parent.value);
  const fields = [
    ...own.map((c) => ({ ...c, sql: readAs(`n.${quoteName(c.name)}`, c.stored) })),
    { ...id, name: prefix.ancestorId.value, sql: "w.id" },
    { ...name, name: prefix.ancestorName.value, sql: "w.name" },
    ...(prefix.depthDiff
      ? [{ name: prefix.depthDiff.value, sql: "CAST(w.above AS BIGINT)", type: TYPES.integer }]
      : []),
  ];
  const list = fields.map(({ sql }, i) => `${sql} AS c${i}`).join(", ");
  const ancestors = `SELECT node, rowid AS way, unnest(l0) AS id, unnest(l1) AS name, unnest(range(depth - 1, -1, -1)) AS above FROM ${quoteName(tree.ways)}`;
  return distinctRelation({
    sql: `SELECT ${list}, row_number() OVER (ORDER BY n.rowid, w.way, w.above) AS ${ORDER} FROM ${quoteName(tree.nodes.name)} AS n JOIN (${ancestors}) AS w ON w.node = n.rowid`,
    columns: fields.map((field, i) => ({
      name: field.name,
      column: `c${i}`,
      type: field.type,
      ...("format" in field && field.format ? { format: field.format } : {}),
    })),
    ordered: true,
    scrambled: true,
  });
}
