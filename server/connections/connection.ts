import type { Schema } from "@/db/schema";

export type ConnectionRow = Schema["connections"]["$inferSelect"];

/** A connection as the API and the portal show it. Its secret is never readable again. */
export interface Connection {
  id: string;
  tenantId: string;
  name: string;
  kind: string;
  properties: Record<string, unknown>;
  hasSecret: boolean;
  testedAt: Date | null;
  testResult: ConnectionRow["testResult"];
  createdAt: Date;
  updatedAt: Date;
}

export function toConnection(row: ConnectionRow): Connection {
  const { id, tenantId, name, kind, properties, testedAt, testResult, createdAt, updatedAt } = row;
  const hasSecret = row.secret !== null;
  return { id, tenantId, name, kind, properties, hasSecret, testedAt, testResult, createdAt, updatedAt };
}
