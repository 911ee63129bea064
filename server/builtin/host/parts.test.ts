import { expect, test } from "vitest";
import { FairQueue } from "./fair-queue";
import { Watchdog } from "./watchdog";

test("tenants take turns however much one has put in", () => {
  const queue = new FairQueue<string>();
  for (let i = 1; i <= 4; i++) queue.push("a", `a${i}`);
  queue.push("b", "b1");
  queue.push("c", "c1");
  queue.push("c", "c2");
  expect(queue.length).toBe(7);
  const order = Array.from({ length: 7 }, () => queue.next());
  expect(order).toEqual(["a1", "b1", "c1", "a2", "c2", "a3", "a4"]);
  expect(queue.next()).toBeUndefined();
});

test("an item can be taken out while it waits", () => {
  const queue = new FairQueue<string>();
  queue.push("a", "x");
  queue.push("a", "y");
  expect(queue.remove("a", "x")).toBe(true);
  expect(queue.remove("a", "x")).toBe(false);
  expect(queue.remove("b", "x")).toBe(false);
  expect(queue.drain()).toEqual(["y"]);
  expect(queue.length).toBe(0);
});

test("a host over its budget is first made smaller, then restarted; a short peak is nothing", () => {
  const MB = 1024 * 1024;
  const dog = new Watchdog(200 * MB);
  expect(dog.report(100 * MB, 0)).toBe("fine");
  expect(dog.report(300 * MB, 50 * MB)).toBe("fine");
  expect(dog.report(400 * MB, 50 * MB)).toBe("shrink");
  expect(dog.report(250 * MB, 0)).toBe("fine");
  const verdicts = Array.from({ length: 5 }, () => dog.report(500 * MB, 0));
  expect(verdicts).toEqual(["shrink", "shrink", "shrink", "shrink", "restart"]);
});
