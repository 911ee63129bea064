import { and, eq, isNotNull, isNull } from "drizzle-orm";
import type { TenantRole } from "@/db/schema/states";
import type { Database } from "@/db/store";
import type { Services } from "@/server/shared/context";

export interface Recipient {
  userId: string;
  email: string;
  /** As a member of which tenant; both null for an operator. */
  tenantId: string | null;
  memberId: string | null;
  /** Language tag of the tenant; null for an operator. */
  language: string | null;
}

/**
 * Whom it concerns: operators who run the installation, people of one tenant by role, or one person: as an operator, or
 * as a member of the tenant it is about.
 */
export type Audience =
  | { operators: true }
  | { tenant: string; roles?: readonly TenantRole[] }
  | { user: string; tenant: string | null };

type Reading = Pick<Database, "select">;

/** People who can sign in and are of the audience now: nobody suspended, disabled or of another tenant. */
export async function recipientsOf(
  { store }: Pick<Services, "store">,
  db: Reading,
  audience: Audience,
): Promise<Recipient[]> {
  if ("operators" in audience) return (await operators(store, db)).filter(({ role }) => RUN_IT.has(role));
  if (!("user" in audience)) return membersOf(store, db, audience.tenant, audience);
  const { user, tenant } = audience;
  const found = await operators(store, db, user);
  return found.length > 0 || tenant === null ? found : membersOf(store, db, tenant, { user });
}

const RUN_IT: ReadonlySet<string | null> = new Set(["owner", "admin"]);

async function operators(store: Services["store"], db: Reading, user?: string) {
  const { users: u } = store.tables;
  const rows = await db
    .select({ userId: u.id, email: u.email, role: u.operatorRole })
    .from(u)
    .where(and(isNotNull(u.operatorRole), isNull(u.disabledAt), user ? eq(u.id, user) : undefined));
  return rows.map((row) => ({ ...row, tenantId: null, memberId: null, language: null }));
}

async function membersOf(
  store: Services["store"],
  db: Reading,
  tenantId: string,
  { user, roles }: { user?: string; roles?: readonly TenantRole[] },
): Promise<Recipient[]> {
  const { users: u, members: m, tenants: t } = store.tables;
  const rows = await db
    .select({ userId: u.id, email: u.email, memberId: m.id, language: t.language, role: m.role })
    .from(m)
    .innerJoin(u, eq(u.id, m.userId))
    .innerJoin(t, eq(t.id, m.tenantId))
    .where(
      and(
        eq(m.tenantId, tenantId),
        isNull(m.suspendedAt),
        isNull(u.disabledAt),
        isNull(u.operatorRole),
        isNull(t.deletedAt),
        user ? eq(u.id, user) : undefined,
      ),
    );
  return rows
    .filter(({ role }) => !roles || roles.includes(role))
    .map(({ role: _role, ...one }) => ({ ...one, tenantId }));
}
