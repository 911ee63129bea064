import type { Columns } from "./columns.sqlite";

export function capabilities(c: Columns) {
  /** What an operator switched on or off for a tenant, whatever its plan says. */
  const capabilityOverrides = c.table(
    "capability_overrides",
    {
      /** `tenant:capability`. */
      id: c.id(),
      tenantId: c.text().notNull(),
      /** `authoring`, `export`, `api`, `alerts`, or `module:Sales`. */
      capability: c.text().notNull(),
      on: c.boolean().notNull(),
      reason: c.text().notNull(),
      changedBy: c.text().notNull(),
      changedAt: c.instant().notNull(),
    },
    (t) => [c.index("capability_overrides_tenant").on(t.tenantId)],
  );

  /** What a tenant's admin asked the operators for. Open until they decide. */
  const capabilityRequests = c.table(
    "capability_requests",
    {
      id: c.id(),
      tenantId: c.text().notNull(),
      capability: c.text().notNull(),
      note: c.text(),
      askedBy: c.text().notNull(),
      createdAt: c.instant().notNull(),
      closedAt: c.instant(),
    },
    (t) => [
      c.index("capability_requests_tenant").on(t.tenantId, t.createdAt),
      c.uniqueIndex("capability_requests_open").on(t.tenantId, t.capability).where(c.sql`closed_at is null`),
    ],
  );

  return { capabilityOverrides, capabilityRequests };
}
