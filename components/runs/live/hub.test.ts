import fc from "fast-check";
import { expect, test } from "vitest";
import type { RunEvent } from "../run-types";
import { LiveHub, type Watcher } from "./hub";
import type { LivePorts, LiveStatus, Message } from "./ports";

/** One browser with several tabs: a message bus, a lock, and a server whose events are a growing list. */
class Browser {
  listeners = new Map<string, (message: Message) => void>();
  lockQueue: { tab: string; start: () => () => void; stop?: () => void }[] = [];
  tasks: (() => void)[] = [];
  clock = 0;
  events: RunEvent[] = [];
  streams = new Map<number, { runs: string[]; sent: number; push: (events: RunEvent[]) => void }>();
  opened = 0;

  ports(tab: string): LivePorts {
    return {
      tab,
      post: (message) => {
        for (const [name, listener] of this.listeners)
          if (name !== tab) this.tasks.push(() => listener(message));
      },
      listen: (listener) => {
        this.listeners.set(tab, listener);
        return () => this.listeners.delete(tab);
      },
      lead: (start) => {
        const entry: (typeof this.lockQueue)[number] = { tab, start };
        this.lockQueue.push(entry);
        this.tasks.push(() => this.grant());
        return () => {
          entry.stop?.();
          this.lockQueue = this.lockQueue.filter((other) => other !== entry);
          this.tasks.push(() => this.grant());
        };
      },
      open: (runs, after, on) => {
        const id = this.opened++;
        this.streams.set(id, { runs, sent: after, push: on.events });
        this.tasks.push(() => on.status("live"));
        return () => this.streams.delete(id);
      },
      soon: (task) => {
        this.tasks.push(task);
        return () => {
          this.tasks = this.tasks.filter((other) => other !== task);
        };
      },
      every: () => () => undefined,
      now: () => this.clock,
    };
  }

  grant() {
    const [first] = this.lockQueue;
    if (first && !first.stop) first.stop = first.start();
  }

  /** Everything that is under way happens, and streams deliver what they owe. */
  settle() {
    for (let rounds = 0; rounds < 50; rounds++) {
      for (let task = this.tasks.shift(); task; task = this.tasks.shift()) task();
      for (const stream of this.streams.values()) {
        const due = this.events.filter((e) => e.id > stream.sent && stream.runs.includes(e.rootId));
        stream.sent = Math.max(stream.sent, ...due.map((e) => e.id));
        if (due.length > 0) stream.push(due);
      }
      if (this.tasks.length === 0) return;
    }
  }

  write(run: string) {
    const id = this.events.length + 1;
    this.events.push({ id, rootId: run, runId: run, type: "x", data: {}, at: new Date(0) });
  }
}

function open(browser: Browser, tab: string, run: string) {
  const hub = new LiveHub(browser.ports(tab));
  const got: number[] = [];
  const states: LiveStatus[] = [];
  const watcher: Watcher = {
    run,
    after: 0,
    onEvents: (events) => got.push(...events.map((e) => e.id)),
    onStatus: (status) => states.push(status),
  };
  const close = hub.watch(watcher);
  browser.settle();
  return { hub, got, states, close };
}

const idsOf = (browser: Browser, run: string) =>
  browser.events.filter((e) => e.rootId === run).map((e) => e.id);

test("six tabs with six runs share one stream and each gets its own events once", () => {
  const browser = new Browser();
  const tabs = Array.from({ length: 6 }, (_, i) => ({
    run: `run_${i}`,
    ...open(browser, `tab${i}`, `run_${i}`),
  }));
  expect(browser.streams.size).toBe(1);
  for (let n = 0; n < 5; n++) for (const { run } of tabs) browser.write(run);
  browser.settle();
  for (const { run, got } of tabs) expect(got).toEqual(idsOf(browser, run));
});

test("a tab that comes late gets what happened before, the others nothing twice", () => {
  const browser = new Browser();
  const first = open(browser, "a", "run_1");
  for (let n = 0; n < 4; n++) browser.write("run_1");
  browser.settle();
  const second = open(browser, "b", "run_1");
  browser.write("run_1");
  browser.settle();
  expect(first.got).toEqual([1, 2, 3, 4, 5]);
  expect(second.got).toEqual([1, 2, 3, 4, 5]);
  expect(browser.streams.size).toBe(1);
});

test("when the leading tab closes or hides, another takes over and nothing is lost", () => {
  const browser = new Browser();
  const first = open(browser, "a", "run_1");
  const second = open(browser, "b", "run_2");
  browser.write("run_2");
  browser.settle();
  first.hub.setVisible(false);
  browser.write("run_2");
  browser.write("run_1");
  browser.settle();
  expect(second.got).toEqual(idsOf(browser, "run_2"));
  expect(first.got).toEqual([]);
  expect(first.states.at(-1)).toBe("paused");
  first.hub.setVisible(true);
  browser.settle();
  expect(first.got).toEqual(idsOf(browser, "run_1"));
});

test("with nobody visible there is no stream at all", () => {
  const browser = new Browser();
  const tabs = [open(browser, "a", "run_1"), open(browser, "b", "run_1")];
  for (const { hub } of tabs) hub.setVisible(false);
  browser.settle();
  expect(browser.streams.size).toBe(0);
});

test("however tabs come, hide, return and close, each visible tab ends with all of its events, in order", () => {
  const action = fc.record({ tab: fc.nat(3), what: fc.constantFrom("write", "hide", "show", "settle") });
  fc.assert(
    fc.property(fc.array(action, { maxLength: 40 }), (actions) => {
      const browser = new Browser();
      const runs = ["run_0", "run_1", "run_0", "run_2"];
      const tabs = runs.map((run, i) => ({ run, ...open(browser, `tab${i}`, run) }));
      for (const { tab, what } of actions) {
        if (what === "write") browser.write(runs[tab] ?? "run_0");
        else if (what === "settle") browser.settle();
        else tabs[tab]?.hub.setVisible(what === "show");
        expect(browser.streams.size).toBeLessThanOrEqual(1);
      }
      for (const { hub } of tabs) hub.setVisible(true);
      browser.settle();
      for (const { run, got } of tabs) expect(got).toEqual(idsOf(browser, run));
    }),
  );
});
