import { eq } from "drizzle-orm";
import type { Platform, TenantRef } from "@/server/platform/port";
import type { Services } from "@/server/shared/context";
import { AppError, notFound } from "@/server/shared/errors";
import type { AppRow } from "./app";

/** An app that may be asked: where, and by which id. Whoever makes one has checked that the asker is allowed. */
export interface AskableApp {
  platform: Platform;
  tenant: TenantRef;
  app: string;
}

/**
 * The app as its platform knows it. Checks no permission: the caller has opened the tenant, or holds an embed session.
 * @throws `apps.suspended`, `apps.no_data`
 */
export async function askableApp(
  services: Pick<Services, "store" | "platform">,
  row: AppRow,
  which: "published" | "staged" = "published",
): Promise<AskableApp> {
  const { tenants: t } = services.store.tables;
  const [tenant] = await services.store.read
    .select({ platform: t.platform, state: t.state, name: t.name })
    .from(t)
    .where(eq(t.id, row.tenantId));
  if (!tenant) throw notFound("app", row.id);
  if (tenant.state === "suspended" || tenant.state === "deleting")
    throw new AppError("forbidden", "apps.suspended", `${tenant.name} is ${tenant.state}.`, {
      advice: "Resume the tenant first.",
    });
  if (!(which === "staged" ? row.stagedGenerationId : row.publishedGenerationId))
    throw new AppError("conflict", "apps.no_data", `"${row.title}" has no ${which} data yet.`, {
      advice: "Wait for its provisioning to end, or start a reload.",
    });
  return { platform: services.platform(tenant.platform), tenant: { id: row.tenantId }, app: row.id };
}
