import { and, asc, desc, eq, getTableColumns, gt, gte, inArray, lt, or } from "drizzle-orm";
import { scope, visibleTenants, within } from "@/server/auth";
import type { Context } from "@/server/shared/context";
import { decodeCursor, encodeCursor, type Page } from "@/server/shared/pagination";
import { parse } from "@/server/shared/parse";
import { checkPeriod, knownMeter } from "./get";
import { allMeters } from "./meters";
import { periodOf } from "./period";
import { type RejectsInput, rejectsInput, type TraceInput, traceInput } from "./schemas";
import { reading } from "./stored";

/** An event as it is shown. */
export interface TracedEvent {
  id: string;
  source: string;
  time: Date;
  receivedAt: Date;
  quantity: string;
  key: string | null;
  data: Record<string, unknown> | null;
}

/** The events behind a quantity, oldest first: all that count in [from, to), and no others. */
export async function traceUsage(ctx: Context, input: TraceInput): Promise<Page<TracedEvent>> {
  const { tenantId, meter, from: asked, to = ctx.clock.now(), limit, cursor } = parse(traceInput, input);
  const opened = await scope(ctx, "usage:read", tenantId);
  const at = reading(ctx.store);
  knownMeter(await allMeters(at), meter);
  const from = asked ?? (await periodOf(at, opened.tenantId, to)).from;
  checkPeriod(from, to);
  const { usageEvents: t } = ctx.store.tables;
  const last = cursor ? decodeCursor(cursor) : null;
  const seen = last ? new Date(Number(last.value)) : from;
  const rows = await ctx.store.read
    .select()
    .from(t)
    .where(
      and(
        within(opened, t),
        eq(t.meter, meter),
        gte(t.time, from),
        gte(t.time, seen),
        lt(t.time, to),
        last ? or(gt(t.time, seen), and(eq(t.time, seen), gt(t.id, Number(last.id)))) : undefined,
      ),
    )
    .orderBy(asc(t.time), asc(t.id))
    .limit(limit + 1);
  const items = rows.slice(0, limit);
  const end = items.at(-1);
  return {
    items: items.map(({ eventId: id, source, time, receivedAt, quantity, key, data }) => ({
      ...{ id, source, time, receivedAt, quantity, key, data },
    })),
    next: rows.length > limit && end ? encodeCursor(end.time.getTime(), String(end.id)) : null,
  };
}

export interface RejectedEvent {
  id: number;
  tenantId: string | null;
  /** The tenant's name; null where the event names none. */
  tenant: string | null;
  event: string;
  reason: string;
  message: string;
  receivedAt: Date;
}

/** Events that were refused, newest first; those that name no tenant are shown to operators alone. */
export async function listRejects(ctx: Context, input: RejectsInput = {}): Promise<Page<RejectedEvent>> {
  const { tenantId, reason, limit, cursor } = parse(rejectsInput, input);
  const visible = visibleTenants(ctx, "usage:read");
  if (tenantId) await scope(ctx, "usage:read", tenantId);
  const { usageRejects: t, tenants } = ctx.store.tables;
  const rows = await ctx.store.read
    .select({ ...getTableColumns(t), tenant: tenants.name })
    .from(t)
    .leftJoin(tenants, eq(tenants.id, t.tenantId))
    .where(
      and(
        visible ? inArray(t.tenantId, visible) : undefined,
        tenantId ? eq(t.tenantId, tenantId) : undefined,
        reason ? eq(t.reason, reason) : undefined,
        cursor ? lt(t.id, Number(decodeCursor(cursor).id)) : undefined,
      ),
    )
    .orderBy(desc(t.id))
    .limit(limit + 1);
  const items = rows.slice(0, limit);
  const end = items.at(-1);
  return { items, next: rows.length > limit && end ? encodeCursor(null, String(end.id)) : null };
}
