import { beforeEach, describe, expect, it } from "vitest";
import { makeTemplate, makeTenant, makeUser } from "@/db/factories";
import { authenticate } from "@/server/api/authenticate";
import { createApiKey } from "@/server/api-keys";
import { listAudit } from "@/server/audit/list";
import { verifyAudit } from "@/server/audit/verify-all";
import { changeMailSettings } from "@/server/mail";
import { listNotifications } from "@/server/notifications";
import type { Context, Services } from "@/server/shared/context";
import { as, memberOf, operator, testServices } from "@/server/testing/context";
import {
  askForCapability,
  can,
  moduleRefusal,
  requireCapability,
  setCapability,
  tenantCapabilities,
} from ".";
import { MOST_A_DAY } from "./ask";

let services: Services;
let owner: Context;
let admin: Context;
let tenantId: string;

beforeEach(async () => {
  services = await testServices();
  owner = as(services, operator());
  tenantId = (await makeTenant(services.store, { plan: "starter@1", name: "Acme" })).id;
  admin = as(services, memberOf(tenantId, "admin"));
});

const set = (capability: "api" | "export" | "alerts", to: "plan" | "on" | "off") =>
  setCapability(owner, { tenantId, capability, to, reason: "agreed by phone" });
const mails = () => services.store.read.select().from(services.store.tables.mails);

describe("what a tenant has", () => {
  it("is what its plan has, until an operator decides, and again after", async () => {
    expect([await can(services, tenantId, "export"), await can(services, tenantId, "api")]).toEqual([
      true,
      false,
    ]);
    await set("export", "off");
    await set("api", "on");
    expect([await can(services, tenantId, "export"), await can(services, tenantId, "api")]).toEqual([
      false,
      true,
    ]);
    await set("export", "plan");
    await set("api", "plan");
    expect([await can(services, tenantId, "export"), await can(services, tenantId, "api")]).toEqual([
      true,
      false,
    ]);
    expect((await verifyAudit(owner, { tenantId })).ok).toBe(true);
  });

  it("is everything for a source tenant and for a plan that the file no longer has, nothing for no tenant", async () => {
    const source = await makeTenant(services.store, { kind: "source", plan: "starter@1" });
    const old = await makeTenant(services.store, { plan: "bronze@3" });
    expect(await can(services, source.id, "api")).toBe(true);
    expect(await can(services, old.id, "module:Anything")).toBe(true);
    expect(await can(services, "ten_none", "export")).toBe(false);
  });

  it("is refused with what, by which plan, which adds it, and what to do", async () => {
    await expect(requireCapability(services, tenantId, "api")).rejects.toMatchObject({
      code: "capabilities.missing",
      kind: "forbidden",
      message: "The plan Starter does not include API access; Growth adds it.",
      options: { advice: "The tenant's admin can ask for it in Settings, Capabilities." },
    });
    await set("export", "off");
    await expect(requireCapability(services, tenantId, "export")).rejects.toMatchObject({
      code: "capabilities.off",
      message: "This tenant has exports switched off.",
    });
  });

  it("modules of templates too, whatever the case they are written in", async () => {
    const asked = { tenantId, plan: "starter@1" };
    expect(await moduleRefusal(services, { ...asked, module: "sales" })).toBeNull();
    expect(await moduleRefusal(services, { ...asked, module: "Forecasting" })).toBe(
      "The plan Starter does not include the module Forecasting; Growth adds it.",
    );
    expect(await moduleRefusal(services, { ...asked, plan: "growth@1", module: "Forecasting" })).toBeNull();
    await setCapability(owner, { tenantId, capability: "module:Forecasting", to: "on", reason: "a trial" });
    expect(await moduleRefusal(services, { ...asked, module: "Forecasting" })).toBeNull();
  });
});

