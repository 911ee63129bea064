import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type TestRun, testRun } from "../../testing/host";

let run: TestRun;
beforeAll(async () => {
  run = await testRun();
});
afterAll(() => run.close());

const US = "SET ThousandSep=','; SET DecimalSep='.'; SET MoneyFormat='$#,##0.00;-$#,##0.00';";
const GERMAN = "SET ThousandSep='.'; SET DecimalSep=','; SET MoneyFormat='#.##0,00 €;-#.##0,00 €';";
const SWISS = "SET ThousandSep='’'; SET DecimalSep='.'; SET MoneyFormat='CHF #’##0.00';";

/** The values of a column as they are stored. */
async function stored(settings: string, lines: string[]): Promise<unknown[]> {
  try {
    await run.run(`${settings} T: LOAD V INLINE [V
${lines.join("\n")}
] (delimiter is '|');`);
    return (await run.rows("T")).map(([value]) => value);
  } finally {
    await run.db.run("DROP TABLE IF EXISTS T");
  }
}

describe("numbers with thousands and with what MoneyFormat writes around them", () => {
  it.each<[settings: string, lines: string[], values: unknown[]]>([
    [US, ["1,234.50", "5", "-2,000,000"], [1234.5, 5, -2_000_000]],
    [US, ["$1,234.50", "-$5", "0.25"], [1234.5, -5, 0.25]],
    [GERMAN, ["1.234,5", "0,25"], [1234.5, 0.25]],
    [GERMAN, ["1.234,50 €", "-5 €"], [1234.5, -5]],
    [SWISS, ["1’234.50", "CHF 7"], [1234.5, 7]],
    [US, ["1,23", "1,234"], ["1,23", "1,234"]],
    [US, ["007", "1,234"], ["007", "1,234"]],
    [US, ["€5", "1,234"], ["€5", "1,234"]],
    [US, ["1,234", "n/a"], ["1,234", "n/a"]],
    [GERMAN, ["01.02.2024", "1.234"], ["01.02.2024", "1.234"]],
  ])("%s %j is %j", async (settings, lines, values) => {
    expect(await stored(settings, lines)).toEqual(values);
  });
});
