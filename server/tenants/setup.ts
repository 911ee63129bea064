import { eq } from "drizzle-orm";
import type { z } from "zod";
import { append } from "@/server/audit";
import { scope } from "@/server/auth";
import type { Context } from "@/server/shared/context";
import { parse } from "@/server/shared/parse";
import { getTenantRow } from "./get";
import { tenantIdInput } from "./schemas";
import { dismissSetupInput, SETUP_STEPS, type SetupStep } from "./setup-schemas";
import { type SetupSteps, setupSteps } from "./setup-steps";
import { cameAsAdmin, welcomeOf } from "./welcome";

/** First steps of a tenant's admin, as the asker finds them. */
export interface TenantSetup {
  steps: SetupSteps;
  /** They are told on the tenant's home: not all is done, and none of its admins put them away. */
  shown: boolean;
  /** They open by themselves: an admin who came by invitation sees the tenant for the first time, and nothing is done. */
  opens: boolean;
  /** What the asker skipped. */
  skipped: SetupStep[];
}

const settingId = (tenantId: string) => `tenant-setup:${tenantId}`;

export async function tenantSetup(ctx: Context, input: { id: string }): Promise<TenantSetup> {
  const { tenantId } = await scope(ctx, "tenants:customize", parse(tenantIdInput, input).id);
  const [tenant, steps, away, welcome] = await Promise.all([
    getTenantRow(ctx, tenantId),
    setupSteps(ctx, tenantId),
    isPutAway(ctx, tenantId),
    welcomeOf(ctx, tenantId),
  ]);
  const done = SETUP_STEPS.filter((step) => steps[step].done).length;
  const shown = !away && done < SETUP_STEPS.length;
  const first = shown && tenant.state === "active" && done === 0 && welcome === null;
  const opens = first && (await cameAsAdmin(ctx, tenantId));
  return { steps, shown, opens, skipped: welcome?.skipped ?? [] };
}

async function isPutAway(ctx: Context, tenantId: string): Promise<boolean> {
  const { settings } = ctx.store.tables;
  const [put] = await ctx.store.read
    .select({ id: settings.id })
    .from(settings)
    .where(eq(settings.id, settingId(tenantId)));
  return put !== undefined;
}

/** Puts the first steps away for all admins of the tenant, or (with false) brings them back. */
export async function dismissTenantSetup(
  ctx: Context,
  input: z.input<typeof dismissSetupInput>,
): Promise<void> {
  const { id, dismissed } = parse(dismissSetupInput, input);
  const { tenantId } = await scope(ctx, "tenants:customize", id);
  const { settings } = ctx.store.tables;
  await ctx.store.tx(async (db) => {
    await db.delete(settings).where(eq(settings.id, settingId(tenantId)));
    if (dismissed)
      await db
        .insert(settings)
        .values({ id: settingId(tenantId), value: "dismissed", updatedAt: ctx.clock.now() });
    await append(db, ctx, {
      tenantId,
      action: "tenant.setup",
      target: tenantId,
      payload: { dismissed },
    });
  });
}
