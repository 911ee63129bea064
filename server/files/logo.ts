import { and, eq } from "drizzle-orm";
import type { Services } from "@/server/shared/context";
import { IMAGE_TYPES } from "./schemas";
import { readWhole } from "./whole";

/** A larger picture is no logo: it would be in every mail and every page. */
const MOST_BYTES = 300_000;

export interface Logo {
  bytes: Buffer;
  mediaType: string;
}

/** The logo a tenant's branding names; null where there is none, or it cannot be read. Whoever calls has the tenant. */
export async function tenantLogo(
  services: Pick<Services, "store" | "dataFolder">,
  tenantId: string,
): Promise<Logo | null> {
  const { tenants, files } = services.store.tables;
  const [tenant] = await services.store.read
    .select({ branding: tenants.branding })
    .from(tenants)
    .where(eq(tenants.id, tenantId));
  const id = tenant?.branding.logo;
  if (!id) return null;
  const [file] = await services.store.read
    .select({ name: files.name, mediaType: files.mediaType, bytes: files.bytes, sha256: files.sha256 })
    .from(files)
    .where(and(eq(files.id, id), eq(files.tenantId, tenantId)));
  if (!file || !IMAGE_TYPES.has(file.mediaType) || file.bytes > MOST_BYTES) return null;
  const bytes = await readWhole(services.dataFolder, tenantId, file);
  return bytes && { bytes, mediaType: file.mediaType };
}
