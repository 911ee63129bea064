/** Guides in `docs/`; what each says is in the messages. */
export const GUIDES = [
  { key: "firstHour", file: "docs/first-hour.md" },
  { key: "operators", file: "docs/operators.md" },
  { key: "tenantsFile", file: "docs/tenants-file.md" },
  { key: "templates", file: "docs/templates.md" },
  { key: "authoring", file: "docs/authoring.md" },
  { key: "loadScript", file: "docs/load-script.md" },
  { key: "sources", file: "docs/sources.md" },
  { key: "chartExpressions", file: "docs/chart-expressions.md" },
  { key: "customerAdmin", file: "docs/customer-admin.md" },
  { key: "embedding", file: "docs/embedding.md" },
  { key: "types", file: "docs/types.md" },
  { key: "permissions", file: "docs/permissions.md" },
  { key: "security", file: "docs/security.md" },
] as const;

/** Words of the product, in the order one meets them; `operators` ones are not for people of customers. */
export const WORDS = [
  { key: "tenant" },
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
