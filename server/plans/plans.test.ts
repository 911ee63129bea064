import { describe, expect, it } from "vitest";
import { makeTenant } from "@/db/factories";
import { as, operator, testServices } from "@/server/testing/context";
import { loadPlans, makePlan, parsePlans, planByRef, planCatalogue, planYaml, readPlan, retirePlan } from ".";
import { charge } from "./pricing-model";

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

  it("a plan from before questions had limits of their own stays readable and gives them the usual ones", () => {
    const e =
      "{ rows: 1, apps: 1, members: 1, reloadsPerDay: 1, memoryMb: 1, reloadSeconds: 1, storageMb: 1 }";
    const [old] = parsePlans(`plans: [{ id: a, version: 1, title: {}, entitlements: ${e} }]`);
    expect(old?.entitlements).toMatchObject({ rows: 1, queryMemoryMb: 384, querySeconds: 30 });
    const wrong = e.replace("}", ", querySeconds: 0 }");
    expect(() => parsePlans(`plans: [{ id: a, version: 1, title: {}, entitlements: ${wrong} }]`)).toThrow(
      /querySeconds/,
    );
  });

  it("a charge is not called what every object has: its price would be found where none was agreed", () => {
    const flat = (id: string) =>
      charge.safeParse({ id, title: { en: "Fee" }, kind: "flat", amount: { EUR: "10" } }).success;
    expect(["base", "constructor", "__proto__"].map(flat)).toEqual([true, false, false]);
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

describe("the catalogue", () => {
  it("a version goes out as YAML and comes in as it was; a retired one is offered no more and kept by who has it", async () => {
    const services = await testServices();
    const owner = as(services, operator());
    const { ref: _ref, version: _version, ...growth } = planByRef("growth@1");
    const { text } = planYaml(owner, { ref: "growth@1" });
    expect(readPlan(owner, { text })).toEqual(growth);
    expect(() => readPlan(owner, { text: text.replace("per-unit", "per-mile") })).toThrow(/plan\.yaml:\d+/);
    const made = await makePlan(owner, { ...growth, title: { en: "Growth, next" } });
    expect(made.ref).toBe("growth@2");
    await makeTenant(services.store, { plan: "growth@2" });
    const of = async (ref: string) => (await planCatalogue(owner)).find((plan) => plan.ref === ref);
    expect(await of("growth@1")).toMatchObject({ offered: false, retired: false, made: false });
    expect(await of("growth@2")).toMatchObject({ offered: true, made: true, tenants: 1 });
    await retirePlan(owner, { ref: "growth@2" });
    expect(await of("growth@2")).toMatchObject({ offered: false, retired: true, tenants: 1 });
    expect(await of("growth@1")).toMatchObject({ offered: true });
    expect(planByRef("growth@2").title).toEqual({ en: "Growth, next" });
    await loadPlans((await testServices()).store);
  });
});
