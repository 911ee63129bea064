import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { scriptTables } from "../testing/tables";

const guide = readFileSync(join(process.cwd(), "docs/load-script.md"), "utf8");
const tables = scriptTables();

/** The script a section of the guide shows. */
function example(section: string): string {
  const [, text = ""] = guide.split(`\n## ${section}\n`);
  return /```qlik\n([\s\S]*?)```/.exec(text)?.[1] ?? "";
}

it("the guide's transformations make what they say", async () => {
  const { tables: made, warnings } = await tables(example("Making other rows of them"));
  expect(warnings).toEqual([]);
  const shown = Object.entries(made).map(([name, { fields }]) => `${name}: ${fields.join(", ")}`);
  expect(shown).toEqual([
    "Sales: Product, Month, Sales",
    "Orders: Product, Day, Quantity, From, To, Price",
    "Features.Color: Product, Color",
    "Features.Size: Product, Size",
    "Regions: RegionID, UpID, Region, Region1, Region2, Region3, Path",
    "RegionTree: RegionID, AreaID, Area",
  ]);
  expect(made.Orders?.rows.map((row) => row.at(-1))).toEqual(["10", "12"]);
  expect(made.Regions?.rows.map((row) => row.at(-1)).at(-1)).toBe("Europe / Germany / Munich");
  expect(made.RegionTree?.rows.length).toBe(6);
});

it("the guide's partial reload changes what it says", async () => {
  const script = example("Partial reloads");
  const { run, tables: made } = await tables(script);
  expect(made.Orders?.rows.length).toBe(2);
  expect(run.logs.join("\n")).toContain("everything was loaded");
  run.logs.length = 0;
  const { fields } = { fields: made.Orders?.fields ?? [] };
  const types = ["BIGINT", "VARCHAR", "BIGINT"];
  run.host.previous = {
    tables: [
      {
        name: "Orders",
        rows: 2,
        fields: fields.map((name, i) => ({ name, type: types[i] ?? "", dual: false })),
      },
    ],
    sequences: {},
  };
  const partial = await run.run(script);
  expect(await run.rows("Orders")).toEqual([["1", "paid", "12"]]);
  expect(partial.sequences).toEqual({ vSeen: { text: "13", number: 13 } });
  expect(run.logs.join("\n")).not.toContain("everything was loaded");
});
