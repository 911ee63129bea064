import type { DuckDBConnection } from "@duckdb/node-api";
import { z } from "zod";
import { readRows } from "@/server/builtin/associative/rows";
import { AppError } from "@/server/shared/errors";

/** What identifies who asks: a system field of the access table, the column of the rules, and the claim it is held against. */
export const IDENTITIES = [
  { field: "USERID", column: "i_userid", claim: "user" },
  { field: "USER.SUBJECT", column: "i_subject", claim: "user" },
  { field: "USER.EMAIL", column: "i_email", claim: "email" },
  { field: "GROUP", column: "i_group", claim: "groups" },
] as const;

/** System fields that identify by something Tenantry does not know of a person. */
export const REFUSED_IDENTITIES: ReadonlySet<string> = new Set(
  "NTNAME NTDOMAINSID NTSID PASSWORD SERIAL USER.NAME USER.IDP".split(" "),
);

/** Stands for every listed value, or for everybody. */
export const ALL = "*";

/**
 * Who sees which rows, as a reload found it in the access section. Kept in the generation's `_tenantry.access`; the
 * rows in `_tenantry.access_rows` (`admin`, `omit`, identities `i_…`, one column `f…` per reduction), upper-cased, NULL
 * where empty.
 */
export interface AccessRules {
  version: 1;
  /** Columns of `access_rows` that identify; each must fit. */
  identities: string[];
  /** The n-th reduces by this field of the model; its values are in column `f<n>`. */
  reductions: string[];
}

const schema: z.ZodType<AccessRules> = z.object({
  version: z.literal(1),
  identities: z.array(z.enum(IDENTITIES.map((i) => i.column))).min(1),
  reductions: z.array(z.string()),
});

export async function saveRules(db: DuckDBConnection, rules: AccessRules): Promise<void> {
  await db.run("CREATE OR REPLACE TABLE _tenantry.access (description VARCHAR NOT NULL)");
  await db.run("INSERT INTO _tenantry.access VALUES ($description)", { description: JSON.stringify(rules) });
}

/** The generation's rules; null where its script has no access section. @throws `generations.model` where they cannot be read */
export async function loadRules(db: DuckDBConnection): Promise<AccessRules | null> {
  const tables = await readRows(
    db,
    `SELECT table_name AS name FROM duckdb_tables()
     WHERE database_name = current_database() AND schema_name = '_tenantry' AND starts_with(table_name, 'access')`,
  );
  if (tables.length === 0) return null;
  try {
    const [row] = await readRows(db, "SELECT description FROM _tenantry.access");
    return schema.parse(JSON.parse(String(row?.description)));
  } catch (cause) {
    const advice = "Reload the app to make a new generation.";
    throw new AppError("failed", "generations.model", "The generation's access rules cannot be read.", {
      advice,
      cause,
    });
  }
}
