import { eq } from "drizzle-orm";
import { beforeEach, describe, expect, it } from "vitest";
import { makeApp, makeGeneration, makeReload, makeTenant } from "@/db/factories";
import type { Retention } from "@/db/schema";
import { append } from "@/server/audit";
import { listAudit } from "@/server/audit/list";
import { verifyAudit } from "@/server/audit/verify-all";
import { sweepEmbeds } from "@/server/embeds";
import type { Platform } from "@/server/platform/port";
import { type Context, type Services, systemContext } from "@/server/shared/context";
import { newId } from "@/server/shared/ids";
import { as, operator, testServices } from "@/server/testing/context";
import { sweepRetention, sweepTenant } from ".";

const NOW = new Date("2026-11-21T12:00:00Z");
const ago = (days: number) => new Date(NOW.getTime() - days * 86_400_000);

let now = NOW;
let services: Services;
let system: Context;
/** What the platform has: generation → when it was made. */
let files: Map<string, Date>;
let shown: Set<string>;

const trimGenerations: Platform["trimGenerations"] = async (_tenant, { before }) => {
  for (const [id, at] of files) if (at < before && !shown.has(id)) files.delete(id);
  return [...files.keys()];
};

beforeEach(async () => {
  now = NOW;
  files = new Map();
  shown = new Set();
  services = await testServices({
    clock: { now: () => now, sleep: async () => undefined },
    platform: () => ({ trimGenerations }) as unknown as Platform,
  });
  system = systemContext(services, "retention");
});

interface Estate {
  tenantId: string;
  appId: string;
}

async function estate(retention: Retention | null = null): Promise<Estate> {
  const tenantId = (await makeTenant(services.store, { retention })).id;
  return { tenantId, appId: (await makeApp(services.store, { tenantId })).id };
}

async function reload({ tenantId, appId }: Estate, days: number): Promise<string> {
  const at = ago(days);
  const row = { tenantId, appId, state: "succeeded" as const, createdAt: at, startedAt: at, endedAt: at };
  const { id } = await makeReload(services.store, row);
  const { reloadLog } = services.store.tables;
  await services.store.tx((db) =>
    db
      .insert(reloadLog)
      .values({ tenantId, reloadId: id, at, level: "info", source: "script", message: "x" }),
  );
  return id;
}

const t = () => services.store.tables;
const reloadsOf = async (tenantId: string) =>
  (
    await services.store.read
      .select({ id: t().reloads.id })
      .from(t().reloads)
      .where(eq(t().reloads.tenantId, tenantId))
  ).map((r) => r.id);
const loggedOf = async (tenantId: string) =>
  (
    await services.store.read
      .select({ id: t().reloadLog.reloadId })
      .from(t().reloadLog)
      .where(eq(t().reloadLog.tenantId, tenantId))
  ).map((r) => r.id);

async function mail(
  tenantId: string | null,
  state: "waiting" | "sent" | "failed",
  days: number,
): Promise<string> {
  const id = newId("mail");
  await services.store.tx((db) =>
    db.insert(t().mails).values({
      ...{ id, tenantId, kind: "invitation", recipient: "a@example.com", subject: "x", state },
      ...{ body: null, createdAt: ago(days), nextTryAt: ago(days) },
    }),
  );
  return id;
}
const mailIds = async () =>
  (await services.store.read.select({ id: t().mails.id }).from(t().mails)).map((m) => m.id);

async function session(tenantId: string, days: number): Promise<string> {
  const id = newId("object");
  await services.store.tx((db) =>
    db.insert(t().embedSessions).values({
      ...{
        id,
        tenantId,
        appId: "app_x",
        kind: "host" as const,
        subject: "u",
        groups: [],
        origin: "https://a.example",
      },
      ...{ createdAt: ago(days), expiresAt: ago(days) },
    }),
  );
  return id;
}
const sessionIds = async () =>
  (await services.store.read.select({ id: t().embedSessions.id }).from(t().embedSessions))
    .map((s) => s.id)
    .sort();

