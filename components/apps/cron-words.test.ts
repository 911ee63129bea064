import { expect, test } from "vitest";
import { rhythmOf } from "./cron-words";

test.each([
  ["0 5 * * *", { every: "day", at: "05:00" }],
  ["30 18 * * 1", { every: "week", at: "18:30", weekday: 1 }],
  ["30 18 * * 0", { every: "week", at: "18:30", weekday: 7 }],
  ["7 * * * *", { every: "hour", minute: 7 }],
  ["*/15 * * * *", { every: "minutes", count: 15 }],
])("%s has words", (cron, rhythm) => {
  expect(rhythmOf(cron)).toEqual(rhythm);
});

test.each(["*/7 * * * *", "0 5 1 * *", "0 5 * 3 *", "0 5,17 * * *", "0 5 * * 1-5", "0 0 5 * * *", "5", ""])(
  "%s is shown as it is written",
  (cron) => {
    expect(rhythmOf(cron)).toBeNull();
  },
);
