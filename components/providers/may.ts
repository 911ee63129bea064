import type { TenantRole } from "@/db/schema/states";
import { type Permission, TENANT_PERMISSIONS } from "@/server/auth/permissions";
import type { Me } from "./me";

/** What a role gives the person, or what is left of it while an operator sees the portal as them. */
const gives = (me: Me, role: TenantRole, permission: Permission) =>
  TENANT_PERMISSIONS[role].includes(permission) && (me.viewer?.permissions.includes(permission) ?? true);

/** May the person do this somewhere: everywhere, or in one of their own tenants? For pages that show what there is. */
export function mayAnywhere(me: Me, permission: Permission): boolean {
  return (
    me.permissions.includes(permission) || me.memberships.some(({ role }) => gives(me, role, permission))
  );
}

/** May the person do this in one tenant? */
export function mayIn(me: Me, permission: Permission, tenantId: string): boolean {
  return (
    me.permissions.includes(permission) ||
    me.memberships.some((m) => m.tenantId === tenantId && gives(me, m.role, permission))
  );
}
