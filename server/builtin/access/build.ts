import type { DuckDBConnection } from "@duckdb/node-api";
import { catalogOf } from "@/server/builtin/associative/catalog";
import { readRows } from "@/server/builtin/associative/rows";
import type { AssociativeModel } from "@/server/builtin/associative/types";
import type { ScriptTable } from "@/server/builtin/script";
import { quoteName, quoteText } from "@/server/builtin/script/quoting";
import type { AppError } from "@/server/shared/errors";
import { accessError, reductionField, requireReduced } from "./check";
import { type AccessRules, ALL, IDENTITIES, REFUSED_IDENTITIES, saveRules } from "./rules";

const SYSTEM: ReadonlySet<string> = new Set(["ACCESS", "OMIT", ...IDENTITIES.map((i) => i.field)]);
const MOST_ROWS = 1_000_000;

/** An access table, its field names upper-cased; `sql` gives them as upper-cased texts, NULL where empty. */
interface AccessTable {
  name: string;
  fields: string[];
  sql: string;
}

/**
 * Makes the rules of the access section's tables, keeps them beside the model, and drops the tables: what is left in
 * schema `main` is the app's data alone.
 * @param tables of the access section, in schema `main`
 * @param star what stands for all values in them
 * @returns what was odd without being wrong; never names a person
 * @throws `script.access` where the tables leave open who sees what
 */
export async function buildAccess(
  db: DuckDBConnection,
  tables: readonly ScriptTable[],
  model: AssociativeModel,
  star: string = ALL,
): Promise<string[]> {
  const read = tables.map((table) => readTable(table, star));
  const joined = joinAll(read);
  const names = joined.fields.filter((f) => !SYSTEM.has(f));
  const linking = new Set(names.filter((f) => read.filter((t) => t.fields.includes(f)).length > 1));
  const catalog = catalogOf(model);
  const reducing = names.flatMap((name) => {
    const field = reductionField(model, name, linking.has(name));
    return field === null ? [] : [{ name, field }];
  });
  requireReduced(
    catalog,
    reducing.map((r) => r.field),
  );
  const identities = IDENTITIES.filter((i) => joined.fields.includes(i.field));
  const rules: AccessRules = {
    version: 1,
    identities: identities.map((i) => i.column),
    reductions: reducing.map((r) => r.field),
  };
  const columns = [
    `"ACCESS" = 'ADMIN' AS admin`,
    `${joined.fields.includes("OMIT") ? `"OMIT"` : "NULL::VARCHAR"} AS omit`,
    ...identities.map((i) => `${quoteName(i.field)} AS ${i.column}`),
    ...reducing.map((r, n) => `${quoteName(r.name)} AS f${n}`),
  ];
  await db.run(
    `CREATE OR REPLACE TABLE _tenantry.access_all AS SELECT * FROM ${joined.sql} LIMIT ${MOST_ROWS + 1}`,
  );
  await db.run(
    `CREATE OR REPLACE TABLE _tenantry.access_rows AS
     SELECT DISTINCT ${columns.join(", ")} FROM _tenantry.access_all WHERE "ACCESS" IN ('ADMIN', 'USER')`,
  );
  const warnings = await oddities(db, rules, reducing, model);
  await db.run("DROP TABLE _tenantry.access_all");
  await saveRules(db, rules);
  for (const table of tables) await db.run(`DROP TABLE main.${quoteName(table.name)}`);
  return warnings;
}

function readTable(table: ScriptTable, star: string): AccessTable {
  const fields = table.fields.map((f) => f.name.toUpperCase());
  const twice = fields.find((f, i) => fields.indexOf(f) !== i);
  if (twice !== undefined)
    throw accessError(`The access table "${table.name}" has the field ${twice} twice, in other letters.`);
  const refused = fields.find((f) => REFUSED_IDENTITIES.has(f));
  if (refused !== undefined)
    throw accessError(
      `The system field ${refused} of the access table "${table.name}" is not supported.`,
      "Identify people by USERID, USER.EMAIL or GROUP.",
    );
  const columns = table.fields.map((field, i) => {
    const text = `t.${quoteName(field.name)}${field.dual ? `."txt"` : ""}`;
    const name = fields[i] ?? "";
    const value = `nullif(upper(CAST(${text} AS VARCHAR)), '')`;
    return `${name === "OMIT" ? value : withStar(value, star)} AS ${quoteName(name)}`;
  });
  return {
    name: table.name,
    fields,
    sql: `(SELECT ${columns.join(", ")} FROM main.${quoteName(table.name)} t)`,
  };
}

