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
    "T: LOAD Sum(a, b, c) AS s FROM s.csv GROUP BY g;",
    "1:9 Sum() is written Sum([DISTINCT] expr).",
  ],
  ["IF", "IF Nope(1) THEN\nTRACE a;\nEND IF", "1:4 The function Nope() is not supported."],
  [
    "a function that is refused by name",
    "T: LOAD Window(b) AS a FROM s.csv;",
    "1:9 The function Window() is not supported.",
  ],
])("the call of %s is checked while one types", (_, script, fault) => {
  expect(faults(script)).toEqual([fault]);
});

test("what is right says nothing, nor does what an expansion may still change", () => {
  expect(
    faults(`LET n = NoOfRows('T') + Len('a'); T: LOAD RecNo() AS r, Peek('r'), ApplyMap('M', x, 0) AS m, Date#(d, 'YYYY') AS d,
      FileBaseName() AS f, AutoNumber(x) AS k, SubField(x, ';') AS p FROM s.csv WHERE Exists(k, x) WHILE IterNo() < 3;
      T: LOAD $(f)(x) AS a FROM s.csv;`),
  ).toEqual([]);
});

test.each([
  [
    "a function beside it",
    "T: LOAD $(x) AS a, Fooo(b) AS c FROM s.csv;",
    "1:20 The function Fooo() is not supported.",
  ],
  ["a function around it", "LET v = Uper('$(x)');", "1:9 The function Uper() is not supported."],
  [
    "a function of a condition",
    "IF Nope($(x)) THEN\nTRACE a;\nEND IF",
    "1:4 The function Nope() is not supported.",
  ],
  ["arguments that have none", "LET v = Upper('a', 'b') & $(x);", "1:9 Upper() is written Upper(text)."],
  [
    "what stands before it",
    "T: LOAD a b, $(x) FROM s.csv;",
    '1:11 Expected the end of the statement, but "b" stands here.',
  ],
  [
    "what stands around quotes",
    "T: LOAD a FROM [$(dir)/s.csv] (csv) b;",
    '1:37 Expected the end of the statement, but "b" stands here.',
  ],
  ["a statement there is none of", "EXECUTE $(x);", "1:1 The statement EXECUTE is not supported."],
])("with an expansion in a statement, %s is checked", (_, script, fault) => {
  expect(faults(script)).toEqual([fault]);
});

test.each([
  "$(statement) Foo(x);",
  "T: LOAD $(fields) FROM s.csv;",
  "T: LOAD a $(rest) b FROM s.csv;",
  "T: LOAD Foo$(kind)(a) AS b, Upper($(args)) AS c FROM s.csv;",
  "CROSSTABLE ($(args)) LOAD * FROM s.csv;",
  'CONSTRAIN v = {"minnum": $(least)};',
  "STORE a, b $(from) INTO [lib://a.csv] (csv);",
  "SLEEP $(ms);",
  "FIRST $(n) LOAD * FROM [lib://$(dir)/a.csv] (txt, $(words));",
  "LET v = $(=Max(1, $(x))) + If($(c), 1);",
  "FOR EACH f IN FileList('$(path)/*.csv')\nTRACE $(f);\nNEXT f",
  "$(x",
])("%s says nothing: it may be right when it runs", (script) => {
  expect(faults(script)).toEqual([]);
});
