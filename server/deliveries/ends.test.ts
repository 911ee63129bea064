import { expect, it } from "vitest";
import { makeTenant } from "@/db/factories";
import { readMail } from "@/server/mail";
import { listNotifications } from "@/server/notifications";
import { AppError } from "@/server/shared/errors";
import { as, memberOf } from "@/server/testing/context";
import {
  createDelivery,
  listDeliveries,
  listTenantDeliveries,
  openUnsubscribe,
  pauseDelivery,
  removeDelivery,
  sendDeliveryNow,
  unsubscribe,
} from ".";
import { deliveryTests } from "./testing/deliveries";

const w = deliveryTests();
const { daily, hours, settled, mails } = w;

it("leaves no more once it is ended or paused, or its person suspended, also while its file is made", async () => {
  const whole = w.make;
  const { members } = w.services.store.tables;
  const ends: ((id: string) => Promise<unknown>)[] = [
    (id) => removeDelivery(w.ann, { id }),
    (id) => pauseDelivery(w.admin, { id, paused: true }),
    () => w.services.store.tx((db) => db.update(members).set({ suspendedAt: new Date() })),
  ];
  for (const end of ends) {
    const { id } = await daily();
    w.make = async (...args) => {
      await end(id);
      return whole(...args);
    };
    await sendDeliveryNow(w.ann, { id });
    await settled();
  }
  expect(w.made).toHaveLength(3);
  expect(await mails()).toEqual([]);
});

it("what the person may see is asked at each sending: after three refusals it is paused, and they are told", async () => {
  await daily();
  const { members, notifications } = w.services.store.tables;
  const suspend = (at: Date | null) =>
    w.services.store.tx((db) => db.update(members).set({ suspendedAt: at }));
  await suspend(new Date());
  await hours(48);
  expect(await mails()).toEqual([]);
  await suspend(null);
  w.make = () => Promise.reject(new AppError("forbidden", "query.no_access", "You may not see this."));
  await hours(24);
  expect((await listDeliveries(w.ann)).items).toMatchObject([
    { state: "paused", paused: "failures", nextAt: null, error: { code: "query.no_access" } },
  ]);
  expect((await listNotifications(w.ann)).items).toMatchObject([
    { kind: "delivery-paused", params: { sheet: "Überblick", app: "Vertrieb" } },
  ]);
  expect(await w.services.store.read.select().from(notifications)).toHaveLength(1);
  await hours(48);
  expect(await mails()).toEqual([]);
});

it("is paused, resumed and deleted by its person and by an admin; by nobody else, not even seen", async () => {
  const { id } = await daily();
  const other = as(w.services, memberOf((await makeTenant(w.services.store)).id));
  const viewer = as(w.services, memberOf(w.tenantId, "viewer"));
  for (const stranger of [other, viewer]) {
    await expect(pauseDelivery(stranger, { id, paused: true })).rejects.toBeInstanceOf(AppError);
    await expect(removeDelivery(stranger, { id })).rejects.toBeInstanceOf(AppError);
    await expect(listTenantDeliveries(stranger, { tenantId: w.tenantId })).rejects.toBeInstanceOf(AppError);
    await expect(sendDeliveryNow(stranger, { id })).rejects.toMatchObject({ code: "delivery.not_found" });
  }
  await pauseDelivery(w.admin, { id, paused: true });
  await hours(24);
  expect(await mails()).toEqual([]);
  expect((await listDeliveries(w.ann)).items).toMatchObject([{ state: "paused", paused: "admin" }]);
  await pauseDelivery(w.ann, { id, paused: false });
  await hours(24);
  expect(w.made).toHaveLength(1);
  expect(await mails()).toHaveLength(1);
  expect((await listTenantDeliveries(w.admin, { tenantId: w.tenantId })).items).toMatchObject([
    { id, app: { id: w.app } },
  ]);
  await removeDelivery(w.admin, { id });
  await hours(24);
  expect(w.made).toHaveLength(1);
  await expect(
    createDelivery(w.owner, {
      app: w.app,
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
  await sendDeliveryNow(w.ann, { id });
  await settled();
  const { text } = await readMail(w.owner, { id: (await mails())[0]?.id ?? "" });
  const token = /unsubscribe#(\S+)/.exec(text)?.[1] ?? "";
  expect(await openUnsubscribe(w.services, { token })).toMatchObject({ ended: false, sheet: "Überblick" });
  for (const wrong of [token.replace(id, kept.id), `${token}0`, `${kept.id}.${"0".repeat(64)}`])
    await expect(unsubscribe(w.services, { token: wrong })).rejects.toMatchObject({
      code: "deliveries.link_invalid",
    });
  await unsubscribe(w.services, { token });
  await unsubscribe(w.services, { token });
  expect(await openUnsubscribe(w.services, { token })).toEqual({ ended: true });
  expect((await listDeliveries(w.ann)).items.map((item) => item.id)).toEqual([kept.id]);
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
