import { afterEach, beforeEach, expect } from "vitest";
import {
  makeApp,
  makeGeneration,
  makeMember,
  makeTemplate,
  makeTemplateVersion,
  makeTenant,
  makeUser,
} from "@/db/factories";
import type { Actor } from "@/server/auth";
import { listMails } from "@/server/mail";
import type { Context, Services } from "@/server/shared/context";
import { as, memberOf, operator, testServices } from "@/server/testing/context";
import { eventually } from "@/server/testing/eventually";
import { actorOfUser } from "@/server/users";
import { createSqliteWorkflows } from "@/server/workflows/sqlite";
import { ManualClock } from "@/server/workflows/testing/manual-clock";
import { createDelivery, type MakeFile, putAllOnClock, registerDeliveries } from "..";

export const HOUR = 3_600_000;
const MODEL = { tables: [], fields: [], associations: [], loops: [], syntheticKeys: [] };

/** Before each test a portal with an app, its owner, an admin of the tenant and Ann, who may have deliveries. */
export function deliveryTests(): DeliveryTests {
  const tests = new DeliveryTests();
  beforeEach(() => tests.open());
  afterEach(() => tests.drain());
  return tests;
}

class DeliveryTests {
  declare clock: ManualClock;
  declare services: Services;
  declare owner: Context;
  declare ann: Context;
  declare admin: Context;
  declare tenantId: string;
  declare app: string;
  /** What was asked for, each time a file was made. */
  declare made: { zone?: string; asker: { user: string }; at: string }[];
  declare make: MakeFile;
  private readonly drivers: Services["workflows"][] = [];

  async open(): Promise<void> {
    this.clock = new ManualClock("2026-03-27T12:00:00.000Z");
    this.services = await testServices({ clock: this.clock });
    const { store } = this.services;
    const tenantId = (await makeTenant(store, { language: "de", plan: "business@1" })).id;
    this.tenantId = tenantId;
    await makeTemplate(store, { id: "sales" });
    const title = { en: "Overview", de: "Überblick" };
    const sheets = [{ sheet: "overview", format: 1, title, objects: [] }];
    const version = { templateId: "sales", version: "1.0.0", manifest: { id: "sales" }, sheets };
    await makeTemplateVersion(store, version);
    this.app = (await makeApp(store, { tenantId, templateId: "sales", title: "Vertrieb" })).id;
    const { id: generation } = await makeGeneration(store, { tenantId, appId: this.app, model: MODEL });
    const pointers = { publishedGenerationId: generation, publishedVersion: "1.0.0" };
    await store.tx((db) => db.update(store.tables.apps).set(pointers));
    const user = await makeUser(store);
    await makeMember(store, { tenantId, userId: user.id, email: user.email });
    this.owner = as(this.services, operator());
    this.admin = as(this.services, memberOf(tenantId));
    this.ann = as(this.services, (await actorOfUser(this.services, user.id)) as Actor);
    this.made = [];
    this.make = async (_services, { input, asker }) => {
      this.made.push({ ...input, asker, at: this.clock.now().toISOString() });
      return { name: "u.pdf", mediaType: "application/pdf", bytes: Buffer.from("%PDF"), rows: 0, cut: false };
    };
    await this.start();
  }

  /** A driver of its own, as a portal's process has one; the one before it is drained first. */
  start = async (): Promise<void> => {
    await this.drivers.pop()?.drain(0);
    const { store, log } = this.services;
    const workflows = createSqliteWorkflows({ store, clock: this.clock, log });
    this.drivers.push(workflows);
    this.services = { ...this.services, workflows };
    this.owner = { ...this.owner, workflows };
    this.ann = { ...this.ann, workflows };
    this.admin = { ...this.admin, workflows };
    registerDeliveries(this.services, (...args) => this.make(...args));
    await putAllOnClock(this.services);
    await workflows.launch();
  };

  async drain(): Promise<void> {
    for (const driver of this.drivers.splice(0)) await driver.drain(0);
  }

  daily = (more: object = {}) =>
    createDelivery(this.ann, {
      ...{ app: this.app, sheet: "overview", language: "de" },
      ...{ every: "daily", at: "02:30", zone: "Europe/Berlin" },
      ...more,
    });

  /** Lets what is due run to its end: it begins within some turns of the event loop, and ends when it does. */
  settled = async (): Promise<void> => {
    for (let i = 0; i < 20; i++) await new Promise((turn) => setImmediate(turn));
    await eventually(async () => {
      const depth = await this.services.workflows.depth();
      expect(depth.filter(({ waiting, running }) => waiting + running > 0)).toEqual([]);
    });
  };

  hours = async (count: number): Promise<void> => {
    for (let i = 0; i < count; i++) {
      await this.clock.advance(HOUR);
      await this.settled();
    }
  };

  mails = async () => (await listMails(this.owner)).items.filter(({ kind }) => kind === "delivery");

  /** Each sending makes its file once; of its mails that nobody takes only the newest stays. */
  sentAt = () => this.made.map(({ at }) => at);
}
