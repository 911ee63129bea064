import { and, eq, gt } from "drizzle-orm";
import { append } from "@/server/audit";
import { authorize } from "@/server/auth";
import { actorName } from "@/server/auth/actor";
import { listPlans } from "@/server/plans";
import type { Context } from "@/server/shared/context";
import { parse } from "@/server/shared/parse";
import { checkSlug, createTenant, proposedSlug, tenantSlug } from "@/server/tenants";
import { describeTenant } from "./describe";
import { type Draft, openDraft, type StoredData, toDraft } from "./draft";
import { saveDraft } from "./save";
import { type DraftData, type StartDraftInput, startDraftInput } from "./schemas";

const UNNAMED = "New tenant";

/** A draft that was begun with a key is found by it for this long. */
const KNOWN_MS = 24 * 3_600_000;

/** Starts with a key that are going on, by person and key. */
const going = new Map<string, Promise<Draft>>();

/**
 * Begins to describe a tenant: its row in state `draft`, under the slug wished for or a free one like it, and the
 * answers so far. With a `key` only once: whoever got no answer asks again and has the same draft, with the answers
 * of the later start kept in it. @throws `auth.forbidden`, `drafts.created`
 */
export async function startDraft(ctx: Context, input: StartDraftInput = {}): Promise<Draft> {
  authorize(ctx, "tenants:create");
  const { data, key } = parse(startDraftInput, input);
  if (!key) return begin(ctx, data);
  const who = `${actorName(ctx.actor)}\n${key}`;
  const before = going.get(who)?.catch(() => undefined);
  const start = Promise.resolve(before).then(async () => {
    const begun = await begunWith(ctx, key);
    if (!begun) return begin(ctx, data, key);
    const details = { ...begun.data.details, ...data.details };
    return saveDraft(ctx, { id: begun.id, data: { ...data, details } });
  });
  going.set(who, start);
  try {
    return await start;
  } finally {
    if (going.get(who) === start) going.delete(who);
  }
}

/** The draft this person began with the key, or null. */
async function begunWith(ctx: Context, key: string): Promise<{ id: string; data: StoredData } | null> {
  const { tenantDrafts: t } = ctx.store.tables;
  const since = new Date(ctx.clock.now().getTime() - KNOWN_MS);
  const rows = await ctx.store.read
    .select({ id: t.id, data: t.data })
    .from(t)
    .where(and(eq(t.createdBy, actorName(ctx.actor)), gt(t.createdAt, since)));
  const own = rows.map(({ id, data }) => ({ id, data: data as StoredData }));
  return own.find(({ data }) => data.key === key) ?? null;
}

async function begin(ctx: Context, data: DraftData, key?: string): Promise<Draft> {
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
      data: { ...data, details, ...(key ? { key } : {}) },
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
