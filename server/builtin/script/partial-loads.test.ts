import { expect, it } from "vitest";
import { hasPartialLoads } from "./partial-loads";

it.each([
  "T: ADD LOAD a FROM [lib://x/y.csv] (txt);",
  "T:\nREPLACE LOAD a RESIDENT U;",
  "MERGE (n, v) ON k LOAD * INLINE [op, k\ni, 1];",
  "add only load a autogenerate 1;",
  "[My table]: ADD MAPPING LOAD a, b RESIDENT U;",
  "ADD SQL SELECT * FROM $(orders);",
  "REPLACE MAP a USING m;",
  "WHEN $(x) = 1 ADD LOAD a RESIDENT U;",
  "IF $(x) THEN\n  ADD LOAD a RESIDENT U;\nEND IF",
  "$(Must_Include=lib://files/more.qvs);",
  "$(vPrefix) LOAD a RESIDENT U;",
])("a partial reload has something to do: %s", (script) => expect(hasPartialLoads(script)).toBe(true));

it.each([
  "",
  "T: LOAD Replace(a, 'x', 'y') AS a RESIDENT U;",
  "LET v = Replace('ADD LOAD', 'ADD', '');",
  "SQL SELECT REPLACE(a, 'x', 'y') FROM $(orders);",
  "// ADD LOAD a RESIDENT U;\nLOAD a RESIDENT U;",
  "Add: LOAD a RESIDENT U;",
  "[ADD]: LOAD a RESIDENT U;",
  "T: LOAD a FROM [lib://add/replace.csv] (txt);",
  "TRACE replace what you load;",
  "LOAD 'never closed;",
])("a partial reload has nothing to do: %j", (script) => expect(hasPartialLoads(script)).toBe(false));
