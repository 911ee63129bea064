import { didYouMean } from "@/server/shared/nearest";
import type { FileIssue, YamlDocument } from "@/server/shared/yaml";
import { splitRef } from "@/server/templates";
import type { TenantEntry, TenantsFile } from "./tenants-file";

/** Names that a tenants file uses but does not declare, and names it declares twice. */
export function checkReferences(document: YamlDocument<TenantsFile>): FileIssue[] {
  const { tenants } = document.value;
  const slugs = tenants.map((t) => t.slug);
  return [
    ...twice(document, ["tenants"], slugs, "slug"),
    ...tenants.flatMap((t, i) => [...declaredTwice(document, t, i), ...undeclared(document, t, i)]),
  ];
}

function declaredTwice(document: YamlDocument<TenantsFile>, t: TenantEntry, i: number): FileIssue[] {
  const at = (list: string) => ["tenants", i, list];
  return [
    ...twice(
      document,
      at("connections"),
      t.connections.map((c) => c.name),
      "name",
    ),
    ...twice(
      document,
      at("members"),
      t.members.map((m) => m.email),
      "email",
    ),
    ...twice(document, at("groups"), t.groups),
    ...twice(
      document,
      at("spaces"),
      (t.spaces ?? []).map((s) => s.name),
      "name",
    ),
    ...twice(
      document,
      at("apps"),
      t.apps.map((a) => splitRef(a.template).id),
      "template",
    ),
  ];
}

function undeclared(document: YamlDocument<TenantsFile>, t: TenantEntry, i: number): FileIssue[] {
  const issues: FileIssue[] = [];
  const unknown = (kind: string, name: string, known: string[], path: PropertyKey[]) => {
    if (known.includes(name)) return;
    const hint = didYouMean(name, known) || ` Declare it under "${kind}s".`;
    issues.push(
      document.issue(["tenants", i, ...path], `there is no ${kind} "${name}" in this tenant.${hint}`),
    );
  };
  for (const [m, member] of t.members.entries())
    for (const [g, name] of member.groups.entries())
      unknown("group", name, t.groups, ["members", m, "groups", g]);
  for (const [s, space] of (t.spaces ?? []).entries())
    for (const name of Object.keys(space.rights))
      unknown("group", name, t.groups, ["spaces", s, "rights", name]);
  const connections = t.connections.map((c) => c.name);
  const managed = t.spaces?.filter((s) => s.kind === "managed").map((s) => s.name);
  for (const [a, app] of t.apps.entries()) {
    for (const [slot, name] of Object.entries(app.connections))
      unknown("connection", name, connections, ["apps", a, "connections", slot]);
    if (app.space && managed) unknown("space", app.space, managed, ["apps", a, "space"]);
    if (app.publish && managed?.length === 0)
      issues.push(document.issue(["tenants", i, "spaces"], "needs a managed space to publish apps in"));
  }
  return issues;
}

function twice(
  document: YamlDocument<unknown>,
  path: PropertyKey[],
  names: string[],
  key?: string,
): FileIssue[] {
  const seen = new Set<string>();
  return names.flatMap((name, n) => {
    const first = !seen.has(name);
    seen.add(name);
    return first ? [] : [document.issue([...path, n, ...(key ? [key] : [])], `"${name}" is there twice`)];
  });
}
