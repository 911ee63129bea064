import { eq } from "drizzle-orm";
import type { Store } from "@/db/store";

/** SHA-256 of a tenant's uploads by name, as they came in. For the platform, which reads the files themselves. */
export async function uploadSums(store: Store, tenantId: string): Promise<ReadonlyMap<string, string>> {
  const { files } = store.tables;
  const rows = await store.read
    .select({ name: files.name, sha256: files.sha256 })
    .from(files)
    .where(eq(files.tenantId, tenantId));
  return new Map(rows.map((row) => [row.name, row.sha256]));
}
