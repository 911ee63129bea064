import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { describe, expect, test } from "vitest";
import { parsePlans } from "@/server/plans";
import { makePlanInput } from "@/server/plans/schemas";
import { EMPTY, emptyCharge, planOf, slugOf, typedOf } from "./model";

describe("a plan in the form", () => {
  test.each(parsePlans(readFileSync(resolve("server/plans/plans.yaml"), "utf8")))(
    "$ref comes out as it went in",
    ({ ref: _ref, version: _version, ...plan }) => {
      expect(makePlanInput.parse(planOf(typedOf(plan)))).toEqual(plan);
    },
  );

  test("a new charge's id is made from its title, and is nobody else's", () => {
    const typed = typedOf({ ...EMPTY, id: "solo", title: { en: "Solo" } });
    const named = (en: string) => ({
      ...emptyCharge(),
      title: { en, de: "", fr: "" },
      amount: { EUR: "1,5" },
    });
    const plan = planOf({ ...typed, currencies: ["EUR"], charges: [named("Été (100 %)"), named("Été 100")] });
    expect(plan.pricing?.charges.map((charge) => charge.id)).toEqual(["ete-100", "ete-100-2"]);
    expect(plan.pricing?.charges[0]).toMatchObject({ amount: { EUR: "1.5" } });
    expect(makePlanInput.safeParse(plan).success).toBe(true);
  });

  test("titles without Latin letters give no id: the server asks for one", () => {
    expect(slugOf("価格")).toBe("");
  });
});
