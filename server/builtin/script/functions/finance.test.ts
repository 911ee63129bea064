import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { functionTable } from "../testing/function-table";
import { type TestRun, testRun } from "../testing/host";

const table = functionTable();

describe("payments", () => {
  table("financial", [
    ["Round(FV(0.005, 36, -20), 0.01)", "786.72"],
    ["Round(FV(0.005, 36, -20, 0, 1), 0.01)", "790.66"],
    ["FV(0, 12, -100, -50)", "1250"],
    ["Round(PV(0.07 / 12, 240, -100), 0.01)", "12898.25"],
    ["PV(0, 12, -100)", "1200"],
    ["Round(Pmt(0.1 / 12, 8, 20000), 0.01)", "-2594.66"],
    ["Round(Pmt(0.1 / 12, 8, 20000, 0, 1), 0.01)", "-2573.21"],
    ["Pmt(0, 10, 1000)", "-100"],
    ["Round(NPer(0.005, -20, 0, 800), 0.01)", "36.56"],
    ["NPer(0, -20, 800)", "40"],
    ["NPer(0.05, 0, 0)", null],
    ["FV(Null(), 36, -20)", null],
  ]);
});

describe("worth of values today", () => {
  let run: TestRun;
  beforeAll(async () => {
    run = await testRun();
    await run.run(`S: LOAD * INLINE [Value, Day
      -10000, 2024-01-01
      3000, 2025-01-01
      4200, 2026-01-01
      6800, 2027-01-01
      x, 2020-01-01];
      R: LOAD Round(Npv(0.1, Value), 0.01) AS N, Round(XNpv(0.1, Value, Day), 0.01) AS X,
        Round(XNpv(0, Value, Day), 0.01) AS Z RESIDENT S;`);
  });
  afterAll(() => run.close());

  it("discounts by period, in load order, and by date from the first", async () => {
    // By date: 3000/1.1^(366/365) + 4200/1.1^(731/365) + 6800/1.1^(1096/365) - 10000.
    expect(await run.rows("R")).toEqual([[1188.44, 1304.34, 4000]]);
  });
});
