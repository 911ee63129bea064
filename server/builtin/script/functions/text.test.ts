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
  table("JsonObject", [
    ["JsonObject('id', 1, 'name', 'John Doe')", '{"id":1,"name":"John Doe"}'],
    ["JsonObject('phone', '123456', 'fax', '1 234')", '{"phone":123456,"fax":"1 234"}'],
    ["JsonObject('a', Null(), 'b', '')", '{"b":""}'],
    ["JsonObject(Null(), 1, 'b', 2.5)", '{"b":2.5}'],
    [`JsonObject('a"b', 'c"d')`, '{"a\\"b":"c\\"d"}'],
    [`JsonObject('list', '[1, 2]', 'inner', JsonObject('t', True()))`, '{"list":[1,2],"inner":{"t":"True"}}'],
    ["JsonGet(JsonObject('a', MakeDate(2024, 1, 5)), '/a')", "2024-01-05"],
  ]);

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

  table("JsonSet", [
    [`JsonSet('{}', '/a', '"b"')`, '{"a":"b"}'],
    [`JsonSet('[]', '/0', '"x"')`, '["x"]'],
    [`JsonSet('"abc"', '', '123')`, "123"],
    [`JsonSet('"abc"', '/x', '123')`, null],
    [`JsonSet('{"a":{"b":"c"}}', 'a/b', '"x"')`, null],
    [`JsonSet('{"a":"b"}', '/a', 'abc')`, null],
    [`JsonSet(${sample}, '/a/xyz', ' [1, {}] ')`, '{"a":{"xyz":[1,{}]},"b":[123,"abc","ABC"]}'],
    [`JsonSet(${sample}, '/a/new', 'null')`, '{"a":{"xyz":"XYZ","new":null},"b":[123,"abc","ABC"]}'],
    [`JsonSet(${sample}, '/b/1', 'true')`, '{"a":{"xyz":"XYZ"},"b":[123,true,"ABC"]}'],
    [`JsonSet(${sample}, '/b/3', '1')`, '{"a":{"xyz":"XYZ"},"b":[123,"abc","ABC",1]}'],
    [`JsonSet(${sample}, '/b/-', '1')`, '{"a":{"xyz":"XYZ"},"b":[123,"abc","ABC",1]}'],
    [`JsonSet(${sample}, '/b/4', '1')`, null],
    [`JsonSet(${sample}, '/b/x', '1')`, null],
    [`JsonSet(${sample}, '/c/d', '1')`, null],
    [`JsonSet('[[1,2],[3]]', '/1/0', '9')`, "[[1,2],[9]]"],
    [`JsonSet('[{"0":{"a":1}}]', '/0/0/a', '2')`, '[{"0":{"a":2}}]'],
    [`JsonSet('{"a~/b":1,"ü \\"q":2}', '/a~0~1b', '3')`, '{"a~/b":3,"ü \\"q":2}'],
    [`JsonSet('{"a":1}', '/a~2', '3')`, null],
    [`JsonSet('{"":1}', '/', '2')`, '{"":2}'],
    [`JsonSet('{"p": 1,  "t": 2 }', '/p', 11) & '!'`, '{"p":11,"t":2}!'],
    [`JsonSet(JsonSet('{"a":{}}', '/a/b', '1'), '/a/c', '2')`, '{"a":{"b":1,"c":2}}'],
    [`JsonGet(JsonSet('{}', '/a', '7'), '/a') + 1`, "8"],
    [`JsonSet('{', '/a', '1')`, null],
    [`JsonSet(Null(), '/a', '1')`, null],
    [`JsonSet('{}', '/a', Null())`, null],
  ]);

  table("JsonSetEx", [
    [
      `JsonSetEx('{"fax":123}', '/name', 'Jane "J" Doe', '/phone', '123456', '/fax', Null())`,
      '{"name":"Jane \\"J\\" Doe","phone":123456}',
    ],
    [`JsonSetEx('{"fax":123}', '/fax', '', '/zip', '00123')`, '{"fax":"","zip":"00123"}'],
    [
      `JsonSetEx('{}', '/a', 1.5, '/b', 1 = 1, '/c', 'null', '/d', Date(45322, 'DD.MM.YYYY'))`,
      '{"a":1.5,"b":-1,"c":"null","d":"31.01.2024"}',
    ],
    [`JsonSetEx('[1,2,3]', '/1', Null())`, "[1,3]"],
    [`JsonSetEx('{"a":1}', '/b', Null())`, '{"a":1}'],
    [`JsonSetEx('{"a":1}', 'b', 2)`, null],
  ]);
});

it("a function left out on purpose is refused by name, with what to do instead", () => {
  expect(checkExpression("Sum(Evaluate(A))")?.message).toBe(
    "The function Evaluate() is not supported. Expand the expression instead: $(=…).",
  );
  expect(checkExpression("Window(Sum(A), B)")?.message).toContain("GROUP BY");
  expect(checkExpression("Sum(GetRegistryString(A))")?.message).toContain("There is no registry");
});
