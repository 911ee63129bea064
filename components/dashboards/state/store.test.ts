import { describe, expect, test } from "vitest";
import type { DashboardDocument } from "@/server/apps/dashboard-document";
import type { OpenedBookmark } from "@/server/bookmarks";
import type { Batch, BatchAnswer, CubeAnswer } from "@/server/platform/model";
import type { ObjectKind } from "../../charts/port";
import type { DashboardSource } from "../source";
import type { SelectionAction } from "./selection";
import { DashboardStore, type StoreOptions } from "./store";
import type { Kinds } from "./wishes";

interface Asked {
  batch: Batch;
  signal: AbortSignal;
  answer(figure: number, generation?: string): Promise<void>;
  fail(error: Error): Promise<void>;
}

const object = (id: string, measure: string) =>
  ({ id, kind: "kpi", at: [0, 0, 4, 3], measure }) satisfies DashboardDocument["sheets"][0]["objects"][0];

const DOCUMENT: DashboardDocument = {
  app: { id: "app_1", title: "Sales", template: "sales", version: "1.0.0" },
  generation: "g1",
  dataAt: "2025-12-31T06:12:00Z",
  sheets: [
    {
      sheet: "first",
      format: 1,
      title: "First",
      objects: [object("a", "sales"), object("b", "cost"), object("c", "sales")],
    },
    { sheet: "second", format: 1, title: "Second", show: "=Sum(Sales)", objects: [object("d", "sales")] },
  ],
  measures: { sales: { label: "Sales", value: "Sum(Sales)" }, cost: { label: "Cost", value: "Sum(Cost)" } },
  fields: {},
  language: "en",
  currency: "EUR",
  tenant: { name: "Aurora" },
  branding: {},
  look: {},
};

const figure: ObjectKind = {
  questions: (o, context) => ({
    value: {
      kind: "cube",
      dimensions: [],
      measures: [context.measure(o.measure ?? "").value],
      offset: Number(context.local?.(o.id).offset ?? 0),
    },
  }),
  View: () => null,
};
const kinds: Kinds = { kpi: figure };

/** A source driven by hand: every request waits until the test answers it. */
async function opened(more: Partial<DashboardDocument> = {}, options: Partial<StoreOptions> = {}) {
  const asked: Asked[] = [];
  const source: DashboardSource = {
    document: () => Promise.resolve({ ...DOCUMENT, ...more }),
    ask: (batch, signal) =>
      new Promise<BatchAnswer>((resolve, reject) => {
        const settled = () => new Promise<void>((done) => setImmediate(done));
        asked.push({
          batch,
          signal,
          answer: (value, generation = "g1") => {
            const cube: CubeAnswer = { kind: "cube", columns: [], rows: [[value]], rowCount: 1 };
            const answers = Object.fromEntries(Object.keys(batch.questions).map((key) => [key, cube]));
            resolve({ generation, answers, fields: {} });
            return settled();
          },
          fail: (error) => {
            reject(error);
            return settled();
          },
        });
      }),
  };
  const store = new DashboardStore({ source, kinds, ...options });
  store.start();
  await new Promise<void>((done) => setImmediate(done));
  const last = () => asked.at(-1) as Asked;
  const shown = (id: string) => {
    const answer = store.snapshot().shown?.answers[id]?.value;
    return answer?.kind === "cube" ? answer.rows[0]?.[0] : answer;
  };
  return { store, asked, last, shown };
}

const click = (value: string): SelectionAction => ({
  type: "select",
  field: "Region",
  values: [value],
  mode: "toggle",
});

test("a sheet asks once, and equal questions of its objects only once", async () => {
  const { asked, last, shown } = await opened();
  expect(asked).toHaveLength(1);
  // a and c ask the same; the condition of the second sheet is asked as well.
  expect(Object.keys(last().batch.questions)).toHaveLength(3);
  await last().answer(7);
  expect([shown("a"), shown("b"), shown("c")]).toEqual([7, 7, 7]);
});

