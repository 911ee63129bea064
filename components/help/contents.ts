/** Guides in `docs/`; what each says is in the messages. Those for `admins` of customers are theirs too. */
export const GUIDES = [
  { key: "firstHour", file: "docs/first-hour.md" },
  { key: "operators", file: "docs/operators.md" },
  { key: "tenantsFile", file: "docs/tenants-file.md" },
  { key: "templates", file: "docs/templates.md" },
  { key: "authoring", file: "docs/authoring.md" },
  { key: "drafts", file: "docs/drafts.md" },
  { key: "loadScript", file: "docs/load-script.md" },
  { key: "sources", file: "docs/sources.md" },
  { key: "chartExpressions", file: "docs/chart-expressions.md" },
  { key: "customerAdmin", file: "docs/customer-admin.md", admins: true },
  { key: "embedding", file: "docs/embedding.md", admins: true },
  { key: "usage", file: "docs/usage.md" },
  { key: "billing", file: "docs/billing.md" },
  { key: "types", file: "docs/types.md" },
  { key: "permissions", file: "docs/permissions.md" },
  { key: "security", file: "docs/security.md" },
] as const;

export type Guide = (typeof GUIDES)[number];

/** Operators read all of them; admins of customers what is for them. */
export function guidesFor({
  operatorRole,
  memberships,
}: {
  operatorRole: string | null;
  memberships: readonly { role: string }[];
}): Guide[] {
  if (operatorRole !== null) return [...GUIDES];
  return memberships.some(({ role }) => role === "admin") ? GUIDES.filter((guide) => "admins" in guide) : [];
}

/** Words of the product, in the order one meets them; `operators` ones are not for people of customers. */
export const WORDS = [
  { key: "tenant", operators: true },
  { key: "template", operators: true },
  { key: "sourceTenant", operators: true },
  { key: "connection" },
  { key: "app" },
  { key: "sheet" },
  { key: "space", operators: true },
  { key: "reload" },
  { key: "generation", operators: true },
  { key: "publish" },
  { key: "run" },
  { key: "embed" },
  { key: "member" },
  { key: "plan" },
  { key: "audit" },
] as const;
