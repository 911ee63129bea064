"use client";

import { createContext, type ReactNode, useContext } from "react";
import type { OperatorRole, TenantRole } from "@/db/schema/states";
import type { Permission } from "@/server/auth/permissions";
import { TENANT_PERMISSIONS } from "@/server/auth/permissions";

/** The signed-in person. */
export interface Me {
  id: string;
  name: string;
  email: string;
  operatorRole: OperatorRole | null;
  memberships: { tenantId: string; role: TenantRole }[];
  permissions: Permission[];
  mustChangePassword: boolean;
  mustSetUpFactor: boolean;
}

const MeContext = createContext<Me | null>(null);

export function MeProvider({ me, children }: { me: Me; children: ReactNode }) {
  return <MeContext.Provider value={me}>{children}</MeContext.Provider>;
}

export function useMe(): Me {
  const me = useContext(MeContext);
  if (!me) throw new Error("useMe outside of the portal's layout");
  return me;
}

/** What the signed-in person may do: everywhere, or in one tenant. The server asks again; this only hides. */
export function useMay(permission: Permission, tenantId?: string | null): boolean {
  const me = useMe();
  if (me.permissions.includes(permission)) return true;
  return me.memberships.some(
    (m) => m.tenantId === tenantId && TENANT_PERMISSIONS[m.role].includes(permission),
  );
}
