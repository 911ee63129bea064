/** A tenants file for one simulated customer. */
export interface FileOptions {
  slug: string;
  plan?: string;
  groups?: string[];
  members?: string[];
  templates?: string[];
  version?: string;
  where?: Record<string, unknown>;
  publish?: boolean;
  schedule?: { cron: string; zone: string; partial?: boolean } | false;
  secret?: string;
}

export function tenantsText(list: FileOptions[]): string {
  return JSON.stringify({ tenants: list.map(entry) });
}

function entry(o: FileOptions) {
  const groups = o.groups ?? ["sales"];
  return {
    slug: o.slug,
    name: `Customer ${o.slug}`,
    plan: o.plan ?? "growth",
    platform: "fake",
    groups,
    members: (o.members ?? ["ada@example.com"]).map((email) => ({
      email,
      role: "viewer",
      groups: groups.slice(0, 1),
    })),
    connections: [
      { name: "db", kind: "sqlite", properties: { path: `${o.slug}.db` }, secret: { env: "DB_PASSWORD" } },
    ],
    apps: (o.templates ?? ["sales"]).map((id) => ({
      template: `${id}@${o.version ?? "1.0.0"}`,
      tables: {
        orders: { table: "tbl_orders", columns: { id: "order_id" }, ...(o.where ? { where: o.where } : {}) },
      },
      publish: o.publish ?? true,
      ...(o.schedule === undefined ? {} : { schedule: o.schedule }),
    })),
  };
}
