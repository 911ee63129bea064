import { eq } from "drizzle-orm";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
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
import {
  changeMailSettings,
  forgetUnsent,
  listMails,
  type Mail,
  readMail,
  sendWaiting,
  UNSENT_DAYS,
} from "@/server/mail";
import { createGroup, setGrants } from "@/server/members";
import { listNotifications } from "@/server/notifications";
import { type Context, type Services, systemContext } from "@/server/shared/context";
import { AppError } from "@/server/shared/errors";
import { as, memberOf, operator, testServices } from "@/server/testing/context";
import { eventually } from "@/server/testing/eventually";
import { actorOfUser } from "@/server/users";
import { createSqliteWorkflows } from "@/server/workflows/sqlite";
import { ManualClock } from "@/server/workflows/testing/manual-clock";
import {
  createDelivery,
  deliveryMayLeave,
  listDeliveries,
  listTenantDeliveries,
  type MakeFile,
  openUnsubscribe,
  pauseDelivery,
  putAllOnClock,
  registerDeliveries,
  removeDelivery,
  sendDeliveryNow,
  unsubscribe,
} from ".";

const HOUR = 3_600_000;
const MODEL = { tables: [], fields: [], associations: [], loops: [], syntheticKeys: [] };

let clock: ManualClock;
let services: Services;
let owner: Context;
let ann: Context;
let admin: Context;
let tenantId: string;
let app: string;
let made: { zone?: string; asker: { user: string }; at: string }[];
let make: MakeFile;
const drivers: Services["workflows"][] = [];

/** A driver of its own, as a portal's process has one; the one before it is drained first. */
async function start(): Promise<void> {
  await drivers.pop()?.drain(0);
  const workflows = createSqliteWorkflows({ store: services.store, clock, log: services.log });
  drivers.push(workflows);
  services = { ...services, workflows };
  [owner, ann, admin] = [owner, ann, admin].map((ctx) => ({ ...ctx, workflows })) as [
    Context,
    Context,
    Context,
  ];
  registerDeliveries(services, (...args) => make(...args));
  await putAllOnClock(services);
  await workflows.launch();
}

beforeEach(async () => {
  clock = new ManualClock("2026-03-27T12:00:00.000Z");
  services = await testServices({ clock });
  const { store } = services;
  tenantId = (await makeTenant(store, { language: "de", plan: "business@1" })).id;
  await makeTemplate(store, { id: "sales" });
  const sheets = [{ sheet: "overview", format: 1, title: { en: "Overview", de: "Überblick" }, objects: [] }];
  await makeTemplateVersion(store, {
    templateId: "sales",
    version: "1.0.0",
    manifest: { id: "sales" },
    sheets,
  });
  app = (await makeApp(store, { tenantId, templateId: "sales", title: "Vertrieb" })).id;
  const { id: generation } = await makeGeneration(store, { tenantId, appId: app, model: MODEL });
  const pointers = { publishedGenerationId: generation, publishedVersion: "1.0.0" };
  await store.tx((db) => db.update(store.tables.apps).set(pointers));
  const user = await makeUser(store);
  await makeMember(store, { tenantId, userId: user.id, email: user.email });
  owner = as(services, operator());
  admin = as(services, memberOf(tenantId));
  ann = as(services, (await actorOfUser(services, user.id)) as Actor);
  made = [];
  make = async (_services, { input, asker }) => {
    made.push({ ...input, asker, at: clock.now().toISOString() });
    return { name: "u.pdf", mediaType: "application/pdf", bytes: Buffer.from("%PDF"), rows: 0, cut: false };
  };
  await start();
});
afterEach(async () => {
  for (const driver of drivers.splice(0)) await driver.drain(0);
});

const daily = (more: object = {}) =>
  createDelivery(ann, {
    ...{ app, sheet: "overview", language: "de", every: "daily", at: "02:30", zone: "Europe/Berlin" },
    ...more,
  });

/** Lets what is due run to its end: it begins within some turns of the event loop, and ends when it does. */
async function settled(): Promise<void> {
  for (let i = 0; i < 20; i++) await new Promise((turn) => setImmediate(turn));
  await eventually(async () => {
    const depth = await services.workflows.depth();
    expect(depth.filter(({ waiting, running }) => waiting + running > 0)).toEqual([]);
  });
}

async function hours(count: number): Promise<void> {
  for (let i = 0; i < count; i++) {
    await clock.advance(HOUR);
    await settled();
  }
}

