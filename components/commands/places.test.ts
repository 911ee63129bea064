import { describe, expect, test } from "vitest";
import { OPERATOR_PERMISSIONS } from "@/server/auth/permissions";
import { PLACES, placeOf, placesFor } from "./places";

const operator = (role: keyof typeof OPERATOR_PERMISSIONS) =>
  placesFor({ operatorRole: role, permissions: [...OPERATOR_PERMISSIONS[role]], memberships: [] }).map(
    (p) => p.key,
  );
const member = (role: "admin" | "author" | "viewer") =>
  placesFor({
    operatorRole: null,
    permissions: [],
    memberships: [{ tenantId: "ten_a", role, name: "Alder" }],
  }).map((p) => p.key);

describe("places", () => {
  test("an owner sees all, the others only what they may open", () => {
    expect(operator("owner")).toEqual(PLACES.map((p) => p.key));
    expect(operator("billing")).toEqual(["home", "tenants", "billing", "audit", "developers", "help"]);
    expect(operator("support")).not.toContain("settings");
  });

  test("people of customers see their own nouns, never templates, settings or the API", () => {
    const own = ["organisation", "people", "embeds", "looks", "plan", "activity"];
    expect(member("admin")).toEqual([...own, "apps", "connections", "reloads", "help"]);
    expect(member("viewer")).toEqual(["organisation", "apps", "help"]);
  });

  test("people of one organisation go to it by its name, those of several choose; neither sees the fleet", () => {
    const of = (...ids: string[]) => {
      const memberships = ids.map((tenantId) => ({
        tenantId,
        role: "viewer" as const,
        name: `Of ${tenantId}`,
      }));
      return placesFor({ operatorRole: null, permissions: [], memberships });
    };
    expect(of("ten_a")[0]).toMatchObject({ href: "/tenants/ten_a", label: "Of ten_a" });
    expect(of("ten_a", "ten_b")[0]).toMatchObject({ href: "/tenants", key: "organisation" });
    const chords = member("admin");
    expect(new Set(chords).size).toBe(chords.length);
  });

  test("every shortcut leads to one place", () => {
    expect(new Set(PLACES.map((p) => p.chord)).size).toBe(PLACES.length);
  });

  test("an address belongs to the place it lies below; home is only itself", () => {
    expect(placeOf("/tenants/ten_1")?.key).toBe("tenants");
    expect(placeOf("/")?.key).toBe("home");
    expect(placeOf("/tenantsx")).toBeUndefined();
  });
});
