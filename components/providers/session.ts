import "server-only";
import { TRPCError } from "@trpc/server";
import { headers } from "next/headers";
import { notFound, redirect } from "next/navigation";
import { cache } from "react";
import { OPERATOR_ROLES, TENANT_ROLES } from "@/db/schema/states";
import type { Me } from "./me";
import { api, getQueryClient } from "./server";

/** The signed-in person, or null. */
export const findMe = cache(async (): Promise<Me | null> => {
  try {
    const me = await getQueryClient().fetchQuery(api.account.me.queryOptions());
    return {
      ...me,
      operatorRole: OPERATOR_ROLES.find((role) => role === me.operatorRole) ?? null,
      memberships: me.memberships.flatMap((membership) => {
        const role = TENANT_ROLES.find((known) => known === membership.role);
        return role ? [{ ...membership, role }] : [];
      }),
    };
  } catch (error) {
    if (error instanceof TRPCError && error.code === "UNAUTHORIZED") return null;
    throw error;
  }
});

/** The signed-in person; sends everybody else to the sign-in, and first-timers to the change of password or the set-up of their second factor. */
export async function requireMe(): Promise<Me> {
  const me = await findMe();
  if (!me) {
    const path = (await headers()).get("x-path");
    redirect(path && path !== "/" ? `/sign-in?next=${encodeURIComponent(path)}` : "/sign-in");
  }
  if (me.mustChangePassword) redirect("/change-password");
  if (me.mustSetUpFactor) redirect("/second-factor");
  return me;
}

/** As `requireMe`, for pages of the vendor's own work: for people of customers there is nothing at their addresses. */
export async function requireOperator(): Promise<Me> {
  const me = await requireMe();
  if (me.operatorRole === null) notFound();
  return me;
}