const mails = async () => (await listMails(owner)).items.filter(({ kind }) => kind === "delivery");
/** Each sending makes its file once; of its mails that nobody takes only the newest stays. */
const sentAt = () => made.map(({ at }) => at);

it("is sent once a day by the clock of its zone, over both changes of the clock", async () => {
  const { id, nextAt } = await daily();
  expect(nextAt?.toISOString()).toBe("2026-03-28T01:30:00.000Z");
  await hours(72);
  expect(sentAt()).toEqual([
    "2026-03-28T01:30:00.000Z",
    // 02:30 does not exist on the 29th: it is 03:00 when the clock has jumped.
    "2026-03-29T01:00:00.000Z",
    "2026-03-30T00:30:00.000Z",
  ]);
  await removeDelivery(ann, { id });
  clock.jump("2026-10-24T12:00:00.000Z");
  await daily();
  await hours(36);
  // 02:30 comes twice on the 25th, and is meant once.
  expect(sentAt().filter((at) => at > "2026-10")).toHaveLength(1);
});

it("a process that ends between the due time and the mail sends one mail, not none and not two", async () => {
  await daily();
  let first = true;
  const whole = make;
  make = async (...args) => {
    if (!first) return whole(...args);
    first = false;
    return await new Promise<never>((_, reject) =>
      args[1].signal?.addEventListener("abort", () => reject(args[1].signal?.reason)),
    );
  };
  await clock.advance(14 * HOUR);
  await eventually(() => expect(first).toBe(false));
  await start();
  await start();
  await hours(3);
  expect(made).toHaveLength(1);
  expect(await mails()).toHaveLength(1);
});

it("carries the file, is in the tenant's language, and is made as the person it is for", async () => {
  const { id } = await daily();
  await sendDeliveryNow(ann, { id });
  await sendDeliveryNow(ann, { id });
  await settled();
  const [mail, more] = await mails();
  expect(more).toBeUndefined();
  expect(mail).toMatchObject({ subject: "Überblick · Vertrieb", tenantId });
  const { text, files } = await readMail(owner, { id: mail?.id ?? "" });
  expect(files).toEqual([{ name: "u.pdf", bytes: 4 }]);
  expect(text).toContain("/unsubscribe#");
  expect(made).toMatchObject([{ zone: "Europe/Berlin", asker: { user: ann.actor.id } }]);
  expect((await listDeliveries(ann)).items[0]?.lastSentAt).not.toBeNull();
});

it("leaves no more once it is ended or paused, or its person suspended, also while its file is made", async () => {
  const whole = make;
  const { members } = services.store.tables;
  const ends: ((id: string) => Promise<unknown>)[] = [
    (id) => removeDelivery(ann, { id }),
    (id) => pauseDelivery(admin, { id, paused: true }),
    () => services.store.tx((db) => db.update(members).set({ suspendedAt: new Date() })),
  ];
  for (const end of ends) {
    const { id } = await daily();
    make = async (...args) => {
      await end(id);
      return whole(...args);
    };
    await sendDeliveryNow(ann, { id });
    await settled();
  }
  expect(made).toHaveLength(3);
  expect(await mails()).toEqual([]);
});

it("what the person may see is asked at each sending: after three refusals it is paused, and they are told", async () => {
  await daily();
  const { members, notifications } = services.store.tables;
  const suspend = (at: Date | null) => services.store.tx((db) => db.update(members).set({ suspendedAt: at }));
  await suspend(new Date());
  await hours(48);
  expect(await mails()).toEqual([]);
  await suspend(null);
  make = () => Promise.reject(new AppError("forbidden", "query.no_access", "You may not see this."));
  await hours(24);
  expect((await listDeliveries(ann)).items).toMatchObject([
    { state: "paused", paused: "failures", nextAt: null, error: { code: "query.no_access" } },
  ]);
  expect((await listNotifications(ann)).items).toMatchObject([
    { kind: "delivery-paused", params: { sheet: "Überblick", app: "Vertrieb" } },
  ]);
  expect(await services.store.read.select().from(notifications)).toHaveLength(1);
  await hours(48);
  expect(await mails()).toEqual([]);
});

it("what may be better at the next try is tried again, and counts once", async () => {
  await daily();
  let tries = 0;
  const whole = make;
  make = (...args) => {
    tries++;
    if (tries < 3) throw new AppError("failed", "exports.failed", "No.", { retryable: true });
    return whole(...args);
  };
  await hours(16);
  expect(tries).toBe(3);
  expect(await mails()).toHaveLength(1);
  expect((await listDeliveries(ann)).items).toMatchObject([{ state: "active", error: null }]);
});

