import { append } from "@/server/audit";
import { authorize } from "@/server/auth";
import { actorName } from "@/server/auth/actor";
import { listPlans } from "@/server/plans";
import type { Context } from "@/server/shared/context";
import { parse } from "@/server/shared/parse";
import { checkSlug, createTenant, proposedSlug, tenantSlug } from "@/server/tenants";
import { describeTenant } from "./describe";
import { type Draft, openDraft, toDraft } from "./draft";
import { type StartDraftInput, startDraftInput } from "./schemas";

const UNNAMED = "New tenant";

/**
 * Begins to describe a tenant: its row in state `draft`, under the slug wished for or a free one like it, and the
 * answers so far. @throws `auth.forbidden`
 */
export async function startDraft(ctx: Context, input: StartDraftInput = {}): Promise<Draft> {
  authorize(ctx, "tenants:create");
  const { data } = parse(startDraftInput, input);
  const name = data.details?.name?.trim().slice(0, 120) || UNNAMED;
  const wished = tenantSlug.safeParse(data.details?.slug);
  const { proposal } = await checkSlug(ctx, { slug: wished.success ? wished.data : proposedSlug(name) });
  const plan = listPlans(ctx)[0];
  if (!plan) throw new Error("there is no plan");
  const { id } = await createTenant(ctx, { name, slug: proposal, plan: plan.ref });
  const details = { plan: plan.ref, region: "local", language: "en", slug: proposal, ...data.details };
  const { tenantDrafts } = ctx.store.tables;
  const now = ctx.clock.now();
  await ctx.store.tx(async (db) => {
    await db.insert(tenantDrafts).values({
      id,
      step: "details",
      data: { ...data, details },
      createdBy: actorName(ctx.actor),
      createdAt: now,
      updatedAt: now,
    });
    await append(db, ctx, { tenantId: id, action: "draft.start", target: id, payload: { name } });
  });
  await describeTenant(ctx, id, details);
  const { tenant, row } = await openDraft(ctx, id);
  return toDraft(ctx, tenant, row);
}
