import fc from "fast-check";
import { expect, it } from "vitest";
import { matches, matchesPath } from "./wildcard";

it.each([
  ["abc", "abc", true],
  ["abc", "ab", false],
  ["abc", "a*", true],
  ["abc", "*c", true],
  ["abc", "*b*", true],
  ["abc", "a?c", true],
  ["abc", "a??c", false],
  ["abc", "****", true],
  ["", "*", true],
  ["", "?", false],
  ["", "", true],
  ["aXbXc", "a*X?", true],
  ["a*c", "a*c", true],
  ["abc", "A*", false],
  ["a.c", "a.c", true],
  ["abc", "a.c", false],
  ["a\nb", "a*b", true],
  ["ä😀", "??", true],
])("%j by %j: %s", (text, pattern, answer) => expect(matches(text, pattern)).toBe(answer));

it.each([
  ["a/b.csv", "*/*.csv", true],
  ["a/b.csv", "*.csv", false],
  ["a/b.csv", "A/B.CSV", true],
  ["a/b/c.csv", "*/c.csv", false],
  ["a/b", "?/?", true],
])("the path %j by %j: %s", (path, pattern, answer) => expect(matchesPath(path, pattern)).toBe(answer));

it("is equal to the regular expression", () => {
  const letters = (chars: string[]) =>
    fc.array(fc.constantFrom(...chars), { maxLength: 10 }).map((c) => c.join(""));
  fc.assert(
    fc.property(letters(["a", "b"]), letters(["a", "b", "*", "?"]), (text, pattern) => {
      const source = pattern.replaceAll("*", ".*").replaceAll("?", ".");
      expect(matches(text, pattern)).toBe(new RegExp(`^${source}$`).test(text));
    }),
    { numRuns: 2000 },
  );
});

it("comes to an end for a pattern that would keep a regular expression busy for ever", () => {
  expect(matches("a".repeat(255), `${"*a".repeat(100)}b`)).toBe(false);
});
