import type { OperatorRole, TenantRole } from "@/db/schema/states";

/**
 * Every permission there is, `noun:verb`. Browser-safe: the server's guard and the UI ask the same table.
 * `billing:choose` changes a tenant's own subscription; `billing:write` makes, voids and books invoices.
 * `sheets:write` makes sheets of one's own and shares them and bookmarks; `sheets:manage` decides about those of others.
 * `members:view-as` sees the portal as a member; `members:act-as` may change things while doing so.
 */
export const PERMISSIONS = [
  "tenants:read",
  "tenants:create",
  "tenants:update",
  "tenants:customize",
  "tenants:delete",
  "templates:read",
  "templates:import",
  "templates:author",
  "connections:read",
  "connections:write",
  "connections:test",
  "apps:read",
  "apps:write",
  "apps:query",
  "sheets:write",
  "sheets:manage",
  "reloads:read",
  "reloads:start",
  "reloads:cancel",
  "runs:read",
  "runs:control",
  "members:read",
  "members:write",
  "members:view-as",
  "members:act-as",
  "embeds:read",
  "embeds:write",
  "embeds:preview",
  "files:read",
  "files:write",
  "announcements:read",
  "announcements:write",
  "plans:read",
  "plans:write",
  "billing:read",
  "billing:write",
  "billing:choose",
  "usage:read",
  "usage:write",
  "audit:read",
  "api-keys:read",
  "api-keys:write",
  "users:read",
  "users:write",
  "settings:read",
  "settings:write",
] as const;

export type Permission = (typeof PERMISSIONS)[number];

const READ_ALL: Permission[] = PERMISSIONS.filter((p) => p.endsWith(":read"));
const OPERATE: Permission[] = [
  ...READ_ALL,
  "tenants:create",
  "tenants:update",
  "tenants:customize",
  "tenants:delete",
  "templates:import",
  "templates:author",
  "connections:write",
  "connections:test",
  "apps:write",
  "apps:query",
  "sheets:write",
  "sheets:manage",
  "reloads:start",
  "reloads:cancel",
  "runs:control",
  "members:write",
  "members:view-as",
  "members:act-as",
  "embeds:write",
  "embeds:preview",
  "files:write",
  "announcements:write",
  "plans:write",
  "billing:write",
  "billing:choose",
  "usage:write",
  "api-keys:write",
];

export const OPERATOR_PERMISSIONS: Record<OperatorRole, readonly Permission[]> = {
  owner: PERMISSIONS,
  admin: OPERATE,
  support: [
    ...READ_ALL.filter((p) => p !== "api-keys:read" && p !== "users:read" && p !== "settings:read"),
    "connections:test",
    "members:view-as",
    "reloads:start",
    "reloads:cancel",
    "runs:control",
  ],
  billing: [
    "tenants:read",
    "plans:read",
    "plans:write",
    "billing:read",
    "billing:write",
    "billing:choose",
    "usage:read",
    "audit:read",
  ],
};

/** Within one tenant only. */
export const TENANT_PERMISSIONS: Record<TenantRole, readonly Permission[]> = {
  admin: [
    "tenants:read",
    "tenants:customize",
    "connections:read",
    "connections:write",
    "connections:test",
    "apps:read",
    "apps:query",
    "sheets:write",
    "sheets:manage",
    "reloads:read",
    "reloads:start",
    "reloads:cancel",
    "runs:read",
    "members:read",
    "members:write",
    "embeds:read",
    "embeds:write",
    "embeds:preview",
    "files:read",
    "files:write",
    "plans:read",
    "billing:read",
    "billing:choose",
    "usage:read",
    "audit:read",
  ],
  author: ["tenants:read", "apps:read", "apps:query", "sheets:write", "reloads:read", "members:read"],
  viewer: ["tenants:read", "apps:read", "apps:query"],
};

/** What looks and changes nothing: all that is left of a role while somebody else views the portal with it. */
export const READING: readonly Permission[] = [...READ_ALL, "apps:query"];

/** Never while somebody else views: an embed's session would outlive the view. */
export const NEVER_WHILE_VIEWING: readonly Permission[] = ["embeds:preview", "api-keys:write"];
