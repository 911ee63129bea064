import { redirect } from "next/navigation";
import { requireMe } from "@/components/providers/session";

/** The start page: the fleet, or a customer's own tenant. */
export default async function StartPage() {
  const me = await requireMe();
  const [only, ...others] = me.memberships;
  redirect(
    me.operatorRole === null && only && others.length === 0 ? `/tenants/${only.tenantId}` : "/tenants",
  );
}
