import type { Columns } from "./columns.sqlite";
import type { BrandFont } from "./fonts-model";
import { HEALTH_STATES, TENANT_STATES } from "./states";

export interface Branding {
  /** `#rrggbb` for light pages. */
  color?: string;
  /** `#rrggbb` for dark pages. */
  colorDark?: string;
  /** Id of an uploaded file. */
  logo?: string;
  /** Left out: Hanken Grotesk. */
  font?: BrandFont;
}

/** For how many days what is kept; what is left out is kept as the installation keeps it. */
export interface Retention {
  /** Log lines of reloads that ended. */
  reloadLogs?: number;
  /** Rows of reloads that ended. */
  reloads?: number;
  /** Data files that an app neither shows nor has staged. */
  generations?: number;
  /** Mails that were sent, or were given up. */
  mails?: number;
  /** Entries of the audit, until they go into its archive. */
  audit?: number;
  /** Sessions of embeds that ended. */
  embedSessions?: number;
}

export function tenants(c: Columns) {
  const tenants = c.table(
    "tenants",
    {
      id: c.id(),
      kind: c
        .oneOf(["customer", "source"] as const)
        .notNull()
        .default("customer"),
      slug: c.text().notNull(),
      name: c.text().notNull(),
      state: c.oneOf(TENANT_STATES).notNull(),
      health: c.oneOf(HEALTH_STATES).notNull().default("unknown"),
      platform: c.text().notNull(),
      plan: c.text().notNull(),
      region: c.text().notNull(),
      language: c.text().notNull(),
      /** IANA name; null: each reader's own. */
      timeZone: c.text(),
      retention: c.json<Retention>(),
      branding: c.json<Branding>().notNull(),
      sample: c.boolean().notNull().default(false),
      /** The desired state as last applied (secrets as references), and its hash. Shape: `provisioning/desired.ts`. */
      desired: c.json<Record<string, unknown>>(),
      desiredHash: c.text(),
      /** Lower-case name, slug and id in one text, for the list's search. */
      searchText: c.text().notNull(),
      lastRunId: c.text(),
      lastReloadAt: c.instant(),
      /** What needs attention, in one sentence; null when nothing does. */
      problem: c.text(),
      createdAt: c.instant().notNull(),
      updatedAt: c.instant().notNull(),
      deletedAt: c.instant(),
    },
    (t) => [
      c.uniqueIndex("tenants_slug").on(t.slug).where(c.sql`deleted_at is null`),
      c.index("tenants_name").on(t.kind, t.searchText, t.id),
      c.index("tenants_created").on(t.kind, t.createdAt, t.id),
      c.index("tenants_updated").on(t.kind, t.updatedAt, t.id),
      c.index("tenants_state").on(t.kind, t.state, t.searchText, t.id),
      c.index("tenants_plan").on(t.kind, t.plan, t.searchText, t.id),
      // The counts beside the list's filters, without reading a row.
      c.index("tenants_facets").on(t.kind, t.state, t.plan, t.health).where(c.sql`deleted_at is null`),
    ],
  );

  /** Data keys of tenants, wrapped by the master key. Destroying a row makes everything sealed with it unreadable. */
  const tenantKeys = c.table(
    "tenant_keys",
    {
      id: c.id(),
      tenantId: c.text().notNull(),
      wrapped: c.text(),
      createdAt: c.instant().notNull(),
      retiredAt: c.instant(),
      destroyedAt: c.instant(),
    },
    (t) => [c.index("tenant_keys_tenant").on(t.tenantId, t.createdAt)],
  );

  const groups = c.table(
    "groups",
    {
      id: c.id(),
      tenantId: c.text().notNull(),
      name: c.text().notNull(),
      /** Id in the customer's own directory, as SCIM has it. */
      externalId: c.text(),
      createdAt: c.instant().notNull(),
    },
    (t) => [
      c.uniqueIndex("groups_tenant_name").on(t.tenantId, t.name),
      c.uniqueIndex("groups_tenant_external").on(t.tenantId, t.externalId),
    ],
  );

  return { tenants, tenantKeys, groups };
}
