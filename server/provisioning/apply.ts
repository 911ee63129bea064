import { and, eq, isNull } from "drizzle-orm";
import type { Database } from "@/db/store";
import { append } from "@/server/audit";
import { authorize } from "@/server/auth";
import { grantFiles, sealSecret } from "@/server/connections";
import { insertRun, launchRun, openRunsOf, type RunRow } from "@/server/runs";
import type { Context } from "@/server/shared/context";
import { canonicalJson } from "@/server/shared/json";
import { type FileIssue, fileError, type YamlDocument } from "@/server/shared/yaml";
import { createTenant, noteTenant, type TenantRow } from "@/server/tenants";
import { type DesiredTenant, desiredHash, differences, normalize } from "./desired";
import { keep } from "./journal";
import { listed, surplus } from "./prune";
import { type ResolvedTenant, resolveTenants } from "./resolve";
import type { SealedSecrets } from "./tenant-steps";
import { parseTenantsFile, type TenantsFile } from "./tenants-file";

export interface ApplyInput {
  /** A tenants file's text: YAML, or JSON. */
  file: string;
  /** Its name, for error messages. */
  fileName?: string;
  /** Values of the variables the file's secrets name. */
  secrets?: Record<string, string>;
  /** Also remove what the file does not name, inside the tenants it names. */
  prune?: boolean;
  /** Folder of this machine that relative paths start from; only the machine's own command line gives one. */
  folder?: string;
  /** Marks new tenants as samples. */
  sample?: boolean;
}

export interface AppliedTenant {
  /** Tenantry's id. */
  tenant: string;
  slug: string;
  run: string;
  /** What `prune` takes away, one line each: `app inventory`. */
  removes?: string[];
}

const CODE = "tenants.file";
/** What bringing a tenant to a description takes. */
export const APPLY_PERMISSIONS = [
  "tenants:create",
  "tenants:update",
  "members:write",
  "connections:write",
  "apps:write",
] as const;

/**
 * Brings every tenant of a file to what it describes, by one durable run each. Everything in the file is checked
 * before anything is written; tenants it does not name are left alone.
 * @throws `tenants.file` whose issues name file, line, column and path
 */
export async function applyTenants(ctx: Context, input: ApplyInput): Promise<{ tenants: AppliedTenant[] }> {
  for (const permission of APPLY_PERMISSIONS) authorize(ctx, permission);
  const document = parseTenantsFile({ file: input.fileName ?? "tenants.yaml", text: input.file });
  const { tenants, issues } = await resolveTenants(ctx, document, input.folder);
  const rows = await Promise.all(tenants.map((t) => tenantBySlug(ctx, t.slug)));
  const secrets = input.secrets ?? {};
  issues.push(...missingSecrets(document, secrets), ...immovable(document, rows));
  if (issues.length > 0) throw fileError(CODE, issues);
  const applied: AppliedTenant[] = [];
  for (const [i, wanted] of tenants.entries())
    applied.push(await applyTenant(ctx, wanted, rows[i] ?? null, secrets, input));
  return { tenants: applied };
}

/** The tenant of that slug, or null. */
export async function tenantBySlug(ctx: Context, slug: string): Promise<TenantRow | null> {
  const { tenants: t } = ctx.store.tables;
  const [row] = await ctx.store.read
    .select()
    .from(t)
    .where(and(eq(t.slug, slug), isNull(t.deletedAt)));
  return row ?? null;
}

function missingSecrets(document: YamlDocument<TenantsFile>, secrets: Record<string, string>): FileIssue[] {
  return document.value.tenants.flatMap((t, i) =>
    t.connections.flatMap((c, j) =>
      c.secret && !secrets[c.secret.env]
        ? [
            document.issue(
              ["tenants", i, "connections", j, "secret", "env"],
              `the environment variable ${c.secret.env} is not set`,
            ),
          ]
        : [],
    ),
  );
}

