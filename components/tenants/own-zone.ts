import type { Me } from "@/components/providers/me";

/** The zone a member's whole portal is in: that of their tenant, or the one that all their tenants share. */
export function ownZone({
  memberships,
}: {
  memberships: readonly Pick<Me["memberships"][number], "timeZone">[];
}): string | null {
  const [first, ...others] = memberships;
  return first && others.every(({ timeZone }) => timeZone === first.timeZone) ? first.timeZone : null;
}
