import { expect, test } from "vitest";
import { parseJson } from "./parse-json";

const nested = (levels: number) => `${'{"a":'.repeat(levels)}1${"}".repeat(levels)}`;

test("a body is taken as it is, and refused where it is no JSON or nested without an end", () => {
  expect(parseJson('{"a":[1,{"b":null}]}')).toEqual({ a: [1, { b: null }] });
  expect(() => parseJson(nested(50))).not.toThrow();
  for (const text of ["", "{", nested(101), nested(100_000), `${"[".repeat(1000)}${"]".repeat(1000)}`])
    expect(() => parseJson(text)).toThrow(expect.objectContaining({ code: "request.json" }));
});
