import { sourceError } from "../errors";
import { tableMissing } from "../missing";

/** Table functions that make rows of their own. All others read files, settings or other databases. */
const TABLE_FUNCTIONS = new Set(["range", "generate_series", "unnest"]);
/** Functions that look at or change more than their arguments. */
const FORBIDDEN_FUNCTIONS =
  /^(current_setting|getvariable|getenv|write_log|nextval|currval|current_query.*|txid_current|duckdb_.*|pragma_.*|pg_.*|which_secret|query|query_table|read_.*|glob|in_search_path|set_.*)$/;

type Node = Record<string, unknown>;

function isNode(value: unknown): value is Node {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function* nodes(value: unknown): Generator<Node> {
  if (Array.isArray(value)) for (const item of value) yield* nodes(item);
  else if (isNode(value)) {
    yield value;
    for (const child of Object.values(value)) yield* nodes(child);
  }
}

const textOf = (node: Node, key: string) => (typeof node[key] === "string" ? node[key] : "");

/** Names of `WITH x AS (…)`, wherever they stand. */
function commonTables(tree: unknown): Set<string> {
  const names = new Set<string>();
  for (const node of nodes(tree)) {
    const map = isNode(node.cte_map) ? node.cte_map.map : undefined;
    if (Array.isArray(map))
      for (const entry of map) if (isNode(entry)) names.add(textOf(entry, "key").toLowerCase());
  }
  return names;
}

/**
 * Looks through a SELECT that DuckDB has parsed (`json_serialize_sql`) and gives the declared tables it reads.
 * Throws `source.forbidden` for anything else it would reach: files, settings, other tables, functions with effects.
 * @param declared names as declared
 */
export async function tablesRead(json: string, declared: readonly string[]): Promise<Set<string>> {
  const tree = JSON.parse(json) as { error: boolean; error_message?: string; statements?: unknown[] };
  if (tree.error) {
    const message = tree.error_message ?? "";
    if (message.startsWith("Only SELECT"))
      throw sourceError("source.read_only", "Files are only read: use one SELECT.");
    throw sourceError("source.syntax", `The SELECT can't be read: ${message}.`);
  }
  if (tree.statements?.length !== 1) throw sourceError("source.read_only", "Only one SELECT runs at a time.");
  const common = commonTables(tree.statements);
  const byName = new Map(declared.map((name) => [name.toLowerCase(), name]));
  const found = new Set<string>();
  for (const node of nodes(tree.statements)) {
    const type = textOf(node, "type");
    if (type === "BASE_TABLE") {
      const name = textOf(node, "table_name");
      const table = byName.get(name.toLowerCase());
      if (textOf(node, "schema_name") || textOf(node, "catalog_name"))
        throw forbidden(`the table "${name}" of a schema`);
      if (table !== undefined) found.add(table);
      else if (!common.has(name.toLowerCase()))
        throw await tableMissing(name, {
          tables: async () => declared.map((n) => ({ name: n, kind: "file", rows: null })),
        });
    }
    if (type === "SHOW_REF") throw forbidden("a description of tables");
    const called = textOf(node, "function_name").toLowerCase();
    if (called === "") continue;
    if (FORBIDDEN_FUNCTIONS.test(called)) throw forbidden(`the function ${called}`);
  }
  for (const node of nodes(tree.statements)) {
    if (textOf(node, "type") !== "TABLE_FUNCTION" || !isNode(node.function)) continue;
    const called = textOf(node.function, "function_name").toLowerCase();
    if (!TABLE_FUNCTIONS.has(called)) throw forbidden(`the function ${called}`);
  }
  return found;
}

function forbidden(what: string) {
  return sourceError("source.forbidden", `A SELECT on files may not use ${what}.`, {
    advice: "Read only from the tables the connection declares.",
  });
}
