import { eq, inArray } from "drizzle-orm";
import { mayEverywhere, PERMISSIONS, type Permission, type Viewer } from "@/server/auth";
import { portalLook } from "@/server/shared/brand/portal-look";
import type { Context } from "@/server/shared/context";
import { AppError } from "@/server/shared/errors";

export interface Me {
  id: string;
  name: string;
  email: string;
  operatorRole: string | null;
  /** With the name of the tenant, its time zone where it has one, and its look: CSS variables and a file's id. */
  memberships: {
    tenantId: string;
    role: string;
    name: string;
    timeZone: string | null;
    look: Record<string, string>;
    logo: string | null;
  }[];
  /** What the actor may do everywhere; per tenant, ask `TENANT_PERMISSIONS` by membership. */
  permissions: Permission[];
  mustChangePassword: boolean;
  mustSetUpFactor: boolean;
  /** The operator who sees the portal as this person; null where they are there themselves. */
  viewer: Omit<Viewer, "id"> | null;
}

const shown = ({ id: _id, ...viewer }: Viewer): Omit<Viewer, "id"> => viewer;

type Membership = Me["memberships"][number];

const UNKNOWN = { name: "", timeZone: null, look: {}, logo: null };

/** No question where there is nothing to name: of operators. */
async function named(
  { store }: Pick<Context, "store">,
  memberships: readonly Pick<Membership, "tenantId" | "role">[],
): Promise<Membership[]> {
  if (memberships.length === 0) return [];
  const { tenants: t } = store.tables;
  const ids = memberships.map(({ tenantId }) => tenantId);
  const rows = await store.read
    .select({ id: t.id, name: t.name, timeZone: t.timeZone, branding: t.branding })
    .from(t)
    .where(inArray(t.id, ids));
  const known = new Map(
    rows.map(({ id, branding, ...tenant }) => [
      id,
      { ...tenant, look: portalLook(branding), logo: branding.logo ?? null },
    ]),
  );
  return memberships.map((one) => ({ ...one, ...(known.get(one.tenantId) ?? UNKNOWN) }));
}

/** The signed-in person, for the portal's shell. Open also before the one-time password was changed. */
export async function getMe(ctx: Context): Promise<Me> {
  const { actor } = ctx;
  if (actor.type !== "user")
    throw new AppError("forbidden", "account.users_only", "This is for people only.");
  const { users } = ctx.store.tables;
  const [user] = await ctx.store.read
    .select({ email: users.email })
    .from(users)
    .where(eq(users.id, actor.id));
  return {
    id: actor.id,
    name: actor.name,
    email: user?.email ?? "",
    operatorRole: actor.operatorRole,
    memberships: await named(ctx, actor.memberships),
    permissions: PERMISSIONS.filter((p) => mayEverywhere(actor, p)),
    mustChangePassword: actor.mustChangePassword,
    mustSetUpFactor: actor.mustSetUpFactor ?? false,
    viewer: actor.viewer ? shown(actor.viewer) : null,
  };
}
