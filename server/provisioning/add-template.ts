import { inArray } from "drizzle-orm";
import { append } from "@/server/audit";
import { authorize, type Permission } from "@/server/auth";
import { insertRun, launchRun, RUN_KINDS } from "@/server/runs";
import type { Context } from "@/server/shared/context";
import { AppError } from "@/server/shared/errors";
import { parse } from "@/server/shared/parse";
import { textIn } from "@/server/templates";
import type { AddAppInput } from "./add-app";
import { type CheckedTenant, checkTenants } from "./add-template-check";
import { type AddTemplateInput, addTemplateInput } from "./add-template-schemas";
import type { FleetPart } from "./fleet-parts";
import { MAX_FLEET } from "./fleet-schemas";
import { chosenTenants } from "./fleet-select";

const NEEDED = ["tenants:update", "apps:write"] as const satisfies Permission[];

export interface AddTemplatePreview {
  template: { id: string; version: string; title: string };
  rows: {
    tenantId: string;
    name: string;
    plan: string;
    /** null: the app can be added. */
    problem: CheckedTenant["problem"];
    /** Slot → the tenant's connection it would read from. */
    connections: Record<string, string>;
  }[];
  fit: number;
  /** At most this many tenants in one run; `over` says that more match, and they are not in `rows`. */
  limit: number;
  over: boolean;
}

async function checkInput(ctx: Context, input: AddTemplateInput) {
  const { template, ids, filter } = parse(addTemplateInput, input);
  for (const permission of NEEDED) authorize(ctx, permission);
  const chosen = await chosenTenants(ctx, { ids, filter });
  const over = chosen.length > MAX_FLEET;
  return { over, ...(await checkTenants(ctx, template, chosen.slice(0, MAX_FLEET))) };
}

/**
 * What adding a template to these tenants would do, tenant by tenant, with the reason where it cannot be added.
 * Writes nothing. @throws `template.not_found`
 */
export async function previewAddTemplate(ctx: Context, input: AddTemplateInput): Promise<AddTemplatePreview> {
  const { version, checked, over } = await checkInput(ctx, input);
  const { manifest } = version;
  return {
    template: { id: manifest.id, version: version.version, title: textIn(manifest.title, "en") },
    rows: checked.map(({ tenant, app, problem }) => ({
      tenantId: tenant.id,
      name: tenant.name,
      plan: tenant.plan,
      problem,
      connections: app?.connections ?? {},
    })),
    fit: checked.filter(({ problem }) => problem === null).length,
    limit: MAX_FLEET,
    over,
  };
}

/**
 * Adds a template to all of these tenants that can have it, by one run with a part for each. Others are left alone.
 * @throws `template.not_found`, `fleet.nothing`, `fleet.too_many`
 */
export async function addTemplate(
  ctx: Context,
  input: AddTemplateInput,
): Promise<{ run: string; tenants: number; left: number }> {
  const { version, checked, over } = await checkInput(ctx, input);
  const ref = `${version.manifest.id}@${version.version}`;
  if (over)
    throw new AppError("limit", "fleet.too_many", "More tenants match than one run may have.", {
      advice: "Narrow the filter, and start a run for each part.",
    });
  const fit = checked.filter(({ app }) => app !== null).map(({ tenant }) => tenant);
  if (fit.length === 0)
    throw new AppError("conflict", "fleet.nothing", `None of these tenants can have ${ref} now.`, {
      advice: "The preview says why, tenant by tenant.",
    });
  const [only, ...more] = fit;
  const whom = only && more.length === 0 ? only.name : `${fit.length} tenants`;
  const run = await ctx.store.tx(async (db) => {
    const tenants = fit.map(({ id }) => id);
    const row = await insertRun(ctx, db, {
      kind: "fleet",
      tenantId: null,
      title: `Add ${ref} to ${whom}`,
      input: { action: "add-template", template: ref, tenants },
    });
    const about = { run: row.id, template: ref };
    const payload = { ...about, tenants };
    await append(db, ctx, { tenantId: null, action: "fleet.add-template", target: row.id, payload });
    for (const id of tenants)
      await append(db, ctx, {
        tenantId: id,
        action: "tenant.add-template",
        target: id,
        payload: { ...about, fleet: true },
      });
    return row;
  });
  await launchRun(ctx, run);
  return { run: run.id, tenants: fit.length, left: checked.length - fit.length };
}

/** Parts of such a run, one for each tenant that still can have the template: looked up once, when it begins. */
export async function addTemplateParts(
  ctx: Context,
  runId: string,
  { tenants: ids, template }: { tenants: string[]; template: string },
): Promise<FleetPart[]> {
  const { tenants: t } = ctx.store.tables;
  const { workflow, queue } = RUN_KINDS["add-app"];
  const rows = [];
  for (let i = 0; i < ids.length; i += 500)
    rows.push(
      ...(await ctx.store.read
        .select()
        .from(t)
        .where(inArray(t.id, ids.slice(i, i + 500)))),
    );
  const { checked } = await checkTenants(ctx, template, rows);
  return checked.flatMap(({ tenant, app }) => {
    if (!app) return [];
    const { id: tenantId, plan, platform } = tenant;
    const input: AddAppInput = { runId, tenantId, plan, platform, app };
    return [{ name: workflow, id: `${runId}.${tenantId}`, queue, tenant: tenantId, input: { ...input } }];
  });
}
