import { expect, test } from "vitest";
import type { SetupStep } from "@/server/tenants/setup-schemas";
import { stepToGoOn, welcomeAddress } from "./steps";

const setup = (done: SetupStep[], skipped: SetupStep[]) => ({
  steps: {
    connection: { done: done.includes("connection"), id: null },
    people: { done: done.includes("people") },
    look: { done: done.includes("look") },
    app: { done: done.includes("app"), id: null },
  },
  skipped,
});

test("who comes back goes on where something is left, with what they skipped at the end", () => {
  expect(stepToGoOn(setup([], []))).toBe("connection");
  expect(stepToGoOn(setup(["connection"], ["people"]))).toBe("look");
  expect(stepToGoOn(setup(["connection", "look", "app"], ["people"]))).toBe("people");
  expect(stepToGoOn(setup(["connection", "people", "look", "app"], ["people"]))).toBe("connection");
});

test("a step has an address of its own", () => {
  expect(welcomeAddress("ten_1")).toBe("/tenants/ten_1/welcome");
  expect(welcomeAddress("ten_1", "look")).toBe("/tenants/ten_1/welcome?step=look");
});
