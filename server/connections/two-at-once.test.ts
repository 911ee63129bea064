import { expect, test } from "vitest";
import { makeConnection, makeTenant } from "@/db/factories";
import { as, memberOf, operator, testServices } from "@/server/testing/context";
import { changeSource, connectionUse, openSecret, rotateSecret, testConnection, updateConnection } from ".";
import type { ConnectionTester } from "./port";

/** A source that answers; what else happens while it is asked, the test says. */
const answering = (meanwhile: () => Promise<unknown>): ConnectionTester => ({
  parse: (_kind, properties) => properties,
  paths: () => [],
  anchored: (_kind, properties) => properties,
  test: async () => {
    await meanwhile();
    return { ok: true, ms: 1 };
  },
});
const quiet = answering(async () => undefined);
const conflict = { code: "connections.changed_elsewhere" };

async function world() {
  const services = await testServices();
  const { id: tenantId } = await makeTenant(services.store);
  const properties = { host: "old.example" };
  const { id } = await makeConnection(services.store, { tenantId, kind: "postgres", properties });
  const admin = as(services, memberOf(tenantId));
  const now = async () => (await connectionUse(admin, { id })).connection;
  const secret = async () => {
    const [row] = await services.store.read.select().from(services.store.tables.connections);
    return openSecret(services.keyring, tenantId, row?.name ?? "", row?.secret ?? null);
  };
  return { ctx: as(services, operator()), admin, id, now, secret };
}

const moved = (id: string, host: string) => ({ id, kind: "postgres", properties: { host } });

test("of two updates at once one is kept whole, and the other is told", async () => {
  const { ctx, id, now } = await world();
  const both = await Promise.allSettled([
    updateConnection(ctx, { id, properties: { host: "new.example" } }),
    updateConnection(ctx, { id, secret: "for the old one" }),
  ]);
  expect(both.map((one) => one.status).sort()).toEqual(["fulfilled", "rejected"]);
  expect(both.find((one) => one.status === "rejected")).toMatchObject({ reason: conflict });
  const first = both[0]?.status === "fulfilled";
  expect(await now()).toMatchObject({
    properties: { host: first ? "new.example" : "old.example" },
    hasSecret: !first,
  });
});

test("a source that was changed while another was tried is kept, and no secret goes with the wrong place", async () => {
  const { admin, id, now, secret } = await world();
  const other = () => changeSource(admin, { ...moved(id, "theirs.example"), secret: "for theirs" }, quiet);
  await expect(
    changeSource(admin, { ...moved(id, "mine.example"), secret: "for mine" }, answering(other)),
  ).rejects.toMatchObject(conflict);
  expect(await now()).toMatchObject({ properties: { host: "theirs.example" } });
  const again = () => changeSource(admin, { ...moved(id, "third.example"), secret: "for the third" }, quiet);
  await expect(rotateSecret(admin, { id, secret: "for theirs" }, answering(again))).rejects.toMatchObject(
    conflict,
  );
  expect([(await now()).properties, await secret()]).toEqual([{ host: "third.example" }, "for the third"]);
});

test("whoever saw an older state is told before anything is tried, and changes it after having seen the newer", async () => {
  const { ctx, admin, id, now } = await world();
  const seen = (await now()).updatedAt;
  await updateConnection(ctx, { id, properties: { host: "theirs.example" } });
  let tried = 0;
  const counting = answering(async () => tried++);
  await expect(changeSource(admin, { ...moved(id, "mine.example"), seen }, counting)).rejects.toMatchObject(
    conflict,
  );
  await expect(rotateSecret(admin, { id, secret: "s", seen }, counting)).rejects.toMatchObject(conflict);
  await expect(updateConnection(ctx, { id, secret: "s", seen }, counting)).rejects.toMatchObject(conflict);
  expect([tried, (await now()).properties]).toEqual([0, { host: "theirs.example" }]);
  const newer = (await now()).updatedAt;
  expect(await changeSource(admin, { ...moved(id, "mine.example"), seen: newer }, counting)).toMatchObject({
    ok: true,
  });
});

test("what a test said of a connection that was changed meanwhile is not said of the new one", async () => {
  const { ctx, id, now } = await world();
  const change = () => updateConnection(ctx, { id, properties: { host: "new.example" } });
  expect(await testConnection(ctx, { id }, answering(change))).toMatchObject({ ok: true });
  expect(await now()).toMatchObject({ testedAt: null, properties: { host: "new.example" } });
});
