import { expect, test } from "vitest";
import { makeConnection } from "@/db/factories";
import { verifyChain } from "@/server/audit";
import { createTenant } from "@/server/tenants";
import { as, memberOf, operator, testServices } from "@/server/testing/context";
import { connectionUse, rotateSecret } from ".";
import type { ConnectionTester } from "./port";

/** A source that lets only one secret in. */
const letsIn = (right: string): ConnectionTester => ({
  parse: (_kind, properties) => properties,
  paths: () => [],
  anchored: (_kind, properties) => properties,
  test: async ({ secret }) =>
    secret === right ? { ok: true, ms: 1 } : { ok: false, code: "source.auth", message: "Refused.", ms: 1 },
});

async function world() {
  const services = await testServices();
  const ctx = as(services, operator());
  const tenant = await createTenant(ctx, { slug: "acme", name: "Acme", plan: "starter@1" });
  const connection = await makeConnection(services.store, { tenantId: tenant.id });
  return { services, ctx, tenant: tenant.id, id: connection.id };
}

test("a new secret is kept only where the source answers with it, sealed and audited without it", async () => {
  const { services, ctx, tenant, id } = await world();
  const tester = letsIn("the right one");
  expect(await rotateSecret(ctx, { id, secret: "a wrong one" }, tester)).toMatchObject({ ok: false });
  expect((await connectionUse(ctx, { id })).connection.hasSecret).toBe(false);
  expect(await rotateSecret(ctx, { id, secret: "the right one" }, tester)).toMatchObject({ ok: true });
  const { connection } = await connectionUse(ctx, { id });
  expect(connection).toMatchObject({ hasSecret: true, testResult: { ok: true } });
  const { connections, auditPayloads } = services.store.tables;
  const rows = [
    ...(await services.store.read.select().from(connections)),
    ...(await services.store.read.select().from(auditPayloads)),
  ];
  expect(JSON.stringify(rows)).not.toContain("the right one");
  expect(await verifyChain(ctx, tenant)).toMatchObject({ ok: true });
});

test("another tenant's admin finds no such connection", async () => {
  const { services, id } = await world();
  const stranger = as(services, memberOf("ten_other"));
  await expect(rotateSecret(stranger, { id, secret: "x" }, letsIn("x"))).rejects.toMatchObject({
    code: "connection.not_found",
  });
});
