import { and, eq } from "drizzle-orm";
import type { Services } from "@/server/shared/context";
import type { Manifest } from "@/server/templates";
import type { AppRow } from "./app";
import type { AppAsker } from "./asker";
import type { Withheld } from "./wall";

const NOTHING: Withheld = new Set();

/** Classes of a tenant that somebody was granted, with the groups that have them; a group that is gone counts as one. */
async function closedClasses(
  { store }: Pick<Services, "store">,
  tenantId: string,
  groups: readonly string[],
): Promise<Set<string>> {
  const { grants: g, groups: t } = store.tables;
  const given = await store.read
    .select({ name: g.target, group: t.name })
    .from(g)
    .leftJoin(t, eq(t.id, g.groupId))
    .where(and(eq(g.tenantId, tenantId), eq(g.appId, ""), eq(g.kind, "field-class")));
  const opened = new Set(
    given.flatMap(({ name, group }) => (group !== null && groups.includes(group) ? [name] : [])),
  );
  return new Set(given.map(({ name }) => name).filter((name) => !opened.has(name)));
}

/**
 * Fields of an app that its asker may not see: the template's version says of which class a field is, the tenant's
 * grants say which groups see a class. A class that nobody was granted is open to all.
 */
export async function withheldFields(
  services: Pick<Services, "store">,
  row: AppRow,
  asker: AppAsker,
  which: "published" | "staged" = "published",
): Promise<Withheld> {
  if (asker.seesAll) return NOTHING;
  const closed = await closedClasses(services, row.tenantId, asker.groups);
  const version = which === "staged" ? row.stagedVersion : row.publishedVersion;
  if (closed.size === 0 || !version) return NOTHING;
  const { templateVersions: v } = services.store.tables;
  const [found] = await services.store.read
    .select({ manifest: v.manifest })
    .from(v)
    .where(and(eq(v.templateId, row.templateId), eq(v.version, version)));
  // Checked when it was written.
  const fields = (found?.manifest as Manifest | undefined)?.fields ?? [];
  return new Set(
    fields.flatMap((f) => (f.class !== undefined && closed.has(f.class) ? [f.name.toLowerCase()] : [])),
  );
}
