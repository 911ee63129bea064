import { beforeAll, describe, expect, test } from "vitest";
import { makeApp, makeRun, makeTemplate, makeTenant } from "@/db/factories";
import type { Services } from "@/server/shared/context";
import { as, memberOf, operator, testServices } from "@/server/testing/context";
import { search } from ".";

let services: Services;
let aurora: string;
let laurel: string;

beforeAll(async () => {
  services = await testServices();
  const { store } = services;
  const tenant = async (name: string) =>
    (await makeTenant(store, { name, slug: name.toLowerCase(), searchText: name.toLowerCase() })).id;
  aurora = await tenant("Aurora");
  laurel = await tenant("Laurel");
  await makeApp(store, { tenantId: aurora, title: "Aural Sales" });
  await makeApp(store, { tenantId: laurel, title: "Aural Stock" });
  await makeTemplate(store, { id: "aurum", title: { en: "Gold" } });
  await makeRun(store, { tenantId: aurora, title: "Set up Aurora" });
  await makeRun(store, { tenantId: laurel, title: "Set up Laurel" });
});

describe("search", () => {
  test("an operator finds every kind by a part of its name", async () => {
    const found = await search(as(services, operator()), { q: "AUR" });
    expect(found.tenants.map((t) => t.name)).toEqual(["Aurora", "Laurel"]);
    expect(found.apps.map((a) => `${a.title} of ${a.tenant}`)).toEqual([
      "Aural Sales of Aurora",
      "Aural Stock of Laurel",
    ]);
    expect(found.templates.map((t) => t.id)).toEqual(["aurum"]);
    expect(found.runs).toHaveLength(2);
  });

  test("a customer's admin finds only what is of the own tenant, and no template", async () => {
    const found = await search(as(services, memberOf(aurora)), { q: "aur" });
    expect(found.tenants.map((t) => t.id)).toEqual([aurora]);
    expect(found.apps.map((a) => a.tenantId)).toEqual([aurora]);
    expect(found.runs.map((r) => r.title)).toEqual(["Set up Aurora"]);
    expect(found.templates).toEqual([]);
  });

  test("a viewer finds no runs; billing finds tenants only", async () => {
    const viewer = await search(as(services, memberOf(aurora, "viewer")), { q: "aur" });
    expect([viewer.runs, viewer.apps.length]).toEqual([[], 1]);
    const billing = await search(as(services, operator("billing")), { q: "aur" });
    expect([billing.tenants.length, billing.apps, billing.templates, billing.runs]).toEqual([2, [], [], []]);
  });

  test("wildcards in the text mean themselves", async () => {
    expect((await search(as(services, operator()), { q: "%" })).tenants).toHaveLength(2);
    expect((await search(as(services, operator()), { q: "a%r%a" })).tenants).toEqual([]);
  });
});
