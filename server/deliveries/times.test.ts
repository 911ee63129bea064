import { expect, it } from "vitest";
import { readMail } from "@/server/mail";
import { AppError } from "@/server/shared/errors";
import { eventually } from "@/server/testing/eventually";
import { listDeliveries, removeDelivery, sendDeliveryNow } from ".";
import { deliveryTests, HOUR } from "./testing/deliveries";

const w = deliveryTests();
const { daily, start, hours, settled, mails, sentAt } = w;

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
  await removeDelivery(w.ann, { id });
  w.clock.jump("2026-10-24T12:00:00.000Z");
  await daily();
  await hours(36);
  // 02:30 comes twice on the 25th, and is meant once.
  expect(sentAt().filter((at) => at > "2026-10")).toHaveLength(1);
});

it("a process that ends between the due time and the mail sends one mail, not none and not two", async () => {
  await daily();
  let first = true;
  const whole = w.make;
  w.make = async (...args) => {
    if (!first) return whole(...args);
    first = false;
    return await new Promise<never>((_, reject) =>
      args[1].signal?.addEventListener("abort", () => reject(args[1].signal?.reason)),
    );
  };
  await w.clock.advance(14 * HOUR);
  await eventually(() => expect(first).toBe(false));
  await start();
  await start();
  await hours(3);
  expect(w.made).toHaveLength(1);
  expect(await mails()).toHaveLength(1);
});

it("carries the file, is in the tenant's language, and is made as the person it is for", async () => {
  const { id } = await daily();
  await sendDeliveryNow(w.ann, { id });
  await sendDeliveryNow(w.ann, { id });
  await settled();
  const [mail, more] = await mails();
  expect(more).toBeUndefined();
  expect(mail).toMatchObject({ subject: "Überblick · Vertrieb", tenantId: w.tenantId });
  const { text, files } = await readMail(w.owner, { id: mail?.id ?? "" });
  expect(files).toEqual([{ name: "u.pdf", bytes: 4 }]);
  expect(text).toContain("/unsubscribe#");
  expect(w.made).toMatchObject([{ zone: "Europe/Berlin", asker: { user: w.ann.actor.id } }]);
  expect((await listDeliveries(w.ann)).items[0]?.lastSentAt).not.toBeNull();
});

it("what may be better at the next try is tried again, and counts once", async () => {
  await daily();
  let tries = 0;
  const whole = w.make;
  w.make = (...args) => {
    tries++;
    if (tries < 3) throw new AppError("failed", "exports.failed", "No.", { retryable: true });
    return whole(...args);
  };
  await hours(16);
  expect(tries).toBe(3);
  expect(await mails()).toHaveLength(1);
  expect((await listDeliveries(w.ann)).items).toMatchObject([{ state: "active", error: null }]);
});

it("a file too large for a mail is told in those words", async () => {
  await daily();
  const bytes = Buffer.alloc(8_000_000);
  w.make = async () => ({ name: "u.pdf", mediaType: "application/pdf", bytes, rows: 0, cut: false });
  await hours(14);
  const error = { code: "mail.too_large", message: "The file has 8.0 MB; a mail takes 7.0 MB." };
  expect((await listDeliveries(w.ann)).items).toMatchObject([{ state: "active", error }]);
});
