import { describe } from "vitest";
import { functionTable } from "../testing/function-table";

const table = functionTable();

describe("regular expressions", () => {
  table("found", [
    ["CountRegEx('abc123', '[0-9]')", "3"],
    ["CountRegEx('ABC', '[a-c]')", "0"],
    ["CountRegExI('ABC', '[a-c]')", "3"],
    ["CountRegEx(Null(), 'a')", null],
    ["MatchRegEx('testSample', 'test')", "0"],
    ["MatchRegEx('abc123', '[a-z]', '[0-9]', '[a-z]+[0-9]+', '.+')", "3"],
    ["MatchRegEx('ABC', '[abc]+', '[123]')", "0"],
    ["MatchRegExI('ABC', '[abc]+', '[123]')", "1"],
    ["MatchRegEx(Null(), 'a')", "0"],
    ["IndexRegEx('abc123', '[a-z][0-9]+')", "3"],
    ["IndexRegEx('abc123', '[a-z][0-9]+', 2)", "0"],
    ["IndexRegEx('ABC123', '[a-z][0-9]+')", "0"],
    ["IndexRegExI('ABC123', '[a-z][0-9]+')", "3"],
    ["IndexRegEx('a1b22c3', '[0-9]+', -1)", "7"],
    ["IndexRegEx('a1b22c3', '[0-9]+', 2)", "4"],
    ["IndexRegEx(Null(), 'a')", null],
    ["IsRegEx('[a-z]')", "-1"],
    ["IsRegEx('[a-z')", "0"],
  ]);

  table("taken", [
    ["ExtractRegExGroup('abc123 def456', '([a-z]+)([0-9]+)', 1, 1)", "abc"],
    ["ExtractRegExGroup('abc123 def456', '([a-z]+)([0-9]+)', 1, 2)", "def"],
    ["ExtractRegExGroup('abc123 def456', '([a-z]+)([0-9]+)', 2)", "123"],
    ["ExtractRegExGroup('abc123 def456', '([a-z]+)([0-9]+)', 2, -1)", "456"],
    ["ExtractRegExGroup('abc123 def456', '([a-z]+)([0-9]+)', 0, 2)", "def456"],
    ["ExtractRegExGroup('abc123', '([a-z]+)([0-9]+)', 3)", null],
    ["ExtractRegExGroup('ABC123', '([a-z]+)', 1)", null],
    ["ExtractRegExGroupI('ABC123', '([a-z]+)', 1)", "ABC"],
    ["ExtractRegEx('a,b c;1 2,3', '[a-z]|[0-9]', 1)", "a"],
    ["ExtractRegEx('a,b c;1 2,3', '[a-z]|[0-9]', 4)", "1"],
    ["ExtractRegEx('abc', 'a|b', -1)", "b"],
    ["ExtractRegEx('A,B C;1 2,3', '[a-c]|[4-9]')", null],
    ["ExtractRegExI('A,B C;1 2,3', '[a-c]|[4-9]')", "A"],
    ["ExtractRegEx('abc', 'a', 2)", null],
    ["SubFieldRegEx('a,b c;1 2,3', ' |,|;', 1)", "a"],
    ["SubFieldRegEx('a;b;c;1;2;3', ';', 2)", "b"],
    ["SubFieldRegEx('a,b c;1 2,3', ' |,|;', 4)", "1"],
    ["SubFieldRegExI('aXb', 'x', -1)", "b"],
    ["ReplaceRegEx('abc123', '[0-9]', 'x')", "abcxxx"],
    ["ReplaceRegEx('abc123', '[0-9]', 'x', 1)", "abcx23"],
    ["ReplaceRegEx('abc123', '[0-9]', 'x', -1)", "abc12x"],
    ["ReplaceRegEx('abc123', '[0-9]', 'x', 4)", "abc123"],
    ["ReplaceRegEx('abc123', '[0-9]', 'x', 0)", "abcxxx"],
    ["ReplaceRegEx('ABC123', '[a-c]', '5')", "ABC123"],
    ["ReplaceRegExI('ABC123', '[a-c]', '5')", "555123"],
    ["ReplaceRegEx('a', '(a)', '\\1\\')", "\\1\\"],
    ["ReplaceRegEx('ab', 'b', Left('xy', 1))", "ax"],
  ]);
});
