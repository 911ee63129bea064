import { expect, test } from "vitest";
import { makeConnection } from "@/db/factories";
import { createTenant } from "@/server/tenants";
import { as, memberOf, operator, testServices } from "@/server/testing/context";
import { changeSource, connectionUse, rotateSecret } from ".";
import type { ConnectionTester } from "./port";

/** A tester that answers at one place only, and remembers which secrets it was sent where. */
function answersAt(place: string) {
  const sent: [unknown, string | null][] = [];
  const tester: ConnectionTester = {
    parse: (_kind, properties) => properties,
    paths: () => [],
    anchored: (_kind, properties) => properties,
    test: async ({ properties, secret }) => {
      sent.push([properties.host, secret]);
      return properties.host === place
        ? { ok: true, ms: 1 }
        : { ok: false, code: "source.unreachable", message: "Not reachable.", ms: 1 };
    },
  };
  return { tester, sent };
}

async function world() {
  const services = await testServices();
  const tenant = await createTenant(as(services, operator()), {
    slug: "acme",
    name: "Acme",
    plan: "starter@1",
  });
  const properties = { host: "old.example" };
  const { id } = await makeConnection(services.store, { tenantId: tenant.id, kind: "postgres", properties });
  return { services, admin: as(services, memberOf(tenant.id)), id };
}

test("a tenant's admin connects another database, only where it answers", async () => {
  const { admin, id } = await world();
  const { tester } = answersAt("new.example");
  const wrong = { id, kind: "postgres", properties: { host: "gone.example" } };
  expect(await changeSource(admin, wrong, tester)).toMatchObject({ ok: false, code: "source.unreachable" });
  expect((await connectionUse(admin, { id })).connection.properties).toEqual({ host: "old.example" });
  const right = { id, kind: "mysql", properties: { host: "new.example" }, secret: "given anew" };
  expect(await changeSource(admin, right, tester)).toMatchObject({ ok: true });
  expect((await connectionUse(admin, { id })).connection).toMatchObject({
    kind: "mysql",
    properties: { host: "new.example" },
    hasSecret: true,
    testResult: { ok: true },
  });
});

test("a stored secret is sent to no other place than the one it was given for", async () => {
  const { admin, id } = await world();
  await rotateSecret(admin, { id, secret: "for the old one" }, answersAt("old.example").tester);
  const { tester, sent } = answersAt("new.example");
  await changeSource(admin, { id, kind: "postgres", properties: { host: "old.example" } }, tester);
  await changeSource(admin, { id, kind: "postgres", properties: { host: "new.example" } }, tester);
  expect(sent).toEqual([
    ["old.example", "for the old one"],
    ["new.example", null],
  ]);
  expect((await connectionUse(admin, { id })).connection.hasSecret).toBe(false);
});

test("another tenant's admin finds no such connection", async () => {
  const { services, id } = await world();
  const stranger = as(services, memberOf("ten_other"));
  const wanted = { id, kind: "postgres", properties: { host: "new.example" } };
  await expect(changeSource(stranger, wanted, answersAt("new.example").tester)).rejects.toMatchObject({
    code: "connection.not_found",
  });
});
