import { expect } from "vitest";
import type { BuiltinHarness } from "@/server/builtin/testing/harness";
import { World } from "@/server/platform/contract/world";
import type { TenantEntry } from "@/server/provisioning/tenants-file";
import { compileTemplate, type Manifest, readTemplateFolder } from "@/server/templates";

/**
 * Imports and reloads one template for a tenant of a tenants file, and runs the template's own checks. Returns the
 * world whose staged generation can then be asked.
 * @param secret of the tenant's connections, where they have one
 */
export async function reloaded(
  harness: BuiltinHarness,
  tenant: TenantEntry,
  templateFolder: string,
  secret: string | null,
): Promise<World> {
  const { manifest, script } = compileTemplate(await readTemplateFolder(templateFolder));
  const world = new World(harness);
  await prepare(world, tenant, manifest, script, secret);
  const done = await world.reload();
  expect(done.error).toBeUndefined();
  const fields = manifest.fields.map((f) => f.name);
  const spec = world.verifySpec(done.generationId, { fields, checks: manifest.verify });
  const verified = await world.platform.verify(world.tenant, spec);
  expect(verified.checks.filter((c) => !c.ok)).toEqual([]);
  expect(verified.ok).toBe(true);
  return world;
}

async function prepare(
  world: World,
  tenant: TenantEntry,
  manifest: Manifest,
  script: string,
  secret: string | null,
): Promise<void> {
  const { platform, app } = world;
  const wanted = tenant.apps.find((a) => a.template.startsWith(`${manifest.id}@`));
  const connections = tenant.connections.map(({ name, kind, properties, secret: named }) => {
    return { name, kind, properties, secret: async () => secret, secretHmac: named ? "hmac" : null };
  });
  await platform.createTenant.apply(world.call(), world.tenantSpec());
  await platform.putConnections.apply(world.call(), { connections });
  await platform.importApp.apply(world.call(), world.appSpec());
  await platform.applyScript.apply(world.call(), {
    app,
    script,
    connections: wanted?.connections ?? {},
    parameters: Object.fromEntries(manifest.parameters.map((p) => [p.name, p.default ?? null])),
    tables: manifest.tables,
    mapping: wanted?.tables ?? {},
    files: [],
  });
}
