import type { Schema } from "@/db/schema";

export type MemberRow = Schema["members"]["$inferSelect"];

/** A person of a tenant. `userId` is null until they signed in for the first time. */
export interface Member {
  id: string;
  tenantId: string;
  userId: string | null;
  email: string;
  name: string;
  role: MemberRow["role"];
  groups: string[];
  /** Id in the customer's own directory; one of a kind within the tenant. */
  externalId: string | null;
  suspendedAt: Date | null;
  createdAt: Date;
  updatedAt: Date;
}

export function toMember(row: MemberRow): Member {
  const { id, tenantId, userId, email, name, role, groups, externalId, suspendedAt } = row;
  const { createdAt, updatedAt } = row;
  return { id, tenantId, userId, email, name, role, groups, externalId, suspendedAt, createdAt, updatedAt };
}
