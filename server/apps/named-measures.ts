import { and, eq } from "drizzle-orm";
import type { Services } from "@/server/shared/context";
import type { Manifest } from "@/server/templates";
import type { AppRow } from "./app";

/** Name → expression of the measures that the app's template declares, in the version that answers. */
export async function namedMeasures(
  { store }: Pick<Services, "store">,
  row: AppRow,
  which: "published" | "staged",
): Promise<Map<string, string>> {
  const version = which === "staged" ? row.stagedVersion : row.publishedVersion;
  if (!version) return new Map();
  const { templateVersions: t } = store.tables;
  const [found] = await store.read
    .select({ manifest: t.manifest })
    .from(t)
    .where(and(eq(t.templateId, row.templateId), eq(t.version, version)));
  // Checked when it was written.
  const measures = (found?.manifest as Manifest | undefined)?.measures ?? [];
  return new Map(measures.map(({ name, expression }) => [name, expression]));
}
