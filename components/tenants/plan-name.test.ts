import { expect, test } from "vitest";
import { planName } from "./plan-name";

test.each([
  ["growth@1", "Growth"],
  ["growth@2", "Growth 2"],
  ["enterprise-eu@1", "Enterprise eu"],
  ["starter", "Starter"],
])("the plan %s is shown as %s", (plan, name) => {
  expect(planName(plan)).toBe(name);
});
