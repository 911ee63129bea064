import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parseOrigin } from "./origin";

describe("origins that may frame embeds", () => {
  it.each([
    ["https://office.example.com", "https://office.example.com"],
    ["https://Office.Example.com:443/", "https://office.example.com"],
    ["https://office.example.com:8443", "https://office.example.com:8443"],
    ["http://localhost:5000", "http://localhost:5000"],
    [" http://127.0.0.1:5000 ", "http://127.0.0.1:5000"],
    ["https://bücher.example", "https://xn--bcher-kva.example"],
  ])("%s is kept as %s", (given, kept) => {
    expect(parseOrigin(given)).toBe(kept);
  });

  it.each([
    ["https://*.example.com", /wildcard/],
    ["*", /wildcard/],
    ["office.example.com", /scheme/],
    ["http://office.example.com", /encrypted/],
    ["http://localhost.example.com", /encrypted/],
    ["http://127.0.0.1.example.com", /encrypted/],
    ["https://office.example.com/analytics", /more than scheme/],
    ["https://office.example.com?x=1", /more than scheme/],
    ["https://user:pass@office.example.com", /user name/],
    ["https://a.example; script-src *", /web address|wildcard/],
    ["https://a.example 'self'", /web address/],
    ["javascript://office", /web address/],
    ["null", /scheme/],
    ["file:///etc", /web address/],
  ])("%s is refused in words", (given, words) => {
    expect(() => parseOrigin(given)).toThrow(words);
  });

  it("never lets through what would end or widen a header's directive", () => {
    fc.assert(
      fc.property(fc.string(), (tail) => {
        try {
          expect(parseOrigin(`https://a.example${tail}`)).toMatch(/^https:\/\/[a-z0-9.:[\]-]+$/);
        } catch (error) {
          expect(error).toHaveProperty("code", "embeds.origin");
        }
      }),
      { numRuns: 500 },
    );
  });
});
