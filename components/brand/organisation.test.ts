import { describe, expect, test } from "vitest";
import { organisationAt } from "./organisation";

const person = (...ids: string[]) => ({
  operatorRole: null,
  memberships: ids.map((tenantId) => ({
    ...{ tenantId, role: "viewer" as const, name: `Of ${tenantId}` },
    ...{ timeZone: null, look: {}, logo: null },
  })),
});

describe("whose look a page wears", () => {
  test("who has one organisation sees its look on every page", () => {
    for (const path of ["/account", "/connections", "/tenants/ten_a/people", "/nothing"])
      expect(organisationAt(person("ten_a"), path)?.tenantId).toBe("ten_a");
  });

  test("who has several sees that of the address, and none on pages common to all", () => {
    const both = person("ten_a", "ten_b");
    expect(organisationAt(both, "/tenants/ten_b")?.tenantId).toBe("ten_b");
    expect(organisationAt(both, "/tenants/ten_a/apps/app_1?tab=access")?.tenantId).toBe("ten_a");
    for (const path of ["/account", "/tenants", "/tenants/ten_c", "/help"])
      expect(organisationAt(both, path)).toBeNull();
  });

  test("operators keep the product's own look, also where they belong to a customer", () => {
    expect(organisationAt({ ...person("ten_a"), operatorRole: "owner" }, "/tenants/ten_a")).toBeNull();
    expect(organisationAt(person(), "/tenants/ten_a")).toBeNull();
  });
});
