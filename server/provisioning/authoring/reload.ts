import { authorize } from "@/server/auth";
import { type ConnectionRow, connectionRows, connectionSecret, grantFiles } from "@/server/connections";
import { type Context, systemContext } from "@/server/shared/context";
import { AppError } from "@/server/shared/errors";
import { parse } from "@/server/shared/parse";
import {
  getDraft,
  getTemplateVersion,
  keepDraftSample,
  type ReloadDraftInput,
  reloadDraftInput,
  stageDraft,
  type TemplateVersion,
} from "@/server/templates";
import type { TenantRow } from "@/server/tenants";
import { appIdOf } from "../app-steps";
import { applyTenant } from "../apply";
import type { SealedSecrets } from "../tenant-steps";
import type { SampleDatabase } from "./sample-databases";
import { ensureSourceTenant } from "./source-tenant";
import { asWanted, type Bound, bindSlots, sampleApp, wantedSource } from "./wanted";

export interface DraftRun {
  run: string;
  tenant: string;
  /** App of the source tenant whose reload the run is. */
  app: string;
  version: string;
}

/**
 * Runs a draft (or, to compare, the newest release) on sample data: frozen as a version of its own, given to the
 * source tenant, reloaded, checked and published there, by the run every customer's app goes through.
 * @throws `templates.invalid` with every mistake, `templates.no_sample`, `templates.sample`, `templates.no_draft`
 */
export async function reloadDraft(ctx: Context, input: ReloadDraftInput): Promise<DraftRun> {
  authorize(ctx, "templates:author");
  const { id, which } = parse(reloadDraftInput, input);
  const draft = await getDraft(ctx, { id });
  if (which === "released" && !draft.latestVersion) throw neverReleased(id);
  const source = await ensureSourceTenant(ctx, "draft");
  const version =
    which === "released"
      ? await getTemplateVersion(ctx, { id, version: draft.latestVersion })
      : await stageDraft(ctx, { id });
  const bound = await bindSlots(ctx, source, version, draft.sample);
  if (which === "draft") await keepDraftSample(ctx, id, () => bound.sample);
  const rows = await connectionRows(ctx, source.id);
  if (which === "released") return runReleased(ctx, source, bound, version);
  const connections = [...asWanted(rows), ...bound.fresh.map(freshConnection)];
  const app = sampleApp(version, bound.sample, connections);
  const applied = await applyTenant(
    ctx,
    wantedSource(source, connections, app),
    source,
    {},
    {
      kept: stored(rows),
    },
  );
  return { run: applied.run, tenant: source.id, app: appIdOf(source.id, id), version: version.version };
}

/** The release goes to a tenant of its own, so that the two can be asked side by side. */
async function runReleased(
  ctx: Context,
  source: TenantRow,
  bound: Bound,
  version: TemplateVersion,
): Promise<DraftRun> {
  const rows = await connectionRows(ctx, source.id);
  const twin: TenantRow = await ensureSourceTenant(ctx, "released");
  const used = Object.values(bound.sample.connections ?? {});
  const behind = rows.filter((r) => used.includes(r.name));
  const connections = [...asWanted(behind), ...bound.fresh.map(freshConnection)];
  const secrets: Record<string, string> = {};
  for (const { tenantId, name, secret } of behind) {
    const value =
      secret === null ? null : await connectionSecret(systemContext(ctx, "source-tenant"), tenantId, name);
    if (value !== null) secrets[name] = value;
  }
  await grantAlike(ctx, source.id, twin.id, connections);
  const app = sampleApp(version, bound.sample, connections);
  const applied = await applyTenant(ctx, wantedSource(twin, connections, app), twin, secrets, {});
  return {
    run: applied.run,
    tenant: twin.id,
    app: appIdOf(twin.id, version.templateId),
    version: version.version,
  };
}

/** What the source tenant may read of this machine, its twin may read for the same connections. */
async function grantAlike(
  ctx: Context,
  from: string,
  to: string,
  connections: { kind: string; properties: Record<string, unknown> }[],
): Promise<void> {
  const { connectionTester, fileGrants } = ctx.tools;
  const paths = connections
    .flatMap((c) => connectionTester.paths(c.kind, c.properties))
    .filter((path) => fileGrants.of(from).includes(path));
  const actor = systemContext(ctx, "source-tenant", ctx.requestId);
  if (paths.length > 0) await grantFiles(actor, fileGrants, { tenantId: to, paths });
}

const freshConnection = ({ name, kind, properties }: SampleDatabase) => ({
  ...{ name, kind, properties },
  env: null,
});

function stored(rows: ConnectionRow[]): SealedSecrets {
  return Object.fromEntries(
    rows.flatMap(({ name, secret, secretHmac }) =>
      secret !== null && secretHmac !== null ? [[name, { secret, secretHmac }] as const] : [],
    ),
  );
}

function neverReleased(id: string): AppError {
  return new AppError("conflict", "templates.never_released", `"${id}" was never released.`, {
    advice: "There is nothing to compare the draft with.",
    params: { id },
  });
}
