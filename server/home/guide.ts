import { and, asc, desc, eq, gt, isNotNull, isNull, ne } from "drizzle-orm";
import { authorize, mayEverywhere } from "@/server/auth";
import type { Context } from "@/server/shared/context";
import { findSampleCustomer, type SampleCustomerToCome } from "./sample-customer";

/** The guided first task, ticked from what there really is. */
export interface Guide {
  /** The tenant the portal came with; null where it came with none. */
  first: { id: string; name: string; active: boolean } | null;
  /** A tenant that was made since, by whoever. */
  second: { id: string; name: string; state: string } | null;
  /** A sample customer to practise with; null once there is a second tenant, or where none is left. */
  sample: SampleCustomerToCome | null;
  /** Its first app with data. */
  app: { id: string; tenantId: string; title: string } | null;
  /** Somebody has opened an app inside another product's page, or allowed one to. */
  embedded: boolean;
}

const KEY = "home.guide";
/** Only the first tenants of an installation can be its samples. */
const EARLY = 20;

function preferenceId(ctx: Context): string | null {
  return ctx.actor.type === "user" ? `${ctx.actor.id}:${KEY}` : null;
}

/** null for who has dismissed it, or could not follow it. */
export async function findGuide(ctx: Context): Promise<Guide | null> {
  const id = preferenceId(ctx);
  if (!id || !mayEverywhere(ctx.actor, "tenants:create")) return null;
  const { preferences, tenants: t, embedOrigins } = ctx.store.tables;
  const { read } = ctx.store;
  const [[dismissed], early, [origin]] = await Promise.all([
    read.select({ id: preferences.id }).from(preferences).where(eq(preferences.id, id)),
    read
      .select({ id: t.id, name: t.name, state: t.state, sample: t.sample })
      .from(t)
      .where(and(eq(t.kind, "customer"), ne(t.state, "deleted"), isNull(t.deletedAt)))
      .orderBy(asc(t.createdAt), asc(t.id))
      .limit(EARLY),
    read.select({ id: embedOrigins.id }).from(embedOrigins).limit(1),
  ]);
  if (dismissed) return null;
  const first = early.find((tenant) => tenant.sample) ?? null;
  const second = early.find((tenant) => tenant.id !== first?.id) ?? null;
  return {
    first: first ? { id: first.id, name: first.name, active: first.state === "active" } : null,
    sample: second ? null : await findSampleCustomer(ctx),
    second: second ? { id: second.id, name: second.name, state: second.state } : null,
    app: second ? await appWithData(ctx, second.id) : null,
    embedded: origin !== undefined,
  };
}

async function appWithData(ctx: Context, tenantId: string): Promise<Guide["app"]> {
  const { apps: a } = ctx.store.tables;
  const [app] = await ctx.store.read
    .select({ id: a.id, tenantId: a.tenantId, title: a.title })
    .from(a)
    .where(and(eq(a.tenantId, tenantId), isNotNull(a.publishedGenerationId), gt(a.id, "")))
    .orderBy(desc(a.publishedAt))
    .limit(1);
  return app ?? null;
}

/** Takes the guide away (or, with false, brings it back) for the person who asks. Their own choice: not audited. */
export async function dismissGuide(ctx: Context, input: { dismissed: boolean }): Promise<void> {
  authorize(ctx, "tenants:read");
  const id = preferenceId(ctx);
  if (!id) return;
  const { preferences: p } = ctx.store.tables;
  const row = { id, value: "dismissed", updatedAt: ctx.clock.now() };
  await ctx.store.tx(async (db) => {
    if (input.dismissed) await db.insert(p).values(row).onConflictDoUpdate({ target: p.id, set: row });
    else await db.delete(p).where(eq(p.id, id));
  });
}
