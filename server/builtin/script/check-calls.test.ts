import { expect, test } from "vitest";
import { checkScript } from "./check";

const faults = (script: string) =>
  checkScript(script).map(({ message, line, column }) => `${line}:${column} ${message}`);

test.each([
  ["a field", "T: LOAD Fooo(x) AS a INLINE [\nx\n1];", "1:9 The function Fooo() is not supported."],
  ["a condition", "T: LOAD x FROM a.csv WHERE\nBar(x) > 1;", "2:1 The function Bar() is not supported."],
  ["a call inside another", "LET v = Upper(Leftt('a', 1));", "1:15 The function Leftt() is not supported."],
  [
    "an aggregation",
    "T: LOAD Sum(a, b, c) AS s RESIDENT S GROUP BY g;",
    "1:9 Sum() is written Sum([DISTINCT] expr).",
  ],
  ["IF", "IF Nope(1) THEN\nTRACE a;\nEND IF", "1:4 The function Nope() is not supported."],
  [
    "a function that is refused by name",
    "T: LOAD Window(b) AS a RESIDENT S;",
    "1:9 The function Window() is not supported.",
  ],
])("the call of %s is checked while one types", (_, script, fault) => {
  expect(faults(script)).toEqual([fault]);
});

test("what is right says nothing, nor does what an expansion may still change", () => {
  expect(
    faults(`LET n = NoOfRows('T') + Len('a'); T: LOAD RecNo() AS r, Peek('r'), ApplyMap('M', x, 0) AS m, Date#(d, 'YYYY') AS d,
      FileBaseName() AS f, AutoNumber(x) AS k, SubField(x, ';') AS p RESIDENT S WHERE Exists(k, x) WHILE IterNo() < 3;
      T: LOAD $(f)(x) AS a RESIDENT S;`),
  ).toEqual([]);
});