it("while no mail server is set the newest waits alone, is said to wait, and leaves once there is one", async () => {
  const { id, waits } = await daily();
  await daily({ at: "05:00" });
  expect(waits).toBe(true);
  await hours(7 * 24);
  expect(made).toHaveLength(14);
  const waiting = await mails();
  expect(waiting.map(({ createdAt }) => createdAt.toISOString()).sort()).toEqual(sentAt().slice(-2).sort());
  const { mailAttachments } = services.store.tables;
  expect(await services.store.read.select().from(mailAttachments)).toHaveLength(2);

  await changeMailSettings(owner, {
    host: "localhost",
    port: 25,
    tls: "none",
    from: "a@b.example",
    fromName: "A",
  });
  expect((await listDeliveries(ann)).items).toMatchObject([{ waits: false }, { waits: false }]);
  const left: Mail[] = [];
  expect(
    await sendWaiting(services, async (_services, mail) => {
      left.push(mail);
      return { answer: "250 taken" };
    }),
  ).toBe(2);
  expect(left.flatMap(({ files }) => files?.map(({ name }) => name))).toEqual(["u.pdf", "u.pdf"]);
  await sendDeliveryNow(ann, { id });
  await settled();
  // What was sent stays in the list of mails.
  expect((await mails()).map(({ state }) => state).sort()).toEqual(["sent", "sent", "waiting"]);
});

describe("a mail that was made and waits", () => {
  /** The mail server comes only after it was made. @returns what left, and what the outbox says of the mail */
  async function later(change: () => Promise<unknown>) {
    await hours(14);
    expect(await mails()).toMatchObject([{ state: "waiting" }]);
    await change();
    await changeMailSettings(owner, {
      ...{ host: "localhost", port: 25, tls: "none", from: "a@b.example", fromName: "A" },
    });
    const left: Mail[] = [];
    const send = async (_services: unknown, mail: Mail) => {
      left.push(mail);
      return { answer: "250 taken" };
    };
    await sendWaiting(services, send, deliveryMayLeave(services));
    const [mail] = await mails();
    const { mailAttachments } = services.store.tables;
    const files = await services.store.read.select().from(mailAttachments);
    return { left: left.length, files: files.length, mail };
  }
  const kept = (error: RegExp) => ({
    ...{ left: 0, files: 0 },
    mail: { state: "failed", readable: false, error: expect.stringMatching(error) },
  });

  it("leaves where nothing changed", async () => {
    await daily();
    expect(await later(async () => null)).toMatchObject({ left: 1, mail: { state: "sent" } });
  });

  it("does not go to somebody who was removed, and says why", async () => {
    await daily();
    const { members } = services.store.tables;
    const [member] = await services.store.read.select().from(members);
    const gone = await later(async () => {
      await services.store.tx((db) => db.delete(members).where(eq(members.id, member?.id ?? "")));
    });
    expect(gone).toMatchObject(kept(/no member any more/));
  });

  it("does not go to somebody who was suspended", async () => {
    await daily();
    const { members } = services.store.tables;
    const suspendedAt = clock.now();
    const gone = await later(() => services.store.tx((db) => db.update(members).set({ suspendedAt })));
    expect(gone).toMatchObject(kept(/Only people of the tenant/));
  });

  it("does not go to somebody who may not open the app any more", async () => {
    await daily();
    const gone = await later(async () => {
      const { id } = await createGroup(admin, { tenantId, name: "Others" });
      await setGrants(admin, { appId: app, groups: [id] });
    });
    expect(gone).toMatchObject(kept(/There is no app/));
  });

  it("does not go where it was paused or ended meanwhile", async () => {
    const { id } = await daily();
    expect(await later(() => pauseDelivery(admin, { id, paused: true }))).toMatchObject(kept(/paused/));
  });
});

