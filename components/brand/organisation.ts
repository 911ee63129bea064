import type { Me } from "../providers/me";

type Person = Pick<Me, "operatorRole"> & { memberships: readonly Me["memberships"][number][] };
export type Organisation = Me["memberships"][number];

/**
 * The organisation whose look a page wears: of a customer's person the only one, or the one in the address; none on
 * pages common to several, and none for operators.
 */
export function organisationAt({ operatorRole, memberships }: Person, path: string): Organisation | null {
  if (operatorRole !== null) return null;
  const [only, ...others] = memberships;
  if (only && others.length === 0) return only;
  const id = /^\/tenants\/([^/?#]+)/.exec(path)?.[1];
  return memberships.find(({ tenantId }) => tenantId === id) ?? null;
}
