import { expect, test } from "vitest";
import { ratesOf } from "./settings-model";

test("tax rates are read line by line, and the first wrong one is named", () => {
  expect(ratesOf("DE 19 7\n\nAT 20")).toEqual({
    rates: { DE: { standard: "19", reduced: "7" }, AT: { standard: "20" } },
  });
  expect(ratesOf("DE 19\nGermany 19")).toEqual({ wrong: 2 });
});
