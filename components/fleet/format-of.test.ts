import { expect, test } from "vitest";
import { formatOf } from "./format-of";

test.each([
  ["slug,name,plan\na,A,growth", "", "csv"],
  ["\uFEFF# remark\nslug;name;plan", "", "csv"],
  ["tenants:\n  - slug: a", "", "yaml"],
  ['{"tenants": [{"slug": "a", "name": "A"}]}', "", "yaml"],
  ["tenants: [{slug: a, name: b}]", "", "yaml"],
  ["anything", "customers.CSV", "csv"],
  ["a,b", "customers.yml", "yaml"],
])("%j named %j is %s", (text, name, format) => {
  expect(formatOf(text, name)).toBe(format);
});
