import { describe, expect, test } from "vitest";
import { readVisits, withVisit } from "./history";

const visit = (n: number) => ({ href: `/tenants/ten_${n}`, label: `Tenant ${n}` });

describe("history of the command menu", () => {
  test("holds the six newest, each once", () => {
    const all = [1, 2, 3, 4, 5, 6, 7, 3].reduce<ReturnType<typeof visit>[]>(
      (v, n) => withVisit(v, visit(n)),
      [],
    );
    expect(all.map((v) => v.label)).toEqual([3, 7, 6, 5, 4, 2].map((n) => `Tenant ${n}`));
  });

  test("lists and wizards are no visits", () => {
    for (const href of ["/tenants", "/tenants/new", "/tenants/import", "/settings/operators"])
      expect(withVisit([], { href, label: "x" })).toEqual([]);
  });

  test("what somebody else wrote into the storage does no harm", () => {
    for (const text of ["{", "7", '[{"href":"javascript:x","label":"x"}]', '[null, {"href":"/runs/run_1"}]'])
      expect(readVisits({ getItem: () => text })).toEqual([]);
    expect(readVisits(null)).toEqual([]);
  });
});
