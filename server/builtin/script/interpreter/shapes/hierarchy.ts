import { asText } from "../../convert";
import { quoteName, quoteText } from "../../quoting";
import type { Hierarchy } from "../../statements";
import { readAs, TYPES } from "../../types";
import { ORDER, type Relation, type RelationColumn } from "../relation";
import type { Run } from "../run";
import { nodeColumn, walkTree } from "./tree";

/**
 * The loaded nodes with a field for every level (`Name1`, `Name2`, …: the names from the root down to the node) and,
 * where they are asked for, the parent's name, the path and the depth (1 for a root).
 */
export async function expandedNodes(
  run: Run,
  relation: Relation,
  prefix: Hierarchy,
  temporary: string[],
): Promise<Relation> {
  const { settings } = run.variables;
  const tree = await walkTree(run, relation, prefix, {
    prefix: "HIERARCHY",
    temporary,
    carry: (nodes) => {
      const path = nodeColumn(nodes, prefix.pathSource ?? prefix.name).typed;
      return [nodeColumn(nodes, prefix.name).typed.sql, `coalesce(${asText(path, settings)}, '')`];
    },
  });
  const name = nodeColumn(tree.nodes, prefix.name);
  const { type, format } = name;
  const named = (field: string, sql: string) => ({
    name: field,
    sql,
    type,
    ...(format ? { format } : {}),
  });
  const { parentName, pathName, depth, delimiter } = prefix;
  const fields = [
    ...tree.nodes.columns.map((c) => ({ ...c, sql: readAs(`n.${quoteName(c.name)}`, c.stored) })),
    ...Array.from({ length: Math.max(1, tree.depth) }, (_, i) =>
      named(`${prefix.name.value}${i + 1}`, `w.l0[${i + 1}]`),
    ),
    ...(parentName ? [named(parentName.value, "CASE WHEN w.depth > 1 THEN w.l0[w.depth - 1] END")] : []),
    ...(pathName
      ? [{ name: pathName.value, sql: `array_to_string(w.l1, ${quoteText(delimiter)})`, type: TYPES.text }]
      : []),
    ...(depth ? [{ name: depth.value, sql: "CAST(w.depth AS BIGINT)", type: TYPES.integer }] : []),
  ];
  const list = fields.map(({ sql }, i) => `${sql} AS c${i}`).join(", ");
  const columns: RelationColumn[] = fields.map((field, i) => ({
    name: field.name,
    column: `c${i}`,
    type: field.type,
    ...("format" in field && field.format ? { format: field.format } : {}),
  }));
  return {
    sql: `SELECT ${list}, row_number() OVER (ORDER BY n.rowid, w.rowid) AS ${ORDER} FROM ${quoteName(tree.nodes.name)} AS n JOIN ${quoteName(tree.ways)} AS w ON w.node = n.rowid`,
    columns,
    ordered: true,
    scrambled: true,
  };
}
