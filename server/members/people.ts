import { and, eq, inArray, like, max, or, sql } from "drizzle-orm";
import { z } from "zod";
import { scope, within } from "@/server/auth";
import { mailIsSent } from "@/server/mail";
import { planByRef } from "@/server/plans";
import type { Context } from "@/server/shared/context";
import { newestFirst, olderThan, pageOf } from "@/server/shared/newest-first";
import { type Page, pageInput } from "@/server/shared/pagination";
import { parse } from "@/server/shared/parse";
import { countMembers } from "./groups";
import type { InvitationRow } from "./invitation";
import { type Member, type MemberRow, toMember } from "./member";

export const PERSON_STATES = ["active", "invited", "expired", "waiting", "suspended"] as const;

/** A member as the People page shows them. */
export interface TenantPerson extends Member {
  /**
   * `invited`: the link is open until `invitedUntil`; `expired`: it is not any more; `waiting`: there is no account and
   * nobody was invited.
   */
  state: (typeof PERSON_STATES)[number];
  invitedUntil: Date | null;
  lastSignInAt: Date | null;
}

export const listPeopleInput = z.strictObject({
  ...pageInput,
  tenantId: z.string(),
  /** Part of a name or an address, or the whole id of the customer's own directory. */
  q: z.string().trim().max(200).optional(),
});

function stateOf(row: MemberRow, invitation: InvitationRow | undefined, now: Date): TenantPerson["state"] {
  if (row.suspendedAt) return "suspended";
  if (row.userId) return "active";
  if (!invitation || invitation.revokedAt) return "waiting";
  return invitation.expiresAt > now ? "invited" : "expired";
}

/** People of one tenant with how far they have come; newest first, keyset-paged. */
export async function listPeople(
  ctx: Context,
  input: z.input<typeof listPeopleInput>,
): Promise<Page<TenantPerson>> {
  const f = parse(listPeopleInput, input);
  const opened = await scope(ctx, "members:read", f.tenantId);
  const { members: t } = ctx.store.tables;
  const text = `%${(f.q ?? "").toLowerCase().replace(/[%_]/g, "")}%`;
  const found = f.q
    ? or(like(sql`lower(${t.name})`, text), like(sql`lower(${t.email})`, text), eq(t.externalId, f.q))
    : undefined;
  const rows = await ctx.store.read
    .select()
    .from(t)
    .where(and(within(opened, t), found, olderThan(t, f.cursor)))
    .orderBy(...newestFirst(t))
    .limit(f.limit + 1);
  const [invitations, signIns] = await Promise.all([openInvitations(ctx, rows), lastSignIns(ctx, rows)]);
  const now = ctx.clock.now();
  return pageOf(rows, f.limit, (row) => {
    const invitation = invitations.get(row.id);
    const state = stateOf(row, invitation, now);
    return {
      ...toMember(row),
      state,
      invitedUntil: state === "invited" || state === "expired" ? (invitation?.expiresAt ?? null) : null,
      lastSignInAt: (row.userId && signIns.get(row.userId)) || null,
    };
  });
}

/** The newest invitation of each. */
async function openInvitations(ctx: Context, rows: MemberRow[]): Promise<Map<string, InvitationRow>> {
  const { invitations: t } = ctx.store.tables;
  const ids = rows.filter((row) => !row.userId).map((row) => row.id);
  if (ids.length === 0) return new Map();
  const found = await ctx.store.read.select().from(t).where(inArray(t.memberId, ids)).orderBy(t.createdAt);
  return new Map(found.map((invitation) => [invitation.memberId, invitation]));
}

async function lastSignIns(ctx: Context, rows: MemberRow[]): Promise<Map<string, Date>> {
  const { sessions: t } = ctx.store.tables;
  const ids = rows.flatMap((row) => row.userId ?? []);
  if (ids.length === 0) return new Map();
  const found = await ctx.store.read
    .select({ userId: t.userId, at: max(t.createdAt) })
    .from(t)
    .where(inArray(t.userId, ids))
    .groupBy(t.userId);
  return new Map(found.flatMap(({ userId, at }) => (at ? [[userId, at] as const] : [])));
}

/** What the People page says above its list. */
export interface PeopleFacts {
  count: number;
  /** How many the plan allows. */
  limit: number;
  /** Invitations leave by mail; else whoever invites hands the link over. */
  mailed: boolean;
}

export async function peopleFacts(ctx: Context, input: { tenantId: string }): Promise<PeopleFacts> {
  const opened = await scope(ctx, "members:read", input.tenantId);
  const { tenants } = ctx.store.tables;
  const [tenant] = await ctx.store.read
    .select({ plan: tenants.plan })
    .from(tenants)
    .where(eq(tenants.id, opened.tenantId));
  return {
    count: await countMembers(ctx, ctx.store.read, opened),
    limit: planByRef(tenant?.plan ?? "").entitlements.members,
    mailed: await mailIsSent(ctx),
  };
}
