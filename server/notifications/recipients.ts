import { and, eq, isNotNull, isNull } from "drizzle-orm";
import type { TenantRole } from "@/db/schema/states";
import type { Database } from "@/db/store";
import type { Services } from "@/server/shared/context";

export interface Recipient {
  userId: string;
  email: string;
  /** As a member of which tenant; null for an operator. */
  memberId: string | null;
  /** Language tag of the tenant; null for an operator. */
  language: string | null;
}

/** Whom it concerns: operators who run the installation, people of one tenant by role, or one person. */
export type Audience =
  | { operators: true }
  | { tenant: string; roles?: readonly TenantRole[] }
  | { user: string; tenant: string | null };

/** People who can sign in and are of the audience now: nobody suspended, disabled or of another tenant. */
export async function recipientsOf(
  { store }: Pick<Services, "store">,
  db: Pick<Database, "select">,
  audience: Audience,
): Promise<Recipient[]> {
  const { users: u, members: m, tenants: t } = store.tables;
  if ("operators" in audience || audience.tenant === null) {
    const rows = await db
      .select({ userId: u.id, email: u.email, role: u.operatorRole })
      .from(u)
      .where(
        and(
          isNotNull(u.operatorRole),
          isNull(u.disabledAt),
          "user" in audience ? eq(u.id, audience.user) : undefined,
        ),
      );
    const some = "user" in audience ? rows : rows.filter(({ role }) => role === "owner" || role === "admin");
    return some.map(({ userId, email }) => ({ userId, email, memberId: null, language: null }));
  }
  const rows = await db
    .select({ userId: u.id, email: u.email, memberId: m.id, language: t.language, role: m.role })
    .from(m)
    .innerJoin(u, eq(u.id, m.userId))
    .innerJoin(t, eq(t.id, m.tenantId))
    .where(
      and(
        eq(m.tenantId, audience.tenant),
        isNull(m.suspendedAt),
        isNull(u.disabledAt),
        isNull(t.deletedAt),
        "user" in audience ? eq(u.id, audience.user) : undefined,
      ),
    );
  const { roles } = "roles" in audience ? audience : { roles: undefined };
  return rows.filter(({ role }) => !roles || roles.includes(role)).map(({ role: _role, ...one }) => one);
}
