import { redirect } from "next/navigation";
import type { ReactNode } from "react";
import { requireMe } from "@/components/providers/session";

/** Above `loading`: who has one organisation is sent to it, before anything is streamed. */
export default async function Layout({ children }: { children: ReactNode }) {
  const { operatorRole, memberships } = await requireMe();
  const [only, ...others] = memberships;
  if (operatorRole === null && only && others.length === 0) redirect(`/tenants/${only.tenantId}`);
  return children;
}
