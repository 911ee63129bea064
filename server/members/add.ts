import { and, eq, sql } from "drizzle-orm";
import type { z } from "zod";
import type { Database } from "@/db/store";
import { append } from "@/server/audit";
import { scope, type TenantScope, within } from "@/server/auth";
import { planByRef } from "@/server/plans";
import type { Context } from "@/server/shared/context";
import { AppError } from "@/server/shared/errors";
import { parse } from "@/server/shared/parse";
import { refuseTakenExternalId } from "./external-id";
import { checkGroups, countMembers } from "./groups";
import { type Member, toMember } from "./member";
import { type AddMemberInput, addMemberInput } from "./schemas";
import { insertMember, type Written } from "./write";

/**
 * Adds a person to a tenant.
 * @throws `members.taken`, `members.external_taken`, `members.group`, `members.limit` where the plan allows no more
 */
export async function addMember(ctx: Context, input: AddMemberInput): Promise<Member> {
  const { tenantId, ...data } = parse(addMemberInput, input);
  const opened = await scope(ctx, "members:write", tenantId);
  return ctx.store.tx(async (db) => {
    const written = await newMember(ctx, db, opened, data);
    await append(db, ctx, written.record);
    return toMember(written.row);
  });
}

/** Writes a new person in the transaction of whoever adds them, who records it. @throws as `addMember` */
export async function newMember(
  ctx: Context,
  db: Database,
  opened: TenantScope,
  data: Omit<z.output<typeof addMemberInput>, "tenantId">,
): Promise<Written> {
  const { members: t, tenants } = ctx.store.tables;
  const taken = await db
    .select({ id: t.id })
    .from(t)
    .where(and(within(opened, t), sql`lower(${t.email}) = ${data.email}`));
  if (taken.length > 0) {
    throw new AppError("conflict", "members.taken", `${data.email} is a member already.`, {
      advice: "Change the member's role or groups instead.",
      issues: [{ path: "email", message: "is a member already" }],
      params: { email: data.email },
    });
  }
  await checkGroups(ctx, db, opened, data.groups);
  const { externalId } = data;
  if (externalId) await refuseTakenExternalId(ctx, db, opened, { of: "members", externalId });
  const [tenant] = await db
    .select({ plan: tenants.plan })
    .from(tenants)
    .where(eq(tenants.id, opened.tenantId));
  const limit = planByRef(tenant?.plan ?? "").entitlements.members;
  if ((await countMembers(ctx, db, opened)) >= limit) {
    throw new AppError("limit", "members.limit", `The plan allows ${limit} members.`, {
      advice: "Remove a member, or choose a larger plan.",
      params: { limit },
    });
  }
  return insertMember(ctx, db, opened.tenantId, { ...data, name: data.name ?? data.email });
}
