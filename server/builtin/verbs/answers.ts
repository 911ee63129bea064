import type { BuiltinOptions } from "@/server/builtin/deps";
import { read, readAll } from "@/server/builtin/effects";
import { requireObject, requireTenant } from "@/server/builtin/objects";
import { missing, platformError } from "@/server/platform/errors";
import type { CellValue } from "@/server/platform/model";
import type { Platform, TenantRef, VerifyCheck } from "@/server/platform/port";
import { verifyGeneration } from "@/server/platform/verification";

type Deps = Pick<BuiltinOptions, "state" | "generations" | "hosts" | "onUsage">;
type Answers = Pick<
  Platform,
  "verify" | "verifyPublished" | "query" | "fieldValues" | "ask" | "model" | "usage"
>;

/** Everything that asks a generation and changes nothing. */
export function answers(deps: Deps): Answers {
  const { state, hosts, onUsage } = deps;

  async function serving(tenant: TenantRef, app: string, which: "published" | "staged") {
    await requireTenant(state, tenant);
    if (await read(state, tenant.id, "suspension", "tenant"))
      throw platformError("platform.forbidden", "The tenant is suspended.", {
        advice: "Resume the tenant to ask its apps.",
      });
    const pointer = await requireObject(state, tenant.id, which, app);
    return { tenant: tenant.id, app, generation: pointer.generation };
  }

  return {
    async verify(tenant, input) {
      await requireTenant(state, tenant);
      const stored = await requireObject(state, tenant.id, "generation", input.generation);
      if (stored.app !== input.app) throw missing("generation", input.generation, "startReload");
      const id = { tenant: tenant.id, app: input.app, generation: input.generation };
      return verifyGeneration(input, {
        rows: stored.facts.rows,
        model: await hosts.for("everything").model(id),
        measure: (check) => measure(deps, id, check),
      });
    },
    async verifyPublished(tenant, input) {
      await requireTenant(state, tenant);
      const pointer = await requireObject(state, tenant.id, "published", input.app);
      return verifyServing(
        deps,
        { tenant: tenant.id, app: input.app, generation: pointer.generation },
        input.generation,
      );
    },
    async query(tenant, app, query, which = "published", asker) {
      const result = await hosts.for(asker ?? null).query(await serving(tenant, app, which), query);
      onUsage({ tenant: tenant.id, type: "query", quantity: 1, unit: "query" });
      return result;
    },
    async fieldValues(tenant, app, query, asker) {
      return hosts.for(asker ?? null).fieldValues(await serving(tenant, app, "published"), query);
    },
    async model(tenant, app, asker) {
      return hosts.for(asker ?? null).model(await serving(tenant, app, "published"));
    },
    async ask(tenant, app, batch, signal, asker) {
      const id = await serving(tenant, app, "published");
      const answer = await hosts.for(asker ?? null).ask(id, batch, signal);
      onUsage({ tenant: tenant.id, type: "query", quantity: 1, unit: "query" });
      return answer;
    },
    usage: (tenant) => usageOf(deps, tenant),
  };
}

async function measure(deps: Deps, id: Serving, check: VerifyCheck): Promise<CellValue> {
  const { measure: expression, selections = {} } = check;
  const result = await deps.hosts
    .for("everything")
    .query(id, { dimensions: [], measures: [expression], selections });
  return result.rows[0]?.[0] ?? null;
}

interface Serving {
  tenant: string;
  app: string;
  generation: string;
}

/** The pointer says it, and the generation answers a question with the rows it was made of. */
async function verifyServing(deps: Deps, id: Serving, wanted: string) {
  if (id.generation !== wanted) {
    const message = `The published app answers from generation ${id.generation}, not from ${wanted}.`;
    return { ok: false, checks: [{ name: "published", ok: false, value: id.generation, message }] };
  }
  const model = await deps.hosts.for("everything").model(id);
  const field = model.fields[0]?.name;
  if (field === undefined) {
    const message = "The published app has no field.";
    return { ok: false, checks: [{ name: "answer", ok: false, message }] };
  }
  const values = await deps.hosts.for("everything").fieldValues(id, { field, limit: 1 });
  const ok = values.generation === wanted;
  const message = ok ? {} : { message: `The answer came from generation ${values.generation}.` };
  const published = { name: "published", ok: true, value: wanted };
  return { ok, checks: [published, { name: "answer", ok, value: values.total, ...message }] };
}

async function usageOf({ state, generations }: Deps, tenant: TenantRef) {
  await requireTenant(state, tenant);
  const stored = await readAll(state, tenant.id, "generation");
  const facts = new Map(stored.map((g) => [g.key, g.value.facts]));
  const published = await readAll(state, tenant.id, "published");
  let bytes = 0;
  for (const id of await generations.list(tenant.id))
    bytes += facts.get(id.generation)?.bytes ?? (await generations.size(id)) ?? 0;
  return {
    rows: published.reduce((sum, p) => sum + (facts.get(p.value.generation)?.rows ?? 0), 0),
    bytes,
    apps: (await readAll(state, tenant.id, "app")).length,
  };
}
