import { beforeEach, expect, it } from "vitest";
import { makeTenant } from "@/db/factories";
import type { Context, Services } from "@/server/shared/context";
import { as, memberOf, operator, testServices } from "@/server/testing/context";
import { exportEvents, record, traceUsage, usageByDay } from "@/server/usage";
import {
  changeBillingSettings,
  changeSubscription,
  getInvoice,
  listInvoices,
  startSubscription,
  traceLine,
  traceMeter,
} from "..";
import { billSome, finalizeSome } from "../bill";
import { readBillingSettings } from "../settings";

let now: Date;
let owner: Context;
let admin: Context;
let tenant: string;

const at = (iso: string) => {
  now = new Date(iso);
};

beforeEach(async () => {
  at("2026-01-10T00:00:00Z");
  const workflows = { start: async () => undefined } as unknown as Services["workflows"];
  const services = await testServices({ workflows });
  const clock = { ...services.clock, now: () => now };
  owner = as({ ...services, clock }, operator());
  tenant = (await makeTenant(services.store, { plan: "growth@1" })).id;
  admin = as({ ...services, clock }, memberOf(tenant, "admin"));
  await changeBillingSettings(owner, { seller: { name: "Vendor" } });
  await startSubscription(owner, { tenant, trialDays: 0 });
});

async function run() {
  const { value: settings } = await readBillingSettings(owner.store);
  await billSome(owner, { cursor: "", now, settings, size: 100 });
  await finalizeSome(owner, { cursor: "", now, settings, size: 100 });
}

const rows = (id: string, millions: number, time: string) =>
  record(owner, [
    { tenantId: tenant, meter: "reload_rows", id, time: new Date(time), quantity: millions * 1_000_000 },
  ]);

/** All lines for rows that were billed, with how each came about, oldest first. */
async function traced() {
  const { items } = await listInvoices(owner, { tenant });
  const all = await Promise.all(items.map(({ id }) => getInvoice(admin, { id })));
  const lines = all.flatMap(({ id, lines: own }) =>
    own.filter((l) => l.meter === "reload_rows").map((l) => ({ invoice: id, line: l.id })),
  );
  const found = await Promise.all(lines.map((line) => traceLine(admin, line)));
  return found.sort(
    (a, b) => a.period.from.getTime() - b.period.from.getTime() || (a.billed[0]?.own ? -1 : 1),
  );
}

it("a line is traced to its events, and its numbers add up to its amount", async () => {
  await rows("r1", 400, "2026-01-12T10:30:00Z");
  await rows("r2", 200, "2026-01-20T00:00:00Z");
  at("2026-02-14T00:00:00Z");
  await run();
  const [line] = await traced();
  if (!line) throw new Error("no line");
  expect(line).toMatchObject({
    line: { amount: 30_00, lineKind: "charge" },
    ...{ raw: "600000000", known: "600", open: "0" },
    reckoning: { quantity: "600", included: "500", billable: "100", exact: "30", rounded: 30_00 },
    billed: [{ own: true, quantity: "600", amount: 30_00 }],
  });
  const [span] = line.spans;
  if (!span || line.spans.length > 1) throw new Error("one stretch of time");
  const asked = { tenantId: tenant, meter: "reload_rows", ...span };
  const days = await usageByDay(admin, asked);
  expect(days).toMatchObject({
    ...{ events: 2, quantity: line.raw },
    days: [
      { from: new Date("2026-01-12T00:00:00Z"), events: 1, quantity: "400000000" },
      { from: new Date("2026-01-20T00:00:00Z"), events: 1, quantity: "200000000" },
    ],
  });
  const { items } = await traceUsage(admin, asked);
  expect(items.map((event) => event.id)).toEqual(["r1", "r2"]);
  const { csv, rows: count } = await exportEvents(admin, asked);
  expect(count).toBe(2);
  expect(csv).toContain("2026-01-12T10:30:00.000Z");
});

it("late usage: the correction says what was billed before, and what is on no invoice yet", async () => {
  await rows("r1", 600, "2026-01-20T00:00:00Z");
  at("2026-02-14T00:00:00Z");
  await run();
  await rows("late", 10, "2026-01-21T00:00:00Z");
  expect(await traced()).toMatchObject([{ raw: "610000000", open: "10", reckoning: { quantity: "600" } }]);
  at("2026-03-14T00:00:00Z");
  await run();
  const [first, correction] = await traced();
  expect(first?.billed.map((part) => [part.quantity, part.amount, part.own])).toEqual([
    ["600", 30_00, true],
    ["10", 3_00, false],
  ]);
  expect(correction).toMatchObject({
    line: { lineKind: "correction", amount: 3_00 },
    reckoning: { quantity: "610", rounded: 33_00 },
    open: "0",
  });
});

it("each plan of a period is traced over its own time, with its share of what is included", async () => {
  await rows("before", 400, "2026-01-12T00:00:00Z");
  at("2026-01-25T12:00:00Z");
  await changeSubscription(admin, { tenant, change: { plan: "enterprise@1" } });
  await rows("after", 50, "2026-01-26T00:00:00Z");
  at("2026-02-14T00:00:00Z");
  await run();
  const lines = await traced();
  const found = lines.map((l) => [l.reckoning?.plan, l.spans.length, l.known]);
  expect(found.sort()).toEqual([
    ["enterprise@1", 1, "50"],
    ["growth@1", 1, "400"],
  ]);
  for (const { reckoning, line, spans } of lines) {
    expect(reckoning?.rounded).toBe(line.amount);
    const seconds = spans.reduce((sum, { from, to }) => sum + (to.getTime() - from.getTime()) / 1000, 0);
    expect(reckoning?.seconds).toBe(seconds);
  }
});

it("a meter of the running period says what it costs so far", async () => {
  await rows("r1", 600, "2026-01-20T00:00:00Z");
  at("2026-01-25T12:00:00Z");
  const { raw, reckonings } = await traceMeter(admin, { tenant, meter: "reload_rows" });
  expect(raw).toBe("600000000");
  expect(reckonings).toMatchObject([{ chargeId: "reload-rows", quantity: "600", includedWhole: "500" }]);
  const { reckonings: none } = await traceMeter(admin, { tenant, meter: "embed_bytes" });
  expect(none).toEqual([]);
});

it("another tenant's line is not found, and a fixed charge is made of no events", async () => {
  await run();
  at("2026-01-14T00:00:00Z");
  await run();
  const [invoice] = (await listInvoices(owner, { tenant })).items;
  if (!invoice) throw new Error("no invoice");
  const { lines } = await getInvoice(owner, { id: invoice.id });
  const asked = { invoice: invoice.id, line: lines[0]?.id ?? "" };
  await expect(traceLine(admin, asked)).rejects.toMatchObject({ code: "billing.not_traced" });
  const other = await makeTenant(owner.store, { plan: "growth@1" });
  const stranger = as(owner, memberOf(other.id, "admin"));
  await expect(traceLine(stranger, asked)).rejects.toMatchObject({ code: "invoice.not_found" });
});
