import { stringify } from "yaml";
import type { TableMapping } from "@/db/schema";
import type { Connection } from "@/server/connections";
import type { DraftApp, DraftData } from "./schemas";

/** Name of the variable a tenants file takes a connection's secret from. */
export function secretVariable(slug: string, connection: string): string {
  const name = `${slug}_${connection}_SECRET`.toUpperCase().replace(/[^A-Z0-9]+/g, "_");
  return /^[A-Z_]/.test(name) ? name : `_${name}`;
}

/** Connections at least one app reads from. */
export function usedConnections(data: DraftData, connections: Connection[]): Connection[] {
  const names = new Set((data.apps ?? []).flatMap((a) => Object.values(a.connections)));
  return connections.filter((c) => names.has(c.name));
}

const isEmpty = (value: unknown) =>
  value === undefined ||
  value === null ||
  value === "" ||
  (typeof value === "object" && Object.keys(value).length === 0);

function filled<T extends object>(object: T): Partial<T> {
  return Object.fromEntries(Object.entries(object).filter(([, v]) => !isEmpty(v))) as Partial<T>;
}

function tableEntry({ table, columns, where }: TableMapping) {
  const renamed = Object.entries(columns ?? {}).map(([name, source]) => [
    name,
    source === "" ? null : source,
  ]);
  return filled({ table, columns: Object.fromEntries(renamed), where });
}

function appEntry(app: DraftApp) {
  const tables = Object.entries(app.tables)
    .map(([name, mapping]) => [name, tableEntry(mapping as TableMapping)] as const)
    .filter(([, entry]) => !isEmpty(entry));
  const parameters = filled(app.parameters);
  return filled({
    template: app.template,
    connections: app.connections,
    parameters,
    tables: Object.fromEntries(tables),
  });
}

/** A finished draft as an entry of a tenants file: what `tenants apply` takes. Secrets by the names of variables. */
export function draftEntry(data: DraftData, connections: Connection[]): Record<string, unknown> {
  const { details = {}, people = {}, apps = [] } = data;
  const slug = details.slug ?? "";
  const branding = filled({ color: details.color, logo: details.logo?.id });
  const admin = { email: people.admin?.email, name: people.admin?.name, role: "admin" };
  const others = (people.others ?? []).map((m) => filled(m));
  const groups = new Set([...(people.groups ?? []), ...(people.others ?? []).flatMap((m) => m.groups)]);
  return filled({
    slug,
    name: details.name?.trim(),
    plan: details.plan,
    region: details.region?.trim(),
    language: details.language,
    branding,
    groups: [...groups],
    members: [admin, ...others],
    connections: usedConnections(data, connections).map((c) =>
      filled({
        name: c.name,
        kind: c.kind,
        properties: c.properties,
        secret: c.hasSecret ? { env: secretVariable(slug, c.name) } : undefined,
      }),
    ),
    apps: apps.map(appEntry),
  });
}

/** The same as a tenants file. */
export function entryYaml(entry: Record<string, unknown>): string {
  return stringify({ tenants: [entry] }, { lineWidth: 0 });
}