it("what no mail server took for a month is forgotten; invitations and what was sent stay", async () => {
  await daily();
  await hours(14);
  const { mails: t } = services.store.tables;
  const [mail] = await mails();
  if (!mail) throw new Error("no mail");
  const others = ["invitation", "delivery"].map((kind, i) => ({ ...mail, id: `mal_${i}`, kind, body: "x" }));
  await services.store.tx((db) =>
    db
      .insert(t)
      .values(
        others.map((one) => ({ ...one, state: one.kind === "delivery" ? "sent" : "waiting" }) as const),
      ),
  );
  const system = systemContext(services, "retention");
  expect(await forgetUnsent(system)).toBe(0);
  clock.jump(new Date(mail.createdAt.getTime() + (UNSENT_DAYS * 24 + 1) * HOUR).toISOString());
  expect(await forgetUnsent(system)).toBe(1);
  expect((await services.store.read.select().from(t)).map(({ id }) => id).sort()).toEqual(["mal_0", "mal_1"]);
});

it("a file too large for a mail is told in those words", async () => {
  await daily();
  const bytes = Buffer.alloc(8_000_000);
  make = async () => ({ name: "u.pdf", mediaType: "application/pdf", bytes, rows: 0, cut: false });
  await hours(14);
  const error = { code: "mail.too_large", message: "The file has 8.0 MB; a mail takes 7.0 MB." };
  expect((await listDeliveries(ann)).items).toMatchObject([{ state: "active", error }]);
});

it("is paused, resumed and deleted by its person and by an admin; by nobody else, not even seen", async () => {
  const { id } = await daily();
  const other = as(services, memberOf((await makeTenant(services.store)).id));
  const viewer = as(services, memberOf(tenantId, "viewer"));
  for (const stranger of [other, viewer]) {
    await expect(pauseDelivery(stranger, { id, paused: true })).rejects.toBeInstanceOf(AppError);
    await expect(removeDelivery(stranger, { id })).rejects.toBeInstanceOf(AppError);
    await expect(listTenantDeliveries(stranger, { tenantId })).rejects.toBeInstanceOf(AppError);
    await expect(sendDeliveryNow(stranger, { id })).rejects.toMatchObject({ code: "delivery.not_found" });
  }
  await pauseDelivery(admin, { id, paused: true });
  await hours(24);
  expect(await mails()).toEqual([]);
  expect((await listDeliveries(ann)).items).toMatchObject([{ state: "paused", paused: "admin" }]);
  await pauseDelivery(ann, { id, paused: false });
  await hours(24);
  expect(made).toHaveLength(1);
  expect(await mails()).toHaveLength(1);
  expect((await listTenantDeliveries(admin, { tenantId })).items).toMatchObject([{ id, app: { id: app } }]);
  await removeDelivery(admin, { id });
  await hours(24);
  expect(made).toHaveLength(1);
  await expect(
    createDelivery(owner, {
      app,
      sheet: "overview",
      language: "en",
      every: "daily",
      at: "07:00",
      zone: "UTC",
    }),
  ).rejects.toMatchObject({ code: "deliveries.forbidden" });
});

it("a link of the mail ends this one and nothing else, without a sign-in; a made-up one ends nothing", async () => {
  const { id } = await daily();
  const kept = await daily({ every: "monthly", day: 31, at: "07:00" });
  expect(kept.nextAt?.toISOString()).toBe("2026-03-31T05:00:00.000Z");
  await sendDeliveryNow(ann, { id });
  await settled();
  const { text } = await readMail(owner, { id: (await mails())[0]?.id ?? "" });
  const token = /unsubscribe#(\S+)/.exec(text)?.[1] ?? "";
  expect(await openUnsubscribe(services, { token })).toMatchObject({ ended: false, sheet: "Überblick" });
  for (const wrong of [token.replace(id, kept.id), `${token}0`, `${kept.id}.${"0".repeat(64)}`])
    await expect(unsubscribe(services, { token: wrong })).rejects.toMatchObject({
      code: "deliveries.link_invalid",
    });
  await unsubscribe(services, { token });
  await unsubscribe(services, { token });
  expect(await openUnsubscribe(services, { token })).toEqual({ ended: true });
  expect((await listDeliveries(ann)).items.map((item) => item.id)).toEqual([kept.id]);
});

it.each([
  [{ at: "25:00" }, "input.invalid"],
  [{ zone: "Mars/Base" }, "input.invalid"],
  [{ language: "en-12" }, "input.invalid"],
  [{ every: "weekly" }, "input.invalid"],
  [{ every: "monthly", day: 30 }, "input.invalid"],
  [{ sheet: "none" }, "deliveries.sheet_gone"],
  [{ app: "app_none" }, "app.not_found"],
])("%j is refused as %s", async (wrong, code) => {
  await expect(daily(wrong)).rejects.toMatchObject({ code });
});
