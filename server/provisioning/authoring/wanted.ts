import type { DraftSample } from "@/db/schema";
import { type ConnectionRow, connectionRows } from "@/server/connections";
import type { Context } from "@/server/shared/context";
import { AppError } from "@/server/shared/errors";
import { type TemplateVersion, textIn } from "@/server/templates";
import type { TenantRow } from "@/server/tenants";
import type { DesiredApp } from "../desired";
import type { ResolvedTenant } from "../resolve";
import { checkApp } from "../resolve-app";
import { fittingSample, type SampleDatabase } from "./sample-databases";

/** What a draft will be tried with, and sample databases that the source tenant gets a connection to for it. */
export interface Bound {
  sample: DraftSample;
  fresh: SampleDatabase[];
}

/**
 * Fills the slots that nobody has chosen a connection for: with a connection of the slot's name, else with a sample
 * database that has what the slot's tables need.
 */
export async function bindSlots(
  ctx: Context,
  source: TenantRow,
  { manifest }: TemplateVersion,
  sample: DraftSample,
): Promise<Bound> {
  const rows = await connectionRows(ctx, source.id);
  const connections: Record<string, string> = {};
  const tables: NonNullable<DraftSample["tables"]> = { ...sample.tables };
  const fresh: SampleDatabase[] = [];
  for (const slot of manifest.connections) {
    const chosen = sample.connections?.[slot.name];
    const known = rows.find((r) => r.name === chosen) ?? rows.find((r) => r.name === slot.name);
    if (known) connections[slot.name] = known.name;
    if (known) continue;
    const found = await fittingSample(ctx, source.id, manifest, slot);
    if (!found) throw noSample(slot.name);
    if (!rows.some((r) => r.name === found.name)) fresh.push(found);
    connections[slot.name] = found.name;
    Object.assign(tables, found.tables);
  }
  return { sample: { ...sample, connections, tables }, fresh };
}

function noSample(slot: string): AppError {
  return new AppError(
    "conflict",
    "templates.no_sample",
    `No sample database has the tables that are read through "${slot}".`,
    {
      advice: "Add a connection to the source tenant, and choose it under Sample data.",
      params: { slot },
      issues: [{ path: `connections.${slot}`, message: "has no sample data" }],
    },
  );
}

/** The app of a version, tried with a draft's sample settings. @throws `templates.sample` with an issue per setting */
export function sampleApp(
  version: TemplateVersion,
  sample: DraftSample,
  connections: { name: string; kind: string }[],
): DesiredApp {
  const { manifest } = version;
  const issues: { path: string; message: string }[] = [];
  // Tables and columns a draft no longer declares are left out, not refused: they are settings of an earlier text.
  const tables = Object.fromEntries(
    Object.entries(sample.tables ?? {}).flatMap(([name, mapping]) => {
      const columns = manifest.tables.find((t) => t.name === name)?.columns.map((c) => c.name);
      if (!columns) return [];
      const known = Object.entries(mapping.columns ?? {}).filter(([column]) => columns.includes(column));
      return [[name, { ...mapping, ...(mapping.columns ? { columns: Object.fromEntries(known) } : {}) }]];
    }),
  );
  const names = manifest.parameters.map((p) => p.name);
  const parameters = Object.fromEntries(
    Object.entries(sample.parameters ?? {}).filter(([name]) => names.includes(name)),
  );
  const slots = manifest.connections.map((c) => c.name);
  const chosen = Object.fromEntries(
    Object.entries(sample.connections ?? {}).filter(([slot]) => slots.includes(slot)),
  );
  const filled = checkApp(
    { connections },
    { connections: chosen, parameters, tables },
    manifest,
    (path, message) => void issues.push({ path: path.map(String).join("."), message }),
  );
  const [first] = issues;
  if (first)
    throw new AppError("invalid", "templates.sample", `The sample data do not fit: ${first.message}`, {
      advice: "Change them under Sample data, or the template's declarations.",
      issues,
    });
  return {
    template: manifest.id,
    version: version.version,
    title: textIn(manifest.title, "en"),
    ...filled,
    tables,
    publish: true,
    space: "Published",
    schedule: null,
  };
}

type WantedConnection = ResolvedTenant["connections"][number];

/** The source tenant as it is, with one app to be tried. Other apps stay as they are. */
export function wantedSource(
  source: TenantRow,
  connections: WantedConnection[],
  app: DesiredApp,
): ResolvedTenant {
  const { slug, name, plan, platform, region, language, branding } = source;
  return {
    ...{ slug, name, plan, platform, region, language, branding },
    identity: { keys: [] },
    groups: [],
    spaces: [
      { name: "Staging", kind: "shared", rights: {} },
      { name: "Published", kind: "managed", rights: {} },
    ],
    members: [],
    connections,
    apps: [app],
  };
}

/** Stored connections as wishes; their secrets stay what they are. */
export function asWanted(rows: ConnectionRow[]): WantedConnection[] {
  return rows.map(({ name, kind, properties, secret }) => ({
    ...{ name, kind, properties },
    env: secret === null ? null : name,
  }));
}
