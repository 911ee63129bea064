import { mkdtempSync, rmSync } from "node:fs";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { SMTPServer } from "smtp-server";
import { afterAll, beforeAll, expect, it } from "vitest";
import {
  makeApp,
  makeDelivery,
  makeGeneration,
  makeMember,
  makeTemplate,
  makeTemplateVersion,
  makeTenant,
  makeUser,
} from "@/db/factories";
import { openSqliteStore } from "@/db/store.sqlite";
import { changeMailSettings } from "@/server/mail";
import { as, operator, testServices } from "@/server/testing/context";
import { DEEP } from "@/server/testing/deep";
import { type MortalProcess, mortal } from "@/server/testing/kill";

const SHEETS = DEEP ? 300 : 16;
/** At any moment, and right after the mail server took a mail: when it cannot be known whether it was sent. */
const [KILLS, KILLS_AT_MAIL] = DEEP ? [20, 20] : [1, 2];
const DIES_AFTER = DEEP ? [1, 2, 3, 4, 5, 6, 7, 8] : [1, 2, 3];
const CHILD = fileURLToPath(new URL("./testing/deliver-child.ts", import.meta.url));
const MODEL = { tables: [], fields: [], associations: [], loops: [], syntheticKeys: [] };
const PDF = Buffer.from("%PDF of overview").toString("base64");
const folder = mkdtempSync(join(tmpdir(), "tenantry-deliver-kill-"));
const database = join(folder, "sent.db");
/** What the server took, by recipient: Message-ID, and whether the file was in it. */
const taken = new Map<string, { id: string; file: boolean }[]>();
const readers: string[] = [];
let child: MortalProcess;
/** After so many of its transactions it dies by itself. */
let dies = 0;
/** So many mails from now on the child is killed. */
let mailsToKill = 0;

const server = new SMTPServer({
  disabledCommands: ["STARTTLS", "AUTH"],
  onData(stream, { envelope }, done) {
    const chunks: Buffer[] = [];
    stream.on("data", (chunk: Buffer) => chunks.push(chunk));
    stream.on("end", () => {
      const text = Buffer.concat(chunks).toString();
      const id = /^Message-ID:\s*(\S+)/im.exec(text)?.[1] ?? "";
      const to = envelope.rcptTo[0]?.address ?? "";
      taken.set(to, [...(taken.get(to) ?? []), { id, file: text.includes(PDF) }]);
      if (--mailsToKill === 0) child.kill();
      done(null);
    });
  },
});

// Whom it talks to is killed.
server.on("error", () => undefined);

beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const store = await openSqliteStore(database);
  const { port } = server.server.address() as AddressInfo;
  await changeMailSettings(as(await testServices({ store }), operator()), {
    ...{ host: "127.0.0.1", port, tls: "none", from: "portal@vendor.example", fromName: "Vendor" },
  });
  const tenantId = (await makeTenant(store)).id;
  await makeTemplate(store, { id: "sales" });
  const sheets = [{ sheet: "overview", format: 1, title: { en: "Overview" }, objects: [] }];
  await makeTemplateVersion(store, {
    ...{ templateId: "sales", version: "1.0.0", manifest: { id: "sales" }, sheets },
  });
  const appId = (await makeApp(store, { tenantId, templateId: "sales" })).id;
  const { id: generation } = await makeGeneration(store, { tenantId, appId, model: MODEL });
  const pointers = { publishedGenerationId: generation, publishedVersion: "1.0.0" };
  await store.tx((db) => db.update(store.tables.apps).set(pointers));
  for (let i = 0; i < SHEETS; i++) {
    const { id: userId, email } = await makeUser(store);
    const { id: memberId } = await makeMember(store, { tenantId, userId, email });
    await makeDelivery(store, { tenantId, appId, memberId, userId, sheet: "overview" });
    readers.push(email);
  }
  await store.close();
  child = await mortal(CHILD, () => [database, String(dies)]);
}, 300_000);

afterAll(async () => {
  child?.remove();
  await new Promise<void>((resolve) => void server.close(resolve));
  rmSync(folder, { recursive: true, force: true });
});

it(`kill -9 while ${SHEETS} sheets are mailed: each leaves with its file, at most one more for each kill, under one Message-ID`, async () => {
  for (dies of DIES_AFTER) expect(await child.live(null)).toBe("killed");
  dies = 0;
  for (let i = 0; i < KILLS_AT_MAIL; i++) {
    mailsToKill = 1 + i;
    expect(await child.live(null)).toBe("killed");
  }
  mailsToKill = 0;
  const killed = await child.liveThrough(KILLS, 1500);
  const store = await openSqliteStore(database);
  const { mails, deliveries } = store.tables;
  const rows = await store.read.select().from(mails);
  expect(rows.map((mail) => mail.recipient).sort()).toEqual([...readers].sort());
  expect(rows.every((mail) => mail.state === "sent")).toBe(true);
  const sent = await store.read.select().from(deliveries);
  expect(sent.every((row) => row.lastSentAt !== null && row.failures === 0)).toBe(true);
  expect([...taken.keys()].sort()).toEqual([...readers].sort());
  for (const mail of rows) {
    const copies = taken.get(mail.recipient) ?? [];
    expect(new Set(copies.map(({ id }) => id))).toEqual(new Set([`<${mail.id}@vendor.example>`]));
    expect(copies.every(({ file }) => file)).toBe(true);
  }
  const all = [...taken.values()].reduce((sum, copies) => sum + copies.length, 0);
  expect(all - readers.length).toBeGreaterThanOrEqual(KILLS_AT_MAIL);
  expect(all - readers.length).toBeLessThanOrEqual(DIES_AFTER.length + KILLS_AT_MAIL + killed);
  await store.close();
}, 900_000);
