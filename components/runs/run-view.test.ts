import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { ReloadTable } from "@/db/schema";
import type { RunEvent, RunFacts, RunSnapshot } from "./run-types";
import { applyEvent, applyEvents, type RunView, viewOf } from "./run-view";
import { figuresOf, placeOf, segmentsOf, stepGroups, stepMs } from "./step-model";

const at = (seconds: number) => new Date(Date.UTC(2026, 10, 21, 12, 4, seconds));

function run(id: string, kind: string): RunFacts {
  return {
    id,
    kind,
    tenantId: "ten_1",
    title: id,
    state: "queued",
    result: null,
    startedBy: "local:cli",
    error: null,
    createdAt: at(0),
    startedAt: null,
    endedAt: null,
  };
}

function snapshot(): RunSnapshot {
  return {
    run: run("run_1", "provision"),
    steps: [],
    children: [{ run: run("run_2", "provision-app"), steps: [] }],
    reloads: [
      {
        id: "rel_1",
        appId: "app_1",
        runId: "run_2",
        state: "running",
        attempt: 1,
        progress: null,
        error: null,
        createdAt: at(16),
        startedAt: at(16),
        endedAt: null,
      },
    ],
    lastEventId: 10,
  };
}

const event = (id: number, runId: string, type: string, data: Record<string, unknown>): RunEvent => ({
  id,
  rootId: "run_1",
  runId,
  type,
  data,
  at: at(id),
});

const EVENTS: RunEvent[] = [
  event(11, "run_1", "run.state", { state: "running" }),
  event(12, "run_1", "step.state", { seq: 1, step: "createTenant", state: "running", attempt: 1 }),
  event(13, "run_1", "step.state", {
    seq: 1,
    step: "createTenant",
    state: "succeeded",
    attempt: 1,
    output: { effect: "created", remoteId: "x", message: "ten_1" },
  }),
  event(14, "run_2", "run.state", { state: "running" }),
  event(15, "run_2", "step.state", { seq: 1, step: "importApp", state: "succeeded", attempt: 1 }),
  event(16, "run_2", "step.state", { seq: 2, step: "startReload", state: "running", attempt: 1 }),
  event(17, "run_2", "step.report", {
    seq: 2,
    step: "startReload",
    type: "reload",
    reload: "rel_1",
    progress: {
      statement: 2,
      statements: 9,
      rows: 50,
      bytes: 900,
      tables: [
        { name: "orders", rows: 50, estimate: 200, state: "loading" },
        { name: "lines", rows: 0, estimate: 300, state: "waiting" },
      ],
    },
  }),
];

const allItems = (view: RunView) => stepGroups(view).flatMap((group) => group.items);

