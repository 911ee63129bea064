import { type DuckDBConnection, DuckDBInstance } from "@duckdb/node-api";
import { afterEach, beforeEach, expect, test } from "vitest";
import { makeApp, makeGeneration, makeTenant } from "@/db/factories";
import { askApp } from "@/server/apps";
import { listBookmarks, openBookmark, saveBookmark } from "@/server/bookmarks";
import { answerBatch } from "@/server/builtin/associative/ask";
import { catalogOf } from "@/server/builtin/associative/catalog";
import { publicModel } from "@/server/builtin/associative/model";
import { KernelBudget } from "@/server/builtin/kernel/budget";
import { KernelStore } from "@/server/builtin/kernel/store";
import { fillGeneration } from "@/server/builtin/testing";
import type { Batch } from "@/server/platform/model";
import type { Platform } from "@/server/platform/port";
import type { Context } from "@/server/shared/context";
import { as, memberOf, operator, testServices } from "@/server/testing/context";
import { testContext, testObject } from "../../charts/testing/input";
import { placeOf } from "../bookmarks/place";
import { kpi } from "../kinds/kpi";
import type { DashboardSource } from "../source";
import { settled } from "../testing/running";
import type { SelectionAction } from "./selection";
import { DashboardStore } from "./store";

const never = () => Promise.reject(new Error("Not asked."));
const REGIONS = ["North", "South", "West"];
const customers = Array.from({ length: 12 }, (_, i) => [i, REGIONS[i % 3] ?? ""]);
const orders = Array.from({ length: 240 }, (_, i) => [
  i,
  (i * 7) % 13,
  `P${(i * 5) % 4}`,
  2023 + (i % 3),
  (i * 37) % 101,
]);

let db: DuckDBConnection;
let kernel: KernelStore;
let ann: Context;
let app: string;

/** A portal whose one app is answered by the engine; its figures can be counted again by plain SQL. */
beforeEach(async () => {
  db = await (await DuckDBInstance.create(":memory:", { threads: "1" })).connect();
  const model = await fillGeneration(db, [
    {
      name: "Orders",
      fields: {
        Order: "INTEGER",
        Customer: "INTEGER",
        Product: "VARCHAR",
        Year: "INTEGER",
        Amount: "INTEGER",
      },
      rows: orders,
    },
    { name: "Customers", fields: { Customer: "INTEGER", Region: "VARCHAR" }, rows: customers },
  ]);
  kernel = new KernelStore(catalogOf(model), new KernelBudget(16 * 1024 * 1024));
  const platform = {
    ask: (_tenant: string, _app: string, batch: Batch) =>
      answerBatch(db, model, batch, { generation: "gen", kernel }),
    model: async () => publicModel(model),
  } as unknown as Platform;
  const services = as(await testServices({ platform: () => platform }), operator());
  const { store } = services;
  const tenantId = (await makeTenant(store, { state: "active" })).id;
  app = (await makeApp(store, { tenantId })).id;
  const { id } = await makeGeneration(store, { tenantId, appId: app, model: { ...publicModel(model) } });
  const published = { publishedGenerationId: id, publishedVersion: "1.0.0" };
  await store.tx((tx) => tx.update(store.tables.apps).set(published));
  ann = as(services, memberOf(tenantId, "admin"));
});

afterEach(() => kernel.close());

/** The amount of all orders of which something is true, by nothing but SQL. */
async function amount(where = "true"): Promise<number> {
  const read = await db.runAndReadAll(
    `SELECT sum(o."Amount") FROM main."Orders" o LEFT JOIN main."Customers" c USING ("Customer") WHERE ${where}`,
  );
  return Number(read.getRows()[0]?.[0] ?? 0);
}

/** A dashboard of one figure for each measure, asked through the portal's own verbs. */
async function showing(measures: Record<string, string>) {
  const { document, sheet } = testContext();
  const objects = Object.entries(measures).map(([id, value], i) =>
    testObject({ id, kind: "kpi", at: [0, 3 * i, 4, 3], measure: { value } }),
  );
  const source: DashboardSource = {
    document: () => Promise.resolve({ ...document, sheets: [{ ...sheet, objects }] }),
    ask: (batch, signal) => askApp(ann, { id: app, ...batch }, signal),
    bookmarks: {
      list: () => listBookmarks(ann, { app }),
      open: (id) => openBookmark(ann, { id }),
      save: (name, place) => saveBookmark(ann, { app, name, place }),
      update: never,
      start: never,
      remove: never,
      restore: never,
    },
  };
  const store = new DashboardStore({ source, kinds: { kpi } });
  store.start();
  await settled(store);
  const figures = async () => {
    await settled(store);
    const { answers = {} } = store.snapshot().shown ?? {};
    return Object.fromEntries(
      Object.entries(answers).map(([id, { value }]) => [
        id,
        value?.kind === "cube" ? Number(value.rows[0]?.[0] ?? 0) : value,
      ]),
    );
  };
  return { store, figures };
}

const select = (field: string, ...values: (string | number)[]): SelectionAction => ({
  type: "select",
  field,
  values,
  mode: "replace",
});

test("a sheet's measures count by a bookmark and by steps of the history as plain SQL does", async () => {
  const { store, figures } = await showing({
    now: "Sum(Amount)",
    spring: "Sum({Spring} Amount)",
    allYears: "Sum({Spring<Year=>} Amount)",
    both: "Sum({Spring * $} Amount)",
    step: "Sum({$1} Amount)",
    twoSteps: "Sum({$2<Product={'P1'}>} Amount)",
    forward: "Sum({$_1} Amount)",
  });
  expect((await figures()).spring).toMatchObject({ kind: "error", code: "query.set_missing" });

  store.select(select("Region", "North", "West"));
  store.select(select("Year", 2024));
  await settled(store);
  const { id } = await saveBookmark(ann, { app, name: "Spring", place: placeOf(store) });
  store.bookmarksChanged();
  store.select({ type: "clear" });
  store.select(select("Region", "South"));
  store.select(select("Product", "P1", "P2"));

  const [spring, allYears] = [
    `"Region" IN ('North', 'West') AND "Year" = 2024`,
    `"Region" IN ('North', 'West')`,
  ];
  const [south, now] = [`"Region" = 'South'`, `"Region" = 'South' AND "Product" IN ('P1', 'P2')`];
  const fixed = { spring: await amount(spring), allYears: await amount(allYears) };
  expect(await figures()).toEqual({
    ...fixed,
    now: await amount(now),
    both: 0,
    step: await amount(south),
    twoSteps: await amount(`"Product" = 'P1'`),
    forward: await amount(now),
  });

  store.goTo(await openBookmark(ann, { id }));
  expect(await figures()).toEqual({
    ...fixed,
    now: await amount(spring),
    both: await amount(spring),
    step: await amount(now),
    twoSteps: await amount(`"Region" = 'South' AND "Product" = 'P1'`),
    forward: await amount(spring),
  });

  store.select({ type: "back" });
  expect(await figures()).toEqual({
    ...fixed,
    now: await amount(now),
    both: 0,
    step: await amount(south),
    twoSteps: await amount(`"Product" = 'P1'`),
    forward: await amount(spring),
  });
  expect(new Set(Object.values(await figures())).size).toBeGreaterThan(5);
});
