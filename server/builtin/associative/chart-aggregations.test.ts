import { beforeAll, expect, test } from "vitest";
import type { Batch, CellValue } from "@/server/platform/model";
import { type AskingWorld, openAskingWorld } from "./testing/asking-world";
import { world } from "./testing/small-world";

let w: AskingWorld;
beforeAll(async () => {
  w = await openAskingWorld(world);
});

// Amounts 100.1, 50, 25, 7, 1 and quantities 2, 1, 5, 4, 9.
test.each<[string, Omit<Batch, "questions">, CellValue]>([
  ["Mode(City)", {}, "Oslo"],
  ["Mode(Name)", {}, null],
  ["Median(Amount)", {}, 25],
  ["Median({<Name={'Anna'}>} Amount)", {}, 75.05],
  ["Stdev(Qty)", {}, Math.sqrt(9.7)],
  ["Stdev(Qty)", { selections: { Order: [2] } }, null],
  ["FirstSortedValue(Name, -Amount)", {}, "Anna"],
  ["FirstSortedValue(Name, Amount)", { selections: { Name: ["Anna", "Ben"] } }, "Ben"],
  ["Concat(DISTINCT City, '-')", {}, "Oslo-Rome"],
  ["Concat(Name, ', ', -Customer)", {}, "Cleo, Ben, Anna"],
  ["Only(City)", {}, null],
  ["Only(City)", { selections: { Name: ["Anna"] } }, "Rome"],
  ["Fractile(Qty, 0.25)", {}, 2],
  ["MinString(Name)", {}, "Anna"],
  ["MaxString(Name)", {}, "Cleo"],
  ["NullCount(Day)", {}, 1],
  ["TextCount(Name)", {}, 3],
  ["TextCount(Day)", {}, 0],
  ["NumericCount(Amount)", {}, 5],
  ["Sum(Amount) * vRate", { variables: { vRate: 2 } }, 366.2],
  ["Sum(If(Name = vName, Amount))", { variables: { vName: "Ben" } }, 25],
  ["Sum(Amount) * $(vRate)", { variables: { vRate: 2 } }, 366.2],
  ["Sum(Amount) * $(=Max(Qty) - vRate)", { variables: { vRate: 8 } }, 183.1],
  ["Sum(Amount)", { variables: { Amount: 7 } }, 183.1],
])("%s under %j is %s", async (measure, click, expected) => {
  const found = await w.figure(measure, click);
  if (typeof expected === "number") expect(Number(found)).toBeCloseTo(expected, 9);
  else expect(found).toBe(expected);
});

test("a name that is neither field nor variable is an error with the nearest field", async () => {
  const error = await w.wrong("Sum(Amount) * vRat", { variables: { vRate: 2 } });
  expect(error).toMatchObject({ code: "query.field_missing", line: 1, column: 15 });
});
