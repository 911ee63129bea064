import { describe, expect, it } from "vitest";
import { parsePlans, planByRef } from ".";

describe("plans", () => {
  it("the shipped file parses and has the three plans", () => {
    expect(["starter", "growth", "enterprise"].map((id) => planByRef(id).ref)).toEqual([
      "starter@1",
      "growth@1",
      "enterprise@1",
    ]);
    expect(planByRef("growth@1").entitlements.reloadsPerDay).toBe(96);
  });

  it("a plan says which capabilities it has; one that says nothing has all", () => {
    expect(planByRef("starter").capabilities).toMatchObject({ authoring: true, export: true, api: false });
    expect(planByRef("growth").capabilities).toMatchObject({ api: true, modules: "all" });
    const e =
      "{ rows: 1, apps: 1, members: 1, reloadsPerDay: 1, memoryMb: 1, reloadSeconds: 1, storageMb: 1 }";
    const [plain] = parsePlans(`plans: [{ id: a, version: 1, title: {}, entitlements: ${e} }]`);
    expect(plain?.capabilities).toEqual({
      authoring: true,
      export: true,
      api: true,
      alerts: true,
      modules: "all",
    });
  });

  it("a name without a version means the newest", () => {
    const e =
      "{ rows: 1, apps: 1, members: 1, reloadsPerDay: 1, memoryMb: 1, reloadSeconds: 1, storageMb: 1 }";
    const known = parsePlans(
      `plans:\n${[2, 10, 1].map((v) => `  - { id: a, version: ${v}, title: {}, entitlements: ${e} }`).join("\n")}`,
    );
    expect(planByRef("a", known).ref).toBe("a@10");
    expect(planByRef("a@2", known).ref).toBe("a@2");
  });

  it("an unknown plan's error names the known ones and the nearest", () => {
    expect(() => planByRef("grwoth")).toThrow('There is no plan "grwoth". Did you mean "growth"?');
    try {
      planByRef("nothing-like-it");
    } catch (error) {
      expect(error).toMatchObject({
        code: "plans.unknown",
        options: { advice: "Plans are: starter@1, growth@1, enterprise@1." },
      });
    }
  });
});