/** Tenants of a file that are where, or as, they cannot be changed. */
export function immovable(document: YamlDocument<TenantsFile>, rows: (TenantRow | null)[]): FileIssue[] {
  return rows.flatMap((row, i) => {
    const platform = document.value.tenants[i]?.platform;
    if (row && row.platform !== platform)
      return [document.issue(["tenants", i, "platform"], `the tenant is on ${row.platform} and cannot move`)];
    if (row && ["suspended", "deleting"].includes(row.state))
      return [document.issue(["tenants", i, "slug"], `this tenant is ${row.state}`)];
    return [];
  });
}

interface ApplyOptions extends Pick<ApplyInput, "prune" | "sample"> {
  /** Secrets that are stored already, by connection; they stand for variables that are not given. */
  kept?: SealedSecrets;
  /** Called in the transaction of the run's row; what it throws leaves no run. */
  claim?: (db: Database, run: RunRow) => Promise<void>;
}

/** Starts the run that brings one tenant to what is wanted, or answers with the run that does so already. */
export async function applyTenant(
  ctx: Context,
  wanted: ResolvedTenant,
  existing: TenantRow | null,
  values: Record<string, string>,
  { prune = false, sample = false, kept = {}, claim }: ApplyOptions,
): Promise<AppliedTenant> {
  const { slug, name, plan, platform, region, language, branding } = wanted;
  const details = { slug, name, plan, platform, region, language, branding };
  const tenant = existing?.id ?? (await createTenant(ctx, { ...details, sample })).id;
  await grantFiles(ctx, ctx.tools.fileGrants, {
    tenantId: tenant,
    paths: wanted.connections.flatMap((c) => ctx.tools.connectionTester.paths(c.kind, c.properties)),
  });
  const { desired, sealed } = await withSecrets(ctx, tenant, wanted, { values, kept });
  const removes = prune ? { removes: listed(await surplus(ctx, tenant, desired)) } : {};
  const open = (await openRunsOf(ctx, tenant)).findLast((r) => r.kind === "provision");
  if (open && sameWish(open, desired, prune)) return { tenant, slug, run: open.id, ...removes };
  const before = (existing?.desired ?? null) as DesiredTenant | null;
  const run = await ctx.store.tx(async (db) => {
    const row = await insertRun(ctx, db, {
      kind: "provision",
      tenantId: tenant,
      title: before ? `Update ${name}` : `Set up ${name}`,
      input: { tenantId: tenant, desired, prune },
    });
    await claim?.(db, row);
    await keep(ctx, db, row.id, "secrets", sealed);
    const payload = { run: row.id, hash: desiredHash(desired), prune, changes: differences(before, desired) };
    await append(db, ctx, { tenantId: tenant, action: "tenant.apply", target: tenant, payload });
    return row;
  });
  await noteTenant(ctx, tenant, { lastRunId: run.id });
  await launchRun(ctx, run);
  return { tenant, slug, run: run.id, ...removes };
}

/** The same file applied again while its run is still going: that run is the answer. */
function sameWish(run: RunRow, desired: DesiredTenant, prune: boolean): boolean {
  const wish = run.input as { desired?: DesiredTenant; prune?: boolean };
  const waiting = run.state === "queued" || run.state === "running";
  return waiting && wish.prune === prune && canonicalJson(wish.desired) === canonicalJson(desired);
}

async function withSecrets(
  ctx: Context,
  tenant: string,
  wanted: ResolvedTenant,
  { values, kept }: { values: Record<string, string>; kept: SealedSecrets },
): Promise<{ desired: DesiredTenant; sealed: SealedSecrets }> {
  const sealed: SealedSecrets = {};
  const connections: DesiredTenant["connections"] = [];
  for (const { env, ...connection } of wanted.connections) {
    const value = env === null ? undefined : values[env];
    const stored = env === null ? null : (kept[connection.name] ?? null);
    const secret = value ? await sealSecret(ctx.keyring, tenant, connection.name, value) : stored;
    if (secret) sealed[connection.name] = secret;
    connections.push({ ...connection, secret: env && secret ? { env, hmac: secret.secretHmac } : null });
  }
  return { desired: normalize({ ...wanted, connections }), sealed };
}
