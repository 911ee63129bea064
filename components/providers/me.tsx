"use client";

import { createContext, type ReactNode, useContext } from "react";
import type { OperatorRole, TenantRole } from "@/db/schema/states";
import type { Permission } from "@/server/auth/permissions";
import { mayIn } from "./may";

/** The signed-in person. */
export interface Me {
  id: string;
  name: string;
  email: string;
  operatorRole: OperatorRole | null;
  memberships: {
    tenantId: string;
    role: TenantRole;
    name: string;
    timeZone: string | null;
    /** CSS variables of its branding. */
    look: Record<string, string>;
    /** Id of its logo's file. */
    logo: string | null;
  }[];
  permissions: Permission[];
  mustChangePassword: boolean;
  mustSetUpFactor: boolean;
  /** The operator who sees the portal as this person; null where they are there themselves. */
  viewer: {
    name: string;
    viewId: string;
    tenantId: string;
    until: Date;
    raised: boolean;
    mayRaise: boolean;
    permissions: readonly Permission[];
  } | null;
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
  return mayIn(useMe(), permission, tenantId ?? "");
}
