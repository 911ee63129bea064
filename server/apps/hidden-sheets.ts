import { and, eq } from "drizzle-orm";
import type { Services } from "@/server/shared/context";
import type { AppRow } from "./app";
import type { AppAsker } from "./asker";

/** Base sheets of an app that were granted to groups, none of them the asker's. A group that is gone keeps it hidden. */
export async function hiddenSheets(
  { store }: Pick<Services, "store">,
  row: AppRow,
  asker: AppAsker,
): Promise<Set<string>> {
  if (asker.seesAll) return new Set();
  const { grants: g, groups: t } = store.tables;
  const given = await store.read
    .select({ sheet: g.target, group: t.name })
    .from(g)
    .leftJoin(t, eq(t.id, g.groupId))
    .where(and(eq(g.tenantId, row.tenantId), eq(g.appId, row.id), eq(g.kind, "sheet")));
  const opened = new Set(
    given.flatMap(({ sheet, group }) => (group !== null && asker.groups.includes(group) ? [sheet] : [])),
  );
  return new Set(given.map(({ sheet }) => sheet).filter((sheet) => !opened.has(sheet)));
}
