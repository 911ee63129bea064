import { describe, expect, it } from "vitest";
import { checkExpression } from "../check-expression";
import { functionTable } from "../testing/function-table";

const table = functionTable();

describe("texts", () => {
  table("FindOneOf", [
    ["FindOneOf('my example text string', 'et%s')", "4"],
    ["FindOneOf('my example text string', 'et%s', 3)", "12"],
    ["FindOneOf('my example text string', '¤%&')", "0"],
    ["FindOneOf('For a very long time', 'ey', 2)", "10"],
    ["FindOneOf('aä', 'ä')", "2"],
    ["FindOneOf('abc', 'a', 0)", "0"],
    ["FindOneOf(Null(), 'a')", null],
    ["FindOneOf('', 'a')", "0"],
  ]);

  table("KeepChar and PurgeChar", [
    ["KeepChar(Null(), 'a')", null],
    ["KeepChar('abc', '')", ""],
    ["PurgeChar('abc', Left('cx', 2))", "ab"],
  ]);

  table("LevenshteinDist", [
    ["LevenshteinDist('Kitten', 'Sitting')", "3"],
    ["LevenshteinDist('Gauß', 'Gauss')", "2"],
    ["LevenshteinDist('日本', '日木')", "1"],
    ["LevenshteinDist('it''s', 'its')", "1"],
    ["LevenshteinDist('', 'ä')", "1"],
    ["LevenshteinDist(Null(), 'a')", null],
  ]);

  table("hashes", [
    ["Len(Hash128('abc', 'xyz', '123'))", "22"],
    ["Len(Hash160('abc', 'xyz', '123'))", "27"],
    ["Len(Hash256('abc', 'xyz', '123'))", "43"],
    ["Hash160('a', 'bc') = Hash160('ab', 'c')", "0"],
    ["Hash256(Null()) = Hash256('')", "-1"],
    ["Hash160(12) = Hash160('12')", "-1"],
  ]);

  table("IsJson", [
    [`IsJson('null')`, "-1"],
    [`IsJson('"abc"', 'value')`, "-1"],
    [`IsJson('"abc"', 'string')`, "-1"],
    [`IsJson('123', 'number')`, "-1"],
    [`IsJson('text', 'string')`, "0"],
    [`IsJson('{"a":"b"}', 'object')`, "-1"],
    [`IsJson('[1]', 'object')`, "0"],
    [`IsJson('[1]', 'array')`, "-1"],
    [`IsJson('true', 'boolean')`, "-1"],
    [`IsJson('')`, "0"],
    ["IsJson(Null())", "0"],
  ]);

  const sample = `'{"a":{"xyz":"XYZ"},"b":[123,"abc","ABC"]}'`;
  table("JsonGet", [
    [`JsonGet(${sample}, '')`, '{"a":{"xyz":"XYZ"},"b":[123,"abc","ABC"]}'],
    [`JsonGet(${sample}, '/a')`, '{"xyz":"XYZ"}'],
    [`JsonGet(${sample}, '/a/xyz')`, "XYZ"],
    [`JsonGet(${sample}, '/b')`, '[123,"abc","ABC"]'],
    [`JsonGet(${sample}, '/b/0') + 1`, "124"],
    [`JsonGet(${sample}, '/b/1')`, "abc"],
    [`JsonGet(${sample}, 'b/1')`, null],
    [`JsonGet(${sample}, '$.b')`, null],
    [`JsonGet('{"a":"b"}', '/b')`, null],
    [`JsonGet('{"a"}', '/a')`, null],
    [`JsonGet('{"a~/b":1}', '/a~0~1b')`, "1"],
    ["JsonGet(Null(), '/a')", null],
  ]);
});

it("a function left out on purpose is refused by name, with what to do instead", () => {
  expect(checkExpression("Sum(Evaluate(A))")?.message).toBe(
    "The function Evaluate() is not supported. Expand the expression instead: $(=…).",
  );
  expect(checkExpression("Sum(GetRegistryString(A))")?.message).toContain("There is no registry");
});
