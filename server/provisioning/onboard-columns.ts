import type { ConnectionForm } from "@/server/connections/port";

type Cells = ReadonlyMap<string, string>;

/** Columns that may stand alone; docs/tenants-file.md has the table. */
export const PLAIN_COLUMNS = [
  "slug",
  "name",
  "plan",
  "region",
  "language",
  "color",
  "groups",
  "admin_email",
  "admin_name",
  "templates",
  "connection_kind",
  "connection_name",
  "secret",
] as const;

/** Columns of a family: `connection.host`, `table.orders`, `where.orders.region`. */
export const FAMILIES = ["connection.", "table.", "where."] as const;

export function isKnownColumn(name: string): boolean {
  return (PLAIN_COLUMNS as readonly string[]).includes(name) || FAMILIES.some((f) => name.startsWith(f));
}

const list = (text: string | undefined): string[] =>
  (text ?? "")
    .split(";")
    .map((part) => part.trim())
    .filter(Boolean);

/** Variable a secret comes from that is asked for once for all connections of a kind. */
export function askedVariable(kind: string): string {
  return `${kind.toUpperCase().replace(/[^A-Z0-9]+/g, "_")}_SECRET`;
}

function propertyOf(form: ConnectionForm | undefined, name: string, value: string): unknown {
  const type = form?.fields.find((f) => f.name === name)?.type;
  if (type === "number" && /^\d+$/.test(value)) return Number(value);
  if (type === "switch")
    return /^(1|true|yes)$/i.test(value) ? true : /^(0|false|no)$/i.test(value) ? false : value;
  return value;
}

function family(cells: Cells, prefix: (typeof FAMILIES)[number]): [string, string][] {
  return [...cells].flatMap(([name, value]): [string, string][] =>
    name.startsWith(prefix) && value !== "" ? [[name.slice(prefix.length), value]] : [],
  );
}

function connectionsOf(cells: Cells, forms: ConnectionForm[]): Record<string, unknown>[] {
  const kind = cells.get("connection_kind");
  if (!kind) return [];
  const form = forms.find((f) => f.kind === kind);
  const secret = cells.get("secret");
  return [
    {
      name: cells.get("connection_name") || "database",
      kind,
      properties: Object.fromEntries(
        family(cells, "connection.").map(([name, value]) => [name, propertyOf(form, name, value)]),
      ),
      ...(secret ? { secret: { env: secret === "ask" ? askedVariable(kind) : secret } } : {}),
    },
  ];
}

/** Table mapping of every app: `where.orders.region` = `DE;AT` becomes a condition, `table.orders` another name. */
function tablesOf(cells: Cells): Record<string, unknown> {
  const tables: Record<string, { table?: string; where?: unknown[] }> = {};
  for (const [table, name] of family(cells, "table.")) tables[table] = { ...tables[table], table: name };
  for (const [path, value] of family(cells, "where.")) {
    const dot = path.indexOf(".");
    const [table, column] = dot < 0 ? [path, ""] : [path.slice(0, dot), path.slice(dot + 1)];
    const values = list(value);
    const condition = values.length > 1 ? { column, op: "in", value: values } : { column, op: "=", value };
    tables[table] = { ...tables[table], where: [...(tables[table]?.where ?? []), condition] };
  }
  return tables;
}

/** One row of a CSV upload as an entry of a tenants file. Empty cells are absent. */
export function entryOfRow(cells: Cells, forms: ConnectionForm[]): Record<string, unknown> {
  const given = (key: string) => cells.get(key) || undefined;
  const plain = ["slug", "name", "plan", "region", "language"].map((key) => [key, given(key)] as const);
  const groups = list(given("groups"));
  const [color, email, tables] = [given("color"), given("admin_email"), tablesOf(cells)];
  return {
    ...Object.fromEntries(plain.filter(([, value]) => value !== undefined)),
    ...(color ? { branding: { color } } : {}),
    groups,
    members: email
      ? [{ email, role: "admin", groups, ...(given("admin_name") ? { name: given("admin_name") } : {}) }]
      : [],
    connections: connectionsOf(cells, forms),
    apps: list(given("templates")).map((template) => ({ template, tables })),
  };
}

const PLACES: Record<string, string> = {
  branding: "color",
  members: "admin_email",
  apps: "templates",
  connections: "connection_kind",
};

/** The column a value of an entry came from. */
export function columnOf(path: readonly PropertyKey[]): string {
  const [first, , third, ...rest] = path.map(String);
  if (first === "connections" && third === "properties" && rest[0]) return `connection.${rest[0]}`;
  if (first === "connections" && third === "secret") return "secret";
  if (first === "connections" && third === "name") return "connection_name";
  if (first === "members" && third === "name") return "admin_name";
  if (first === "apps" && third === "tables" && rest[0])
    return rest[1] === "where" ? `where.${rest[0]}` : `table.${rest[0]}`;
  return PLACES[first ?? ""] ?? first ?? "";
}