/** With another symbol declared, `*` is a value that nothing has. */
function withStar(value: string, star: string): string {
  if (star === ALL) return value;
  return `CASE WHEN ${value} = upper(${quoteText(star)}) THEN '${ALL}' ELSE nullif(${value}, '${ALL}') END`;
}

/** The table with ACCESS, and what the others say about its rows by the fields they share. */
function joinAll(tables: readonly AccessTable[]): { fields: string[]; sql: string } {
  const heads = tables.filter((t) => t.fields.includes("ACCESS"));
  const [head] = heads;
  if (!head)
    throw accessError(
      tables.length === 0
        ? "The access section loads no table."
        : "No table of the access section has a field ACCESS.",
      "Load a table of ACCESS (ADMIN or USER), USERID, USER.EMAIL or GROUP, and the fields that reduce.",
    );
  if (heads.length > 1)
    throw accessError(
      `Several access tables have a field ACCESS: ${heads.map((t) => t.name).join(", ")}.`,
      "Load them into one with CONCATENATE.",
    );
  if (!IDENTITIES.some((i) => head.fields.includes(i.field)))
    throw accessError(
      `The access table "${head.name}" says of nobody who it is.`,
      "Add USERID, USER.EMAIL or GROUP; * stands for everybody.",
    );
  const fields = [...head.fields];
  let sql = head.sql;
  const rest = tables.filter((t) => t !== head);
  while (rest.length > 0) {
    const next = rest.findIndex((t) => t.fields.some((f) => fields.includes(f)));
    const [table] = rest.splice(Math.max(next, 0), 1);
    if (!table) break;
    if (next < 0) throw unconnected(table);
    const shared = table.fields.filter((f) => fields.includes(f)).map(quoteName);
    sql = `(SELECT * FROM ${sql} l LEFT JOIN ${table.sql} r USING (${shared.join(", ")}))`;
    fields.push(...table.fields.filter((f) => !fields.includes(f)));
  }
  return { fields, sql };
}

function unconnected(table: AccessTable): AppError {
  return accessError(
    `The access table "${table.name}" shares no field with the others, so it says nothing of anybody.`,
    "Give it a field of the table with ACCESS, or leave it out.",
  );
}

async function oddities(
  db: DuckDBConnection,
  rules: AccessRules,
  reducing: readonly { name: string }[],
  model: AssociativeModel,
): Promise<string[]> {
  const empty = reducing.map((_, n) => `f${n} IS NULL`).join(" OR ") || "false";
  const nobody = rules.identities.map((c) => `${c} IS NULL`).join(" OR ");
  const [row] = await readRows(
    db,
    `SELECT (SELECT count(*) FROM _tenantry.access_all)::INTEGER AS n,
      (SELECT count(*) FROM _tenantry.access_all WHERE "ACCESS" IS NULL OR "ACCESS" NOT IN ('ADMIN', 'USER'))::INTEGER AS level,
      (SELECT count(*) FROM _tenantry.access_rows WHERE NOT admin AND (${empty}))::INTEGER AS blank,
      (SELECT count(*) FROM _tenantry.access_rows WHERE ${nobody})::INTEGER AS nobody`,
  );
  if (Number(row?.n) > MOST_ROWS)
    throw accessError(`The access section gives more than ${MOST_ROWS.toLocaleString("en")} rows.`);
  const warnings: string[] = [];
  const tell = (n: unknown, what: string) => Number(n) > 0 && warnings.push(`Section access: ${n} ${what}`);
  tell(row?.level, "rows have an ACCESS other than ADMIN and USER; they give no access.");
  tell(row?.blank, "rows of ACCESS USER lack a value to reduce by; they give no access.");
  tell(row?.nobody, "rows leave open who they are for; they fit nobody. Write * for everybody.");
  const omits = await readRows(
    db,
    "SELECT DISTINCT omit FROM _tenantry.access_rows WHERE omit IS NOT NULL LIMIT 1000",
  );
  const known = model.fields.map((f) => f.name.toUpperCase());
  for (const { omit } of omits)
    if (!/[*?]/.test(String(omit)) && !known.includes(String(omit)))
      warnings.push(`Section access: OMIT names ${quoteText(String(omit))}, which is no field of the data.`);
  return warnings;
}
