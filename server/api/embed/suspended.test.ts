import { eq } from "drizzle-orm";
import { beforeAll, expect, test } from "vitest";
import { makeApp, makeTenant } from "@/db/factories";
import { addresses } from "@/server/embeds";
import { sha256 } from "@/server/shared/crypto";
import { testServices } from "@/server/testing/context";
import { DATA_ROUTES } from "./data";
import { handleEmbed } from "./handler";

/** Every door of an embed that a session opens; the exchange of a token is told apart in its own tests. */
const DOORS = [...Object.keys(DATA_ROUTES), "POST /api/embed/export"].filter(
  (door) => door !== "POST /api/embed/session",
);

const HOST = "https://office.example.com";
const SESSION = `tes_${"s".repeat(43)}`;

let ask: (door: string) => Promise<Response>;
let become: (state: "active" | "suspended" | "deleting") => Promise<unknown>;

beforeAll(async () => {
  const services = await testServices();
  const { tenants: t, embedSessions } = services.store.tables;
  const tenant = await makeTenant(services.store, { state: "active", name: "Acme", language: "de" });
  const app = await makeApp(services.store, { tenantId: tenant.id });
  const now = services.clock.now();
  await services.store.tx((db) =>
    db.insert(embedSessions).values({
      ...{
        id: sha256(SESSION),
        tenantId: tenant.id,
        appId: app.id,
        kind: "host",
        subject: "ana",
        groups: [],
      },
      ...{ origin: HOST, createdAt: now, expiresAt: new Date(now.getTime() + 600_000) },
    }),
  );
  become = (state) => services.store.tx((db) => db.update(t).set({ state }).where(eq(t.id, tenant.id)));
  ask = (door) => {
    const [method, path] = door.split(" ");
    const { embed: origin } = addresses();
    const headers = {
      ...{ origin, "sec-fetch-site": "same-origin" },
      ...{ authorization: `Bearer ${SESSION}`, "x-tenantry-page": HOST },
    };
    const body = method === "GET" ? undefined : "{}";
    return handleEmbed(services, new Request(`http://embed.local${path}`, { method, headers, body }));
  };
});

test.each(DOORS)(
  "%s: a suspended tenant's open embed is told so, and goes on when it is resumed",
  async (door) => {
    await become("suspended");
    const shut = await ask(door);
    expect([shut.status, await shut.json()]).toMatchObject([
      403,
      { code: "embeds.suspended", params: { name: "Acme", language: "de" } },
    ]);
    await become("active");
    expect(await (await ask(door)).text()).not.toMatch(/embeds\.(suspended|session)/);
  },
);

test.each(DOORS)("%s: a tenant that is being deleted has no session left", async (door) => {
  await become("deleting");
  expect(await (await ask(door)).json()).toMatchObject({ code: "embeds.session" });
});
