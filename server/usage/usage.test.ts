import fc from "fast-check";
import { beforeAll, describe, expect, it } from "vitest";
import { makeTenant } from "@/db/factories";
import type { Store } from "@/db/store";
import { storeKinds } from "@/db/testing";
import { times } from "@/server/testing/deep";
import { keep, onceKey } from "./keep";
import { quantities, quantitiesOfSpans, quantity } from "./quantity";
import { rebuild } from "./rebuild";
import { reading, type UsageRow } from "./stored";
import { type PlainEvent, plainQuantity } from "./testing";

const BEGIN = Date.UTC(2026, 2, 27);
const SPAN = 4 * 86_400_000;
const METERS = {
  reload_rows: "sum",
  apps_published: "max",
  active_users: "unique",
  "custom.seats": "last",
  stored_bytes: "time-weighted",
} as const;
const IDS = Object.keys(METERS) as (keyof typeof METERS)[];

/** Times that often meet: at hours' and days' ends, twice at the same instant, else anywhere. */
const instant = fc.oneof(
  fc.integer({ min: 0, max: SPAN }),
  fc.integer({ min: 0, max: 96 }).map((hour) => hour * 3_600_000),
  fc.integer({ min: 0, max: 4 }).map((day) => day * 86_400_000 - 1),
  fc.integer({ min: 40, max: 44 }).map((second) => second * 1000),
);

const decimal = fc.oneof(
  fc.integer({ min: 0, max: 1_000_000 }).map(String),
  fc
    .tuple(fc.integer({ min: 0, max: 99 }), fc.integer({ min: 1, max: 999_999 }))
    .map(([a, b]) => `${a}.${b}1`),
  fc.constantFrom("0", "0.000000000001", "999999999999999.999999999999", "0.1", "0.2"),
);

const event = fc.record({
  meter: fc.constantFrom(...IDS),
  eventId: fc.integer({ min: 0, max: 60 }).map(String),
  time: instant.map((ms) => BEGIN + ms),
  quantity: decimal,
  key: fc.constantFrom("ann", "bob", "eve"),
});
type Event = (typeof event extends fc.Arbitrary<infer T> ? T : never) & { tenantId: string };

const range = fc
  .tuple(instant, instant)
  .map(([a, b]) => [BEGIN + Math.min(a, b), BEGIN + Math.max(a, b) + 1] as const);

const rowOf = (e: Event): UsageRow => ({
  ...e,
  time: new Date(e.time),
  source: "test",
  key: e.meter === "active_users" ? e.key : null,
  data: null,
});

/** What stands in the roll-ups of a tenant, without when they were written. */
async function rollups(store: Store, tenantId: string) {
  const { usageHours, usageDays } = store.tables;
  const rows = await Promise.all(
    [usageHours, usageDays].map((t) => store.read.select().from(t as typeof usageHours)),
  );
  return rows.map((table) =>
    table
      .filter((row) => row.tenantId === tenantId)
      .map(({ updatedAt: _updatedAt, ...row }) => row)
      .sort((a, b) => (a.meter < b.meter ? -1 : a.meter > b.meter ? 1 : a.slot - b.slot)),
  );
}

describe.each(storeKinds)("usage kept in $name", ({ name, open }) => {
  let store: Store;
  const postgres = name.startsWith("Postgre");

  beforeAll(async () => {
    store = await open();
    await store.tx((db) =>
      db
        .insert(store.tables.usageMeters)
        .values({
          id: "custom.seats",
          aggregation: "last",
          unit: "seats",
          title: "Seats",
          createdAt: new Date(),
        })
        .onConflictDoNothing(),
    );
    return () => store.close();
  });

  it("roll-ups kept = rebuilt from events = a plain recomputation, whatever comes twice, late or in any order", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(event, { maxLength: 80 }),
        fc.integer({ min: 1, max: 30 }),
        fc.array(range, { minLength: 3, maxLength: 3 }),
        async (sent, size, ranges) => {
          const tenants = await Promise.all([makeTenant(store), makeTenant(store)]);
          const events = sent.map((e, i) => ({ ...e, tenantId: tenants[i % 2]?.id ?? "" }));
          const counted = new Map<string, Event>();
          for (let i = 0; i < events.length; i += size) {
            const batch = events.slice(i, i + size);
            const fresh = await store.tx((db) =>
              keep({ db, tables: store.tables }, batch.map(rowOf), new Date()),
            );
            for (const e of batch) {
              const key = onceKey(rowOf(e));
              if (fresh.delete(key)) {
                expect(counted.has(key)).toBe(false);
                counted.set(key, e);
              } else expect(counted.has(key)).toBe(true);
            }
          }
          const ids = tenants.map((tenant) => tenant.id);
          const spans = ranges.flatMap(([from, to]) =>
            ids.map((tenantId) => ({ tenantId, from: new Date(from), to: new Date(to) })),
          );
          const ofSpans = spans.length ? await quantitiesOfSpans(reading(store), spans, IDS) : [];
          for (const [i, { tenantId, from, to }] of spans.entries())
            expect(ofSpans[i]).toEqual(
              (await quantities(reading(store), [tenantId], IDS, from, to)).get(tenantId),
            );
          for (const [from, to] of ranges) {
            const found = await quantities(reading(store), ids, IDS, new Date(from), new Date(to));
            for (const id of ids)
              for (const meter of IDS) {
                const own = [...counted.values()].filter((e) => e.tenantId === id && e.meter === meter);
                const expected = plainQuantity(METERS[meter], own as PlainEvent[], from, to);
                expect([meter, found.get(id)?.[meter]]).toEqual([meter, expected]);
              }
          }
          const before = await rollups(store, ids[0] ?? "");
          await store.tx((db) => rebuild({ db, tables: store.tables }, ids[0] ?? "", new Date()));
          expect(await rollups(store, ids[0] ?? "")).toEqual(before);
        },
      ),
      { numRuns: times(postgres ? 3 : 12) },
    );
  });
});

describe("a quantity", () => {
  it("of what was never used is 0, of an empty time or an unknown meter an error", async () => {
    const store = await (storeKinds[1] ?? storeKinds[0])?.open();
    if (!store) throw new Error("no store");
    const at = reading(store);
    const [a, b] = [new Date(0), new Date(3_600_000)];
    expect(await quantity(at, "ten_none", "reload_rows", a, b)).toBe("0");
    await expect(quantity(at, "ten_none", "reload_rows", b, b)).rejects.toThrow("empty");
    await expect(quantity(at, "ten_none", "custom.none", a, b)).rejects.toThrow("custom.none");
    await store.close();
  });
});
