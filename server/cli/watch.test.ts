import { expect, it } from "vitest";
import { eventLine } from "./watch";

it.each([
  [{ step: "publish", state: "running" }, "acme  step.report  publish  running"],
  [
    { step: "startReload", state: "running", progress: { rows: 33768 } },
    "acme  step.report  startReload  running  33,768 rows",
  ],
  [
    { step: "startReload", state: "running", progress: { rows: 0 } },
    "acme  step.report  startReload  running",
  ],
  [{ step: "verify", error: { message: "No rows." } }, "acme  step.report  verify  No rows."],
])("an event's line says what it knows: %j", (data, line) => {
  expect(eventLine("acme", "step.report", data)).toBe(line);
});
