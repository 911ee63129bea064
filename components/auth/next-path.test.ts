import fc from "fast-check";
import { expect, test } from "vitest";
import { nextPath } from "./next-path";

test("a path of the portal is kept with its query", () => {
  expect(nextPath("/tenants?q=a&state=failed#x")).toBe("/tenants?q=a&state=failed#x");
});

test.each([
  "//evil.example",
  "/\\evil.example",
  "https://evil.example",
  "javascript:alert(1)",
  "",
  null,
  undefined,
  "/\t/evil.example",
])("%j leads to the start page", (wish) => {
  expect(nextPath(wish)).toBe("/");
});

test("no input leaves the portal", () => {
  fc.assert(
    fc.property(fc.string(), (text) => {
      for (const wish of [text, `/${text}`, `//${text}`, `/\\${text}`]) {
        expect(new URL(nextPath(wish), "http://portal.invalid").host).toBe("portal.invalid");
      }
    }),
  );
});