describe("a sweep removes what its tenant chose not to keep, and nothing else", () => {
  it("log lines of old reloads; the reloads stay, and so does all of another tenant", async () => {
    const [mine, other] = [await estate(), await estate()];
    const [old, young] = [await reload(mine, 40), await reload(mine, 3)];
    await reload(other, 400);
    expect(await sweepTenant(system, mine.tenantId, { reloadLogs: 30 })).toMatchObject({ reloadLogs: 1 });
    expect(await loggedOf(mine.tenantId)).toEqual([young]);
    expect((await reloadsOf(mine.tenantId)).sort()).toEqual([old, young].sort());
    expect(await loggedOf(other.tenantId)).toHaveLength(1);
  });

  it("old reloads, never an app's last nor one whose data are there", async () => {
    const mine = await estate();
    const [gone, withData] = [await reload(mine, 100), await reload(mine, 90)];
    const last = await reload(mine, 80);
    const { id } = await makeGeneration(services.store, { ...mine, reloadId: withData, createdAt: ago(90) });
    files.set(id, ago(90));
    expect(await sweepTenant(system, mine.tenantId, { reloads: 30 })).toMatchObject({ reloads: 1 });
    expect((await reloadsOf(mine.tenantId)).sort()).toEqual([withData, last].sort());
    expect(await loggedOf(mine.tenantId)).not.toContain(gone);
    expect([...files.keys()]).toEqual([id]);
  });

  it("earlier data, never what is shown or staged; their rows say so", async () => {
    const mine = await estate();
    const make = async (days: number) => {
      const { id } = await makeGeneration(services.store, { ...mine, createdAt: ago(days) });
      files.set(id, ago(days));
      return id;
    };
    const [earlier, published, late] = [await make(60), await make(50), await make(2)];
    await services.store.tx((db) =>
      db.update(t().apps).set({ publishedGenerationId: published }).where(eq(t().apps.id, mine.appId)),
    );
    shown.add(published);
    await sweepTenant(system, mine.tenantId, { generations: 30 });
    expect([...files.keys()].sort()).toEqual([published, late].sort());
    const rows = await services.store.read.select().from(t().generations);
    expect(rows.filter((g) => g.droppedAt).map((g) => g.id)).toEqual([earlier]);
  });

  it("mails that were sent or given up; what waits stays, and the installation's own", async () => {
    const [mine, other] = [await estate(), await estate()];
    await mail(mine.tenantId, "sent", 40);
    await mail(mine.tenantId, "failed", 40);
    const kept = [
      await mail(mine.tenantId, "waiting", 40),
      await mail(mine.tenantId, "sent", 2),
      await mail(other.tenantId, "sent", 40),
      await mail(null, "sent", 40),
    ];
    expect(await sweepTenant(system, mine.tenantId, { mails: 30 })).toMatchObject({ mails: 2 });
    expect((await mailIds()).sort()).toEqual(kept.sort());
  });

  it("sessions of embeds, for longer or shorter than the installation keeps them", async () => {
    const [short, long, plain] = [
      await estate({ embedSessions: 7 }),
      await estate({ embedSessions: 300 }),
      await estate(),
    ];
    await session(short.tenantId, 10);
    const kept = [
      await session(short.tenantId, 2),
      await session(long.tenantId, 100),
      await session(plain.tenantId, 20),
    ];
    await session(plain.tenantId, 100);
    await sweepEmbeds(services);
    await sweepRetention(system);
    expect(await sessionIds()).toEqual(kept.sort());
  });

  it("runs once a day, and touches no tenant that chose nothing", async () => {
    const [choosing, plain] = [await estate({ mails: 7 }), await estate()];
    await mail(plain.tenantId, "sent", 900);
    await sweepRetention(system);
    await mail(choosing.tenantId, "sent", 30);
    await sweepRetention(system);
    expect(await mailIds()).toHaveLength(2);
    now = new Date(NOW.getTime() + 86_400_000);
    await sweepRetention(system);
    expect(await mailIds()).toHaveLength(1);
  });
});

describe("the audit's archive", () => {
  const entry = (tenantId: string, days: number, note: string) => {
    now = ago(days);
    return services.store.tx((db) =>
      append(db, system, { tenantId, action: "test.note", target: "x", payload: { note } }),
    );
  };
  const lines = async (tenantId: string) =>
    (await listAudit(as(services, operator()), { tenantId })).items
      .filter((l) => l.action === "test.note")
      .map((l) => l.payload?.note);

  async function archivedChain(): Promise<string> {
    const { tenantId } = await estate();
    for (const [i, days] of [900, 800, 700, 10, 5].entries()) await entry(tenantId, days, `n${i}`);
    now = NOW;
    expect(await sweepTenant(system, tenantId, { audit: 365 })).toMatchObject({ audit: 3 });
    return tenantId;
  }

  const verified = (tenantId: string) => verifyAudit(as(services, operator()), { tenantId });

  it("takes old entries out of the list, and the chain still verifies, also with what comes after", async () => {
    const tenantId = await archivedChain();
    expect(await lines(tenantId)).toEqual(["n4", "n3"]);
    const before = await verified(tenantId);
    expect(before).toMatchObject({ ok: true, problems: [] });
    await entry(tenantId, 0, "n5");
    expect(await verified(tenantId)).toMatchObject({ ok: true, entries: before.entries + 1 });
  });

  it("leaves the newest entry in place, however old, so that the chain goes on from it", async () => {
    const { tenantId } = await estate();
    for (const days of [900, 800]) await entry(tenantId, days, `d${days}`);
    now = NOW;
    await sweepTenant(system, tenantId, { audit: 365 });
    expect(await lines(tenantId)).toEqual(["d800"]);
    expect((await verified(tenantId)).ok).toBe(true);
  });

  it("is found out when it is changed, or taken away", async () => {
    const tenantId = await archivedChain();
    const { auditArchives: a } = t();
    const [row] = await services.store.read.select().from(a);
    await services.store.tx((db) => db.update(a).set({ lines: `${row?.lines.slice(0, 40)}AAAA` }));
    expect((await verified(tenantId)).ok).toBe(false);
    await services.store.tx((db) => db.delete(a));
    expect(await verified(tenantId)).toMatchObject({
      ok: false,
      problems: [{ problem: "Entry 1 is missing." }],
    });
  });
});
