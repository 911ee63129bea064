import { describe, expect, it } from "vitest";
import { scriptTables } from "../../testing/tables";

const tables = scriptTables();

const PRODUCTS = `LOAD * INLINE [
Product ID, Attribute, Value
13, Status, Discontinued
13, Color, Brown
20, Color, White
13, Size, 13-15
20, Size, 16-18
2, Status, Discontinued];`;

describe("GENERIC", () => {
  it("makes a table of every attribute, named by the label and it, in the order they come", async () => {
    const { tables: made } = await tables(`Products: GENERIC ${PRODUCTS}`);
    expect(Object.keys(made)).toEqual(["Products.Status", "Products.Color", "Products.Size"]);
    expect(made["Products.Color"]).toEqual({
      fields: ["Product ID", "Color"],
      rows: [
        ["13", "Brown"],
        ["20", "White"],
      ],
    });
    expect(made["Products.Status"]?.rows).toEqual([
      ["13", "Discontinued"],
      ["2", "Discontinued"],
    ]);
  });

  it("keeps all fields but the last two as keys", async () => {
    const { tables: made } = await tables(`T: GENERIC LOAD * INLINE [
      a, b, what, value
      1, x, p, 10
      2, y, p, 20];`);
    expect(made).toEqual({
      "T.p": {
        fields: ["a", "b", "p"],
        rows: [
          ["1", "x", "10"],
          ["2", "y", "20"],
        ],
      },
    });
  });

  it("is never added to a table of the same fields", async () => {
    const { tables: made } = await tables(`
      Old: LOAD 7 AS [Product ID], 'Red' AS Color AUTOGENERATE 1;
      New: GENERIC ${PRODUCTS}`);
    expect(made.Old?.rows).toEqual([["7", "Red"]]);
    expect(made["New.Color"]?.rows.length).toBe(2);
  });

  it("takes the rows FIRST leaves, and leaves out NULL attributes with a warning", async () => {
    const { tables: made, warnings } = await tables(
      "S: LOAD RecNo() AS k, If(RecNo() = 2, Null(), 'a') AS what, RecNo() AS v AUTOGENERATE 5; G: FIRST 3 GENERIC LOAD * RESIDENT S; DROP TABLE S;",
    );
    expect(made).toEqual({
      "G.a": {
        fields: ["k", "a"],
        rows: [
          ["1", "1"],
          ["3", "3"],
        ],
      },
    });
    expect(warnings).toEqual(['GENERIC left out the rows of "G" whose attribute is NULL.']);
  });

  it("names fields with their table under QUALIFY", async () => {
    const { tables: made } = await tables(`QUALIFY *; UNQUALIFY [Product ID]; P: GENERIC ${PRODUCTS}`);
    expect(made["P.Size"]?.fields).toEqual(["Product ID", "P.Size.Size"]);
  });

  it.each<[string, string, string]>([
    ["two fields", "GENERIC LOAD 1 AS a, 2 AS b AUTOGENERATE 1;", "script.syntax"],
    ["an attribute named as a key", "GENERIC LOAD 1 AS a, 'a' AS b, 2 AS c AUTOGENERATE 1;", "script.name"],
    ["a JOIN beside it", "LEFT JOIN GENERIC LOAD 1 AS a, 'x' AS b, 2 AS c AUTOGENERATE 1;", "script.syntax"],
    ["too many tables", "GENERIC LOAD 1 AS a, RecNo() AS b, 2 AS c AUTOGENERATE 1001;", "script.limit"],
  ])("refuses %s", async (_, statement, code) => {
    await expect(tables(`T: ${statement}`)).rejects.toMatchObject({ code });
  });
});
