import { beforeEach, describe, expect, it } from "vitest";
import { makeApp, makeConnection, makeReload, makeTenant } from "@/db/factories";
import { connectionUse } from "@/server/connections";
import type { Context } from "@/server/shared/context";
import { as, memberOf, operator, testServices } from "@/server/testing/context";
import { appOverview } from ".";

let ctx: Context;
let tenantId: string;
let connection: string;
let reads: number;

/** The same services, counting what is asked of the database. */
function counting(services: Context): Context {
  const read = new Proxy(services.store.read, {
    get(target, property, receiver) {
      if (String(property).startsWith("select")) reads++;
      return Reflect.get(target, property, receiver);
    },
  });
  return { ...services, store: { ...services.store, read } };
}

beforeEach(async () => {
  const services = as(await testServices(), operator());
  tenantId = (await makeTenant(services.store)).id;
  connection = (await makeConnection(services.store, { tenantId, name: "shop" })).id;
  ctx = counting(services);
});

const moment = (minute: number) => new Date(Date.UTC(2026, 0, 1, 0, minute));

async function app(n: number): Promise<string> {
  const connections = { db: "shop" };
  return (await makeApp(ctx.store, { tenantId, title: `App ${n}`, templateId: `t${n}`, connections })).id;
}

async function counted(work: () => Promise<unknown>): Promise<number> {
  reads = 0;
  await work();
  return reads;
}

describe("the newest reload of each app", () => {
  it("stands in the list of apps and on the connection's page; of the same instant it is the later id", async () => {
    const [quiet, busy] = [await app(1), await app(2)];
    for (const minute of [1, 3, 2])
      await makeReload(ctx.store, { tenantId, appId: busy, createdAt: moment(minute), state: "succeeded" });
    const twins = [];
    for (const state of ["failed", "cancelled"] as const)
      twins.push(await makeReload(ctx.store, { tenantId, appId: busy, createdAt: moment(4), state }));
    const [last] = twins.sort((a, b) => (a.id < b.id ? 1 : -1));
    const newest = { id: last?.id, state: last?.state, at: moment(4) };
    const { items } = await appOverview(ctx, { tenantId });
    expect(new Map(items.map(({ id, reload }) => [id, reload]))).toEqual(
      new Map([
        [quiet, null],
        [busy, newest],
      ]),
    );
    const { apps } = await connectionUse(ctx, { id: connection });
    expect(new Map(apps.map(({ id, reload }) => [id, reload]))).toEqual(
      new Map([
        [quiet, null],
        [busy, newest],
      ]),
    );
  });

  it.each(["operator", "admin"])("costs an %s as many questions for twelve apps as for one", async (who) => {
    const reader = who === "operator" ? ctx : as(ctx, memberOf(tenantId, "admin"));
    const both = async () => [
      await counted(() => appOverview(reader, { tenantId })),
      await counted(() => connectionUse(reader, { id: connection })),
    ];
    await makeReload(ctx.store, { tenantId, appId: await app(0) });
    const one = await both();
    for (let n = 1; n < 12; n++) await makeReload(ctx.store, { tenantId, appId: await app(n) });
    expect(await both()).toEqual(one);
  });
});
