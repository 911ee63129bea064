import { inArray } from "drizzle-orm";
import type { Database } from "@/db/store";
import { append } from "@/server/audit";
import { actorName, authorize } from "@/server/auth";
import type { Context } from "@/server/shared/context";
import { AppError } from "@/server/shared/errors";
import { newId } from "@/server/shared/ids";
import { parse } from "@/server/shared/parse";
import { type Announcement, toAnnouncement } from "./announcement";
import { type AnnounceInput, announceInput } from "./schemas";

/** @throws `announcements.unknown_tenants` */
async function refuseUnknown(db: Database, ctx: Context, ids: readonly string[]): Promise<void> {
  const { tenants } = ctx.store.tables;
  const found = await db
    .select({ id: tenants.id })
    .from(tenants)
    .where(inArray(tenants.id, [...ids]));
  const known = new Set(found.map((tenant) => tenant.id));
  const unknown = ids.filter((id) => !known.has(id));
  if (unknown.length === 0) return;
  throw new AppError("invalid", "announcements.unknown_tenants", `There is no tenant ${unknown[0]}.`, {
    advice: "Take ids of tenants from their list.",
    params: { unknown: unknown.slice(0, 20).join(", ") },
  });
}

/**
 * Tells the people of all tenants, or of some, at the top of the portal.
 * @throws `announcements.ends_before_start`, `announcements.unknown_tenants`
 */
export async function announce(ctx: Context, input: AnnounceInput): Promise<Announcement> {
  authorize(ctx, "announcements:write");
  const { text, tone, link, tenantIds, startsAt, endsAt } = parse(announceInput, input);
  const now = ctx.clock.now();
  const from = startsAt && startsAt > now ? startsAt : now;
  if (endsAt && endsAt <= from)
    throw new AppError("invalid", "announcements.ends_before_start", "It would end before it starts.", {
      advice: "Choose a later end, or none.",
    });
  const row = {
    id: newId("announcement", now.getTime()),
    text,
    tone,
    link: link ?? null,
    tenantIds: tenantIds ? [...new Set(tenantIds)] : null,
    startsAt: from,
    endsAt: endsAt ?? null,
    createdBy: actorName(ctx.actor),
    createdAt: now,
    notifiedAt: null,
  };
  await ctx.store.tx(async (db) => {
    if (row.tenantIds) await refuseUnknown(db, ctx, row.tenantIds);
    await db.insert(ctx.store.tables.announcements).values(row);
    await append(db, ctx, {
      tenantId: null,
      action: "announcement.create",
      target: row.id,
      payload: { text, tone, tenants: row.tenantIds?.length ?? "all" },
    });
  });
  return toAnnouncement(row, now);
}
