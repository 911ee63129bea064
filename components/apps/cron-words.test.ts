import { expect, test } from "vitest";
import { rhythmOf } from "./cron-words";

test.each([
  ["0 5 * * *", { every: "day", at: "05:00" }],
  ["0 5,17 * * *", { every: "day", at: "05:00, 17:00" }],
  ["15 5 * * 0-6", { every: "day", at: "05:15" }],
  ["30 18 * * 1", { every: "week", at: "18:30", weekdays: [1] }],
  ["30 18 * * 0", { every: "week", at: "18:30", weekdays: [7] }],
  ["0 6 * * 1-5", { every: "week", at: "06:00", weekdays: [1, 2, 3, 4, 5] }],
  ["0 6 * * MON-FRI", { every: "week", at: "06:00", weekdays: [1, 2, 3, 4, 5] }],
  ["0 6 * * 6,0,3", { every: "week", at: "06:00", weekdays: [3, 6, 7] }],
  ["0 5 1 * *", { every: "month", at: "05:00", day: 1 }],
  ["7 * * * *", { every: "hour", minute: 7 }],
  ["7 */6 * * *", { every: "hours", count: 6, minute: 7 }],
  ["*/15 * * * *", { every: "minutes", count: 15 }],
])("%s has words", (cron, rhythm) => {
  expect(rhythmOf(cron)).toEqual(rhythm);
});

test.each([
  ...["*/7 * * * *", "0 */5 * * *", "0 5 * 3 *", "0 5 1 * 1", "0 5 1,15 * *", "0 5 * * 5-1", "0 5 * * 1#2"],
  ...["0 0 5 * * *", "5", "", "*/60 * * * *", "0 5 * * 8", "0 5-9 * * *"],
])("%s is shown as it is written", (cron) => {
  expect(rhythmOf(cron)).toBeNull();
});
