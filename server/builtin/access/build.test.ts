import { afterEach, describe, expect, test } from "vitest";
import type { TestTable } from "@/server/builtin/testing";
import { type AccessWorld, openAccessWorld } from "./testing";
import { asker, DATA, table } from "./testing-shop";

let world: AccessWorld | undefined;
afterEach(async () => {
  await world?.close();
  world = undefined;
});

describe("a reload refuses", () => {
  const access = (code: string) => ({ code: "script.access", message: expect.stringContaining(code) });
  const cases: [string, TestTable[], string][] = [
    ["a section without a table", [], "no table"],
    ["a section without ACCESS", [table("USERID", "ANN")], "field ACCESS"],
    ["a section that says of nobody who it is", [table("ACCESS REGION", "USER, NORTH")], "who it is"],
    ["ACCESS in two tables", [table("ACCESS USERID"), { ...table("ACCESS GROUP"), name: "B" }], "Access, B"],
    [
      "a table that says nothing of anybody",
      [table("ACCESS USERID"), { ...table("REGION"), name: "B" }],
      '"B"',
    ],
    ["a field the data do not have", [table("ACCESS USERID REGIO")], "REGIO"],
    ["system fields it does not know", [table("ACCESS NTNAME")], "NTNAME"],
    ["a field twice", [table("ACCESS USERID ss ß")], "twice"],
  ];
  test.each(cases)("%s", async (_, tables, said) => {
    await expect(openAccessWorld(DATA, tables)).rejects.toMatchObject(access(said));
  });

  test("a field that several of the data's may be, and data it cannot reduce", async () => {
    const rules = [table("ACCESS USERID A", "USER, ANN, 1")];
    const one = (name: string, ...fields: string[]): TestTable => ({
      name,
      fields: Object.fromEntries(fields.map((f) => [f, "INTEGER"])),
      rows: [fields.map(() => 1)],
    });
    const open = (...data: TestTable[]) => openAccessWorld(data, rules);
    world = await open(one("T", "A"), one("U", "a"));
    expect(await world.shown(asker("ann"))).toMatchObject({ tables: [{ name: "T" }, { name: "U" }] });
    await expect(
      openAccessWorld([one("T", "aA"), one("U", "Aa")], [table("ACCESS USERID AA")]),
    ).rejects.toMatchObject(access("several"));
    await expect(open(one("T", "A", "x", "z"), one("U", "x", "y"), one("V", "y", "z"))).rejects.toMatchObject(
      access("circular"),
    );
    await expect(open(one("T", "A", "RowId"))).rejects.toMatchObject(access("rowid"));
  });

  test("nothing that is merely odd, and says so without naming anybody", async () => {
    const rows = ["USER, ANN, , NORTH", "BOSS, BOB, , NORTH", "USER, EVE, NOWHERE, ", "USER, , , NORTH"];
    world = await openAccessWorld(DATA, [table("ACCESS USERID OMIT REGION", ...rows)]);
    expect(world.warnings).toHaveLength(4);
    expect(world.warnings.join()).not.toMatch(/ANN|BOB|EVE/);
  });
});