describe("API keys of a tenant", () => {
  it("are not made without API access, and stop working the moment it is switched off", async () => {
    await expect(createApiKey(owner, { name: "ours", tenantId })).rejects.toMatchObject({
      code: "capabilities.missing",
    });
    await set("api", "on");
    const { key } = await createApiKey(owner, { name: "ours", tenantId });
    const request = new Request("http://localhost", { headers: { authorization: `Bearer ${key}` } });
    expect(await authenticate(services, request)).toMatchObject({ tenantId });
    await set("api", "off");
    await expect(authenticate(services, request)).rejects.toMatchObject({ code: "capabilities.off" });
  });
});

describe("the list", () => {
  it("names what would add it; why an operator decided is for operators", async () => {
    await makeTemplate(services.store, { module: "Forecasting" });
    await set("export", "off");
    const { items, plan } = await tenantCapabilities(admin, { tenantId });
    const of = (name: string) => items.find((item) => item.capability === name);
    expect(plan.title.en).toBe("Starter");
    expect(of("api")).toMatchObject({ on: false, addedBy: [{ en: "Growth" }, { en: "Enterprise" }] });
    expect(of("module:Forecasting")).toMatchObject({ on: false, byPlan: false });
    expect(of("export")).toMatchObject({ on: false, byPlan: true, override: { on: false } });
    expect(JSON.stringify(items)).not.toContain("agreed by phone");
    const seen = await listAudit(admin, { tenantId });
    expect(seen.items.map((line) => line.action)).toContain("capability.set");
    expect(JSON.stringify(seen)).not.toContain("agreed by phone");
    expect(JSON.stringify(await listAudit(owner))).toContain("agreed by phone");
    expect(JSON.stringify(await tenantCapabilities(owner, { tenantId }))).toContain("agreed by phone");
  });
});

describe("asking for it", () => {
  it("tells owners and admins once, shows as asked, and is decided by an operator's switch", async () => {
    const server = { host: "mail.example", port: 25, tls: "none" as const };
    await changeMailSettings(owner, { ...server, from: "a@example.com", fromName: "A" });
    const ops = await makeUser(services.store, { email: "ops@example.com", operatorRole: "admin" });
    await makeUser(services.store, { email: "help@example.com", operatorRole: "support" });
    await askForCapability(admin, { tenantId, capability: "api", note: "for our shop" });
    await askForCapability(admin, { tenantId, capability: "api" });
    const sent = await mails();
    expect(sent.map((mail) => [mail.recipient, mail.kind, mail.subject])).toEqual([
      ["ops@example.com", "notification", "Acme asks for API access"],
    ]);
    const told = await listNotifications(
      as(services, { ...operator("admin"), id: ops.id } as Context["actor"]),
    );
    expect(told.items).toMatchObject([
      {
        kind: "capability-asked",
        params: { tenant: "Acme", capability: "API access", problem: "for our shop" },
      },
    ]);
    const asked = async () =>
      (await tenantCapabilities(admin, { tenantId })).items.find((i) => i.capability === "api")?.asked;
    expect(await asked()).toEqual({ at: expect.any(Date) });
    await set("api", "on");
    expect(await asked()).toBeNull();
    await expect(askForCapability(admin, { tenantId, capability: "api" })).rejects.toMatchObject({
      code: "capabilities.have_it",
    });
  });

  it("has an end for a day, and is for admins of the tenant", async () => {
    for (let i = 0; i < MOST_A_DAY; i++)
      await askForCapability(admin, { tenantId, capability: `module:M${i}` });
    await expect(askForCapability(admin, { tenantId, capability: "api" })).rejects.toMatchObject({
      code: "capabilities.asked_too_often",
      kind: "too-many",
    });
    const viewer = as(services, memberOf(tenantId, "viewer"));
    await expect(askForCapability(viewer, { tenantId, capability: "api" })).rejects.toMatchObject({
      code: "auth.forbidden",
    });
    await expect(
      setCapability(admin, { tenantId, capability: "api", to: "on", reason: "me" }),
    ).rejects.toMatchObject({ code: "auth.forbidden" });
  });
});