describe("run view", () => {
  test("events build up steps, messages and a reload's tables", () => {
    const view = applyEvents(viewOf(snapshot()), EVENTS);
    const items = allItems(view);
    expect(view.root.run.state).toBe("running");
    expect(items[0]).toMatchObject({ number: 1, name: "createTenant", state: "succeeded", message: "ten_1" });
    expect(stepMs(items[0] as never, at(59))).toBe(1000);
    const reload = items.find((item) => item.name === "startReload")?.reload;
    expect(reload?.tables).toMatchObject([
      { name: "orders", rows: 50, share: 0.25 },
      { name: "lines", rows: 0, share: 0 },
    ]);
    expect(reload?.share).toBeCloseTo(0.1);
  });

  test("steps still to come are listed in the order they will run, apps between the run's own", () => {
    const names = allItems(viewOf(snapshot())).map((item) => item.name);
    expect(names).toEqual([
      "createTenant",
      "configureIdentity",
      "assignLicence",
      "ensureGroups",
      "ensureSpaces",
      "ensureMembers",
      "putConnections",
      "importApp",
      "applyScript",
      "startReload",
      "verify",
      "publish",
      "verifyPublished",
      "schedule",
      "finish",
    ]);
  });

  test("replaying any part of the events again, in any overlap, changes nothing", () => {
    const whole = applyEvents(viewOf(snapshot()), EVENTS);
    fc.assert(
      fc.property(fc.nat(EVENTS.length), fc.nat(EVENTS.length), (upTo, from) => {
        const first = applyEvents(viewOf(snapshot()), EVENTS.slice(0, upTo));
        const again = applyEvents(first, EVENTS.slice(Math.min(from, upTo)));
        expect(again).toEqual(whole);
        expect(applyEvents(again, EVENTS)).toBe(again);
      }),
    );
  });

  test("a snapshot that comes late is brought up to date by the events shown meanwhile", () => {
    const shown = applyEvents(viewOf(snapshot()), EVENTS);
    expect(viewOf(snapshot(), shown)).toEqual(shown);
    const newer = viewOf({ ...snapshot(), lastEventId: 99 }, shown);
    expect(newer).toMatchObject({ lastEventId: 99, recent: [] });
    expect(newer.reloads[0]?.tables).toHaveLength(2);
  });

  test("a reload nobody knew of is shown as soon as a snapshot names it, however late that comes", () => {
    const unknown = { ...snapshot(), reloads: [] };
    const shown = applyEvents(viewOf(unknown), EVENTS);
    expect(shown.outdated).toBe(true);
    const late = viewOf({ ...snapshot(), lastEventId: 16 }, shown);
    expect(late.outdated).toBe(false);
    expect(late.lastEventId).toBe(17);
    expect(late.reloads[0]?.rows).toBe(50);
  });

  test("bars, rows and states of tables never go back within an attempt, and start anew with the next", () => {
    const table = fc.record({
      name: fc.constantFrom("a", "b"),
      rows: fc.nat(1000),
      estimate: fc.option(fc.integer({ min: 1, max: 1000 }), { nil: undefined }),
      state: fc.constantFrom<ReloadTable["state"]>("waiting", "loading", "loaded"),
    });
    const rank = { waiting: 0, loading: 1, stopped: 2, loaded: 3 };
    fc.assert(
      fc.property(
        fc.array(fc.uniqueArray(table, { selector: (t) => t.name }), { maxLength: 12 }),
        (reports) => {
          let view = viewOf(snapshot());
          for (const [i, tables] of reports.entries()) {
            const before = new Map(view.reloads[0]?.tables.map((t) => [t.name, t]));
            const progress = { statement: 1, statements: 1, rows: 5, bytes: 1, tables };
            view = applyEvent(
              view,
              event(20 + i, "run_2", "step.report", { type: "reload", reload: "rel_1", progress }),
            );
            for (const now of view.reloads[0]?.tables ?? []) {
              const old = before.get(now.name);
              if (!old) continue;
              expect(now.rows).toBeGreaterThanOrEqual(old.rows);
              expect(rank[now.state]).toBeGreaterThanOrEqual(rank[old.state]);
              expect(now.share ?? 0).toBeGreaterThanOrEqual(old.share ?? 0);
            }
          }
        },
      ),
    );
    const shown = applyEvents(viewOf(snapshot()), EVENTS);
    const retried = snapshot();
    const [reload] = retried.reloads;
    if (reload) retried.reloads = [{ ...reload, attempt: 2 }];
    expect(viewOf({ ...retried, lastEventId: 99 }, shown).reloads[0]?.tables).toEqual([]);
  });

  test("a failed step is the current one and carries its error; a run that goes on forgets the error", () => {
    const error = { code: "source.column_missing", message: "Column x is missing.", retryable: false };
    const failed = applyEvents(viewOf(snapshot()), [
      ...EVENTS,
      event(30, "run_2", "step.state", { seq: 2, step: "startReload", state: "failed", attempt: 1, error }),
      event(31, "run_2", "run.state", { state: "failed", error }),
      event(32, "run_1", "run.state", { state: "failed", error }),
    ]);
    const figures = figuresOf(allItems(failed));
    expect(figures.current).toMatchObject({ name: "startReload", state: "failed", error });
    expect(failed.root.run).toMatchObject({ state: "failed", endedAt: at(32) });
    const again = applyEvent(failed, event(40, "run_1", "run.state", { state: "running" }));
    expect(again.root.run).toMatchObject({ state: "running", error: null, endedAt: null });
    expect(again.outdated).toBe(true);
  });

  test("a step that is tried again does not show the reload of its try before", () => {
    const shown = applyEvents(viewOf(snapshot()), EVENTS);
    const again = { seq: 2, step: "startReload", state: "running", attempt: 1 };
    const failed = applyEvent(shown, event(30, "run_2", "step.state", { ...again, state: "failed" }));
    const retried = applyEvent(failed, event(40, "run_2", "step.state", again));
    const reloadIn = (view: RunView) => allItems(view).find((item) => item.name === "startReload")?.reload;
    expect(reloadIn(failed)?.state).toBe("failed");
    expect(reloadIn(retried)).toBeNull();
  });

  test("an event of a run nobody knows asks for the snapshot again", () => {
    expect(
      applyEvent(viewOf(snapshot()), event(50, "run_9", "run.state", { state: "queued" })).outdated,
    ).toBe(true);
  });

  test("what the driver writes for itself is not shown as a step", () => {
    const base = snapshot();
    base.steps = [
      {
        seq: 1,
        name: "created",
        kind: "emit",
        state: "succeeded",
        attempt: 1,
        effect: null,
        message: null,
        error: null,
        startedAt: at(1),
        endedAt: at(1),
      },
    ];
    expect(viewOf(base).root.steps).toEqual([]);
  });

  test("segments, share and places on the time line stay within their bounds", () => {
    const view = applyEvents(viewOf(snapshot()), EVENTS);
    const items = allItems(view);
    expect(
      segmentsOf(items)
        .map((s) => s.state)
        .slice(0, 2),
    ).toEqual(["done", "waiting"]);
    const figures = figuresOf(items);
    expect(figures.share).toBeGreaterThan(0);
    expect(figures.share).toBeLessThan(1);
    for (const item of items) {
      const place = placeOf(item, items, view.root.run.startedAt, at(30));
      if (!place) continue;
      expect(place.left).toBeGreaterThanOrEqual(0);
      expect(place.left + place.width).toBeLessThanOrEqual(1.0001);
    }
  });
});