test("each click is exactly one request for the whole sheet", async () => {
  const { store, asked, last } = await opened();
  await last().answer(1);
  store.select(click("DACH"));
  expect(asked).toHaveLength(2);
  expect(last().batch.selections).toEqual({ Region: ["DACH"] });
  await last().answer(2);
  store.select(click("DACH"), { type: "drill", object: "a", level: 1 });
  expect(asked).toHaveLength(3);
});

test("a newer click aborts the request of the older one and drops its answer", async () => {
  const { store, asked, last, shown } = await opened();
  await last().answer(1);
  store.select(click("DACH"));
  const older = last();
  store.select(click("Nordics"));
  expect(older.signal.aborted).toBe(true);
  await last().answer(3);
  await older.answer(2);
  expect(shown("a")).toBe(3);
  expect(store.snapshot().stale).toBe(false);
  expect(asked).toHaveLength(3);
});

test("old figures and their own standpoint stay until the new ones are there", async () => {
  const { store, last, shown } = await opened();
  await last().answer(1);
  store.select(click("DACH"));
  const { stale, live, shown: old } = store.snapshot();
  expect([stale, live?.selections, old?.context.selections]).toEqual([true, { Region: ["DACH"] }, {}]);
  expect(shown("a")).toBe(1);
  await last().answer(2);
  expect(store.snapshot().shown?.context.selections).toEqual({ Region: ["DACH"] });
});

test("what is known under the same selections is not asked again", async () => {
  const { store, asked, last } = await opened();
  await last().answer(1);
  store.openSheet("second");
  expect(asked).toHaveLength(1);
  expect(store.snapshot().stale).toBe(false);
  store.setLocal("d", { offset: 50 });
  expect(Object.values(last().batch.questions)).toMatchObject([{ offset: 50 }]);
});

test("an answer from a newer generation makes the others ask anew: figures never mix", async () => {
  const { store, asked, last, shown } = await opened();
  await last().answer(1);
  store.setLocal("b", { offset: 50 });
  await last().answer(2, "g2");
  expect(asked).toHaveLength(3);
  expect(Object.keys(last().batch.questions)).toHaveLength(2);
  await last().answer(9, "g2");
  expect([shown("a"), shown("b"), store.snapshot().shown?.generation]).toEqual([9, 2, "g2"]);
});

test("a failed click keeps the old figures and says why; the next click asks again", async () => {
  const { store, asked, last, shown } = await opened();
  await last().answer(1);
  store.select(click("DACH"));
  await last().fail(Object.assign(new Error("no"), { status: 503 }));
  expect(store.snapshot()).toMatchObject({ stale: false, failure: { kind: "busy" } });
  expect(shown("a")).toBe(1);
  store.refresh();
  expect(asked).toHaveLength(3);
  await last().answer(4);
  expect([store.snapshot().failure, shown("a")]).toEqual([null, 4]);
});

test("a click without effect asks nothing", async () => {
  const { store, asked, last } = await opened();
  await last().answer(1);
  store.select({ type: "clear" }, { type: "back" });
  expect(asked).toHaveLength(1);
});

test("a condition that does not hold hides its sheet", async () => {
  const { store, last } = await opened();
  await last().answer(0);
  expect(store.snapshot().shown?.shows).toEqual({ "sheet second": false });
});

