import { and, eq, isNotNull, sql } from "drizzle-orm";
import type { Database } from "@/db/store";
import type { AuditRecord } from "@/server/audit";
import type { Context } from "@/server/shared/context";
import { newId } from "@/server/shared/ids";
import { canonicalJson } from "@/server/shared/json";
import { dropInvitationMail } from "./invitation";
import type { MemberRow } from "./member";

export type WantedMember = Pick<MemberRow, "email" | "name" | "role" | "groups"> & {
  /** Left as it is where it is not said. */
  externalId?: string | null;
};

const shown = ({ name, role, groups, externalId }: WantedMember) => ({
  ...{ name, role, groups: [...groups].sort() },
  ...(externalId ? { externalId } : {}),
});

/** What the row is once it is as wanted. */
const wished = (row: MemberRow, wanted: WantedMember): WantedMember => ({
  ...wanted,
  externalId: wanted.externalId === undefined ? row.externalId : wanted.externalId,
});

export function sameMember(row: MemberRow, wanted: WantedMember): boolean {
  return canonicalJson(shown(row)) === canonicalJson(shown(wished(row, wanted)));
}

/** A written member and what the audit must tell of it. */
export interface Written {
  row: MemberRow;
  record: AuditRecord;
}

/**
 * Inserts a member, linked to the account whose person has proven that address. An unproven one is linked by accepting
 * this tenant's invitation only: whoever set it up may not be whom this tenant means.
 */
export async function insertMember(
  ctx: Context,
  db: Database,
  tenantId: string,
  wanted: WantedMember,
): Promise<Written> {
  const { members, users } = ctx.store.tables;
  const [user] = await db
    .select({ id: users.id })
    .from(users)
    .where(and(sql`lower(${users.email}) = ${wanted.email.toLowerCase()}`, isNotNull(users.verifiedAt)));
  const now = ctx.clock.now();
  const id = newId("member", now.getTime());
  const [row] = await db
    .insert(members)
    .values({ id, tenantId, userId: user?.id ?? null, ...wanted, createdAt: now, updatedAt: now })
    .returning();
  if (!row) throw new Error("insert returned no row");
  return { row, record: { tenantId, action: "member.add", target: id, payload: { ...wanted } } };
}

/** Changes a member's name, role, groups and directory's id. */
export async function changeMember(
  ctx: Context,
  db: Database,
  row: MemberRow,
  wanted: WantedMember,
): Promise<Written> {
  const { members } = ctx.store.tables;
  const { name, role, groups, externalId } = wished(row, wanted);
  const [changed] = await db
    .update(members)
    .set({ name, role, groups, externalId, updatedAt: ctx.clock.now() })
    .where(eq(members.id, row.id))
    .returning();
  const payload = { before: shown(row), after: shown(wished(row, wanted)) };
  const record = { tenantId: row.tenantId, action: "member.update", target: row.id, payload };
  return { row: changed ?? row, record };
}

export async function deleteMember(ctx: Context, db: Database, row: MemberRow): Promise<Written> {
  const { members, invitations } = ctx.store.tables;
  await db.delete(invitations).where(eq(invitations.memberId, row.id));
  await dropInvitationMail(ctx, db, row.id);
  await db.delete(members).where(eq(members.id, row.id));
  const payload = { email: row.email, ...shown(row) };
  return { row, record: { tenantId: row.tenantId, action: "member.remove", target: row.id, payload } };
}
