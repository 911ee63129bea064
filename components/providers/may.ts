import { type Permission, TENANT_PERMISSIONS } from "@/server/auth/permissions";
import type { Me } from "./me";

/** May the person do this somewhere: everywhere, or in one of their own tenants? For pages that show what there is. */
export function mayAnywhere(me: Me, permission: Permission): boolean {
  return (
    me.permissions.includes(permission) ||
    me.memberships.some(({ role }) => TENANT_PERMISSIONS[role].includes(permission))
  );
}

/** May the person do this in one tenant? */
export function mayIn(me: Me, permission: Permission, tenantId: string): boolean {
  return (
    me.permissions.includes(permission) ||
    me.memberships.some((m) => m.tenantId === tenantId && TENANT_PERMISSIONS[m.role].includes(permission))
  );
}
