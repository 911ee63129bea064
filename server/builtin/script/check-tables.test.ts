import { expect, test } from "vitest";
import { checkScript } from "./check";

const faults = (script: string) =>
  checkScript(script).map(({ message, line, column }) => `${line}:${column} ${message}`);
const none = (place: string, name: string) => [
  `${place} There is no table "${name}" at this point of the script.`,
];

const A = "A: LOAD 1 AS x AUTOGENERATE 1;\n";

test.each([
  ["RESIDENT", `${A}T: LOAD x RESIDENT B;`, none("2:20", "B")],
  ["RESIDENT in other letters", `${A}T: LOAD x RESIDENT a;`, none("2:20", "a")],
  ["RESIDENT before the table is made", `T: LOAD x RESIDENT A;\n${A}`, none("1:20", "A")],
  ["RESIDENT of a mapping table", `M: MAPPING ${A.slice(3)}T: LOAD x RESIDENT M;`, none("2:20", "M")],
  ["JOIN", `${A}LEFT JOIN (B) LOAD x RESIDENT A;`, none("2:12", "B")],
  ["DROP TABLE", `${A}DROP TABLES A, B;`, none("2:16", "B")],
  ["STORE", `${A}STORE B INTO [lib://Files/b.csv] (txt);`, none("2:7", "B")],
  ["RENAME TABLE", `${A}RENAME TABLE B TO C;`, none("2:14", "B")],
  ["a condition", `${A}IF v = 1 THEN\nT: LOAD x RESIDENT B;\nEND IF`, none("3:20", "B")],
  ["a name that JOIN does not give", `${A}B: JOIN (A) LOAD x RESIDENT A;\nDROP TABLE B;`, none("3:12", "B")],
  ["a LOAD with an expansion", `${A}T: LOAD $(f) AS y RESIDENT B;`, none("2:28", "B")],
  ["a query by its name", "SQL SELECT * FROM shop.orders;\nT: LOAD x RESIDENT order;", none("2:20", "order")],
])("%s of a table that nothing makes is told while one types", (_, script, told) => {
  expect(faults(script)).toEqual(told);
});

test("the nearest name is told", () => {
  const [fault] = checkScript("Orders: LOAD 1 AS x AUTOGENERATE 1; T: LOAD x RESIDENT Order;");
  expect(fault).toMatchObject({ code: "script.table_missing", advice: expect.stringContaining('"Orders"') });
});

test.each([
  ["by its label", `${A}T: LOAD x RESIDENT A; DROP TABLE T;`],
  ["by the file's name", "LOAD x FROM [lib://Files/b.csv] (csv); T: LOAD x RESIDENT b;"],
  ["by the query's table", "SQL SELECT * FROM shop.orders; T: LOAD x RESIDENT orders;"],
  ["with a number behind", `${A}A: LOAD 2 AS y AUTOGENERATE 1; T: LOAD y RESIDENT [A-1];`],
  ["by RENAME", `${A}RENAME TABLE A TO B; T: LOAD x RESIDENT B;`],
  ["by a query below", "T: LOAD x, $(e) AS y; SQL SELECT * FROM $(orders); U: LOAD x RESIDENT T;"],
  [
    "inside a loop, where it may come first",
    `FOR i = 1 TO 2\nIF i = 2 THEN\nT: LOAD x RESIDENT A;\nEND IF\n${A}NEXT`,
  ],
  ["in a SUB that is called later", `SUB s\nT: LOAD x RESIDENT A;\nEND SUB\n${A}CALL s`],
  ["by a SUB", `SUB s\n${A}END SUB\nCALL s\nT: LOAD x RESIDENT A;`],
  ["by an expansion", "$(v): LOAD 1 AS x AUTOGENERATE 1; T: LOAD x RESIDENT A;"],
  ["by a label with one", "[Sales $(y)]: LOAD 1 AS x AUTOGENERATE 1; T: LOAD x RESIDENT [Sales 2024];"],
  ["by a file whose name is made", "LOAD x FROM [lib://Files/$(f)] (csv); T: LOAD x RESIDENT A;"],
  ["by a query whose text is made", "SQL SELECT * FROM $(orders); T: LOAD x RESIDENT orders;"],
  ["by an include", "$(Must_Include=a.qvs); T: LOAD x RESIDENT A;"],
  ["by GENERIC", "G: GENERIC LOAD a, b, c FROM g.csv; T: LOAD a RESIDENT G.Color;"],
  ["by a mapping of names", `${A}RENAME TABLES USING m; T: LOAD x RESIDENT B;`],
  ["or not: the script goes on", `SET ErrorMode = 0; ${A}DROP TABLE B;`],
  ["or not: the script has ended", `${A}EXIT SCRIPT;\nT: LOAD x RESIDENT Old;`],
  ["only in a partial reload", `ADD ONLY LOAD x RESIDENT A;\n${A}`],
  ["while its name is made", `${A}T: LOAD x RESIDENT $(v); U: LOAD x RESIDENT [A$(v)];`],
])("a table that is made %s says nothing", (_, script) => {
  expect(faults(script)).toEqual([]);
});
