import { planByRef } from "@/server/plans";
import type { Context } from "@/server/shared/context";
import { isAppError } from "@/server/shared/errors";
import type { FileIssue, YamlDocument } from "@/server/shared/yaml";
import {
  getTemplateVersion,
  NOTHING_PARTIAL,
  splitRef,
  type TemplateVersion,
  textIn,
} from "@/server/templates";
import { describedBy, moduleProblem } from "./check-module";
import type { DesiredApp, DesiredTenant } from "./desired";
import { checkApp } from "./resolve-app";
import type { TenantEntry, TenantsFile } from "./tenants-file";

/** A file's tenant before its secrets are known: they are hashed with a key of the tenant's own. */
export type ResolvedTenant = Omit<DesiredTenant, "connections"> & {
  connections: (Omit<DesiredTenant["connections"][number], "secret"> & { env: string | null })[];
};

type Tell = (path: PropertyKey[], message: string) => void;

/**
 * Completes every tenant of a file with what templates and plans say, and checks one against the other.
 * @returns the tenants and everything that is wrong; nothing is written
 */
export async function resolveTenants(
  ctx: Context,
  document: YamlDocument<TenantsFile>,
  folder?: string,
): Promise<{ tenants: ResolvedTenant[]; issues: FileIssue[] }> {
  const issues: FileIssue[] = [];
  const versions = new Map<string, TemplateVersion | string>();
  const tenants: ResolvedTenant[] = [];
  for (const [i, entry] of document.value.tenants.entries()) {
    const tell: Tell = (path, message) => void issues.push(document.issue(["tenants", i, ...path], message));
    tenants.push(await resolveTenant(ctx, entry, versions, tell, folder));
  }
  return { tenants, issues };
}

async function resolveTenant(
  ctx: Context,
  entry: TenantEntry,
  versions: Map<string, TemplateVersion | string>,
  tell: Tell,
  folder: string | undefined,
): Promise<ResolvedTenant> {
  const { slug, name, platform, region, language, branding, groups } = entry;
  const plan = planByRef(entry.plan);
  const { apps: maxApps, members: maxMembers } = plan.entitlements;
  if (entry.apps.length > maxApps) tell(["apps"], `the plan ${plan.ref} allows ${maxApps} apps`);
  if (entry.members.length > maxMembers)
    tell(["members"], `the plan ${plan.ref} allows ${maxMembers} members`);
  const spaces = entry.spaces ?? standardSpaces(groups);
  const described = await describedBy(ctx, slug, plan.ref);
  const apps: DesiredApp[] = [];
  for (const [i, app] of entry.apps.entries()) {
    const version = await templateOf(ctx, app.template, versions);
    const problem =
      typeof version === "string" ? version : await moduleProblem(ctx, described, version.manifest);
    if (problem !== null) tell(["apps", i, "template"], problem);
    if (typeof version !== "string")
      apps.push(
        resolveApp(ctx, entry, spaces, i, version, (path, message) => tell(["apps", i, ...path], message)),
      );
  }
  return {
    slug,
    name,
    plan: plan.ref,
    platform,
    region,
    language,
    branding,
    groups,
    spaces,
    identity: { keys: entry.identity?.keys ?? [] },
    members: entry.members.map((m) => ({ ...m, name: m.name ?? m.email })),
    connections: entry.connections.map((c, i) => ({
      name: c.name,
      kind: c.kind,
      properties: checkedProperties(ctx, c, folder, (path, message) =>
        tell(["connections", i, ...path], message),
      ),
      env: c.secret?.env ?? null,
    })),
    apps,
  };
}

/** One space to prepare in, one to publish in, which everybody in a group of the tenant may view. */
function standardSpaces(groups: string[]): DesiredTenant["spaces"] {
  const rights = Object.fromEntries(groups.map((g) => [g, "view" as const]));
  return [
    { name: "Staging", kind: "shared", rights: {} },
    { name: "Published", kind: "managed", rights },
  ];
}

/** The version, or a sentence that says why there is none. */
async function templateOf(ctx: Context, ref: string, versions: Map<string, TemplateVersion | string>) {
  const known = versions.get(ref);
  if (known) return known;
  const found = await getTemplateVersion(ctx, splitRef(ref)).catch((error: unknown) => {
    if (!isAppError(error)) throw error;
    return `${error.message} ${error.options.advice ?? ""}`.trim();
  });
  versions.set(ref, found);
  return found;
}

function checkedProperties(
  ctx: Context,
  c: TenantEntry["connections"][number],
  folder: string | undefined,
  tell: Tell,
) {
  const { connectionTester } = ctx.tools;
  try {
    const properties = folder ? connectionTester.anchored(c.kind, c.properties, folder) : c.properties;
    return connectionTester.parse(c.kind, properties);
  } catch (error) {
    if (!isAppError(error)) throw error;
    const issues = error.options.issues ?? [];
    if (issues.length === 0) tell(["kind"], `${error.message} ${error.options.advice ?? ""}`.trim());
    for (const i of issues) tell(["properties", ...i.path.split(".").filter(Boolean)], i.message);
    return c.properties;
  }
}

function resolveApp(
  ctx: Context,
  entry: TenantEntry,
  spaces: DesiredTenant["spaces"],
  index: number,
  version: TemplateVersion,
  tell: Tell,
): DesiredApp {
  const app = entry.apps[index];
  if (!app) throw new Error("no such app");
  const { manifest } = version;
  const { connections, parameters } = checkApp(entry, app, manifest, tell);
  const space = app.space ?? spaces.find((s) => s.kind === "managed")?.name ?? "";
  if (!spaces.some((s) => s.name === space && s.kind === "managed"))
    tell(["space"], `there is no managed space "${space}" in this tenant`);
  const asked = app.schedule || undefined;
  if (asked?.partial && !partialOf(ctx, version)) tell(["schedule", "partial"], NOTHING_PARTIAL);
  return {
    template: manifest.id,
    version: version.version,
    title: textIn(app.title ?? manifest.title, entry.language),
    connections,
    parameters,
    tables: app.tables,
    publish: app.publish,
    space,
    schedule: app.schedule === false ? null : (app.schedule ?? manifest.schedule ?? null),
  };
}

const partialOf = ({ tools }: Context, { script }: TemplateVersion): boolean =>
  tools.checkScript.hasPartialLoads?.(script) ?? true;
