import type { Condition } from "@/db/schema";
import type { ManifestTable } from "@/server/templates";
import type { Renaming } from "./tables";

/** What a tenants file says about one table. */
export interface MappingEntry {
  table?: string;
  columns?: Record<string, string>;
  where?: Condition[];
}

/**
 * The `tables:` of an app: a customer's names for what a template declares, and a condition on every table. Tables and
 * columns of the same name are left out, as a person would.
 * @param schema prefix of the customer's table names, `erp.`
 */
export function mappingOf(
  declared: readonly ManifestTable[],
  renaming: Renaming,
  schema: string,
  where: Condition[] = [],
): Record<string, MappingEntry> {
  const entries = declared.flatMap((table): [string, MappingEntry][] => {
    const names = renaming[table.name];
    const wanted = new Set(table.columns.map((c) => c.name));
    const columns = Object.entries(names?.columns ?? {}).filter(
      ([from, to]) => wanted.has(from) && from !== to,
    );
    const theirs = `${schema}${names?.table ?? table.name}`;
    const entry: MappingEntry = {
      ...(theirs === table.name ? {} : { table: theirs }),
      ...(columns.length > 0 ? { columns: Object.fromEntries(columns) } : {}),
      ...(where.length > 0 ? { where } : {}),
    };
    return Object.keys(entry).length > 0 ? [[table.name, entry]] : [];
  });
  return Object.fromEntries(entries);
}