describe("a bookmark", () => {
  const kept: OpenedBookmark = {
    id: "bkm_1",
    name: "Spring",
    sheet: "second",
    selections: { Region: ["DACH"] },
    locked: ["Region"],
    variables: { rate: 2 },
    sets: { Compared: { Region: ["Nordics"] } },
    drill: { a: 1 },
    missing: [],
  };

  test("is gone to in one step and one request, which step back takes away", async () => {
    const { store, asked, last } = await opened();
    await last().answer(1);
    store.goTo(kept);
    expect(asked).toHaveLength(2);
    expect(last().batch).toMatchObject({
      selections: { Region: ["DACH"] },
      locked: ["Region"],
      variables: { rate: 2 },
      sets: { Compared: { Region: ["Nordics"] } },
    });
    const { sheet, bookmark, selection } = store.snapshot();
    expect([sheet?.sheet, bookmark?.name, selection.past.length]).toEqual(["second", "Spring", 1]);
    store.select({ type: "lock", field: "Region", on: false }, { type: "back" });
    expect(store.snapshot().selection.present.selections).toEqual({});
  });

  test("that starts a dashboard is there before the first question, and is nothing to step back from", async () => {
    const { store, asked, last } = await opened({ start: kept });
    expect(asked).toHaveLength(1);
    expect(last().batch.selections).toEqual({ Region: ["DACH"] });
    const { sheet, selection } = store.snapshot();
    expect([sheet?.sheet, selection.past]).toEqual(["second", []]);
  });

  test("does not start a dashboard whose address says what is selected; a named sheet stays open", async () => {
    const told = await opened({ start: kept }, { selections: { Year: [2025] } });
    expect(told.last().batch.selections).toEqual({ Year: [2025] });
    expect(told.store.snapshot().bookmark).toBeNull();
    const named = await opened({ start: kept }, { sheet: "first" });
    expect(named.last().batch.selections).toEqual({ Region: ["DACH"] });
    expect(named.store.snapshot()).toMatchObject({
      sheet: { sheet: "first" },
      bookmark: { sheetGone: false },
    });
  });

  test("whose sheet is gone says so, until that was read", async () => {
    const { store } = await opened();
    store.goTo({ ...kept, sheet: "gone" });
    expect(store.snapshot()).toMatchObject({ sheet: { sheet: "first" }, bookmark: { sheetGone: true } });
    store.readMissing();
    expect(store.snapshot().bookmark).toMatchObject({ sheetGone: false, name: "Spring" });
  });
});

describe("what is not there", () => {
  const noField = Object.assign(new Error('The data has no field "Nope".'), {
    code: "query.field_missing",
    params: { field: "Nope" },
  });

  test("a field to select in is told and left out; what was selected before stays, and nothing is stepped back to", async () => {
    const { store, last, shown } = await opened();
    await last().answer(1);
    store.select({ type: "fields", selections: { Region: ["DACH"] } });
    await last().answer(2);
    store.select({ type: "fields", selections: { Nope: ["x"] } });
    expect(last().batch.selections).toEqual({ Region: ["DACH"], Nope: ["x"] });
    await last().fail(noField);
    const { refused, failure, stale, selection } = store.snapshot();
    expect([refused?.code, failure, stale]).toEqual(["query.field_missing", null, false]);
    expect(selection.present.selections).toEqual({ Region: ["DACH"] });
    expect(selection.past.map((place) => place.selections)).toEqual([{}]);
    expect(shown("a")).toBe(2);
  });

  test("the same failure of a dashboard that selects nothing there stays a failure", async () => {
    const { store, last } = await opened();
    await last().fail(noField);
    expect(store.snapshot()).toMatchObject({ refused: null, failure: { code: "query.field_missing" } });
  });

  test("a sheet is told, and the first one or the open one shown", async () => {
    const { store } = await opened({}, { sheet: "third" });
    const missing = { code: "dashboards.sheet_missing", message: 'There is no sheet "third".' };
    expect(store.snapshot()).toMatchObject({ refused: missing, sheet: { sheet: "first" } });
    store.openSheet("second");
    store.openSheet("fourth");
    expect(store.snapshot()).toMatchObject({
      refused: { message: 'There is no sheet "fourth".' },
      sheet: { sheet: "second" },
    });
  });
});

test("fields are selected in as one step, and the others keep their selections", async () => {
  const { store, last } = await opened();
  await last().answer(1);
  store.select({ type: "fields", selections: { Region: ["DACH"], Year: [2026] } });
  store.select({ type: "fields", selections: { Year: [2025], Channel: ["web"] } });
  store.select({ type: "fields", selections: { Region: [] } });
  expect(last().batch.selections).toEqual({ Year: [2025], Channel: ["web"] });
  store.select({ type: "back" });
  expect(last().batch.selections).toEqual({ Region: ["DACH"], Year: [2025], Channel: ["web"] });
});
