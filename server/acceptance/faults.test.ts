import { rmSync } from "node:fs";
import pg from "pg";
import { afterAll, expect, test } from "vitest";
import { makeNorthwindPostgres } from "@/db/fixtures/northwind/make";
import { plainTenant } from "@/db/fixtures/northwind/tenants";
import { freePort } from "@/server/setup/checks.mjs";
import { newDataFolder, startPortal } from "@/server/testing/portal-process";
import { testPostgres } from "@/server/testing/postgres";
import { ended, templateFiles } from "./northwind";

/** R4 (part): the source dies in the middle of a reload. */
const server = await testPostgres();
const data = newDataFolder();

afterAll(async () => {
  if ("stop" in server) await server.stop();
  rmSync(data, { recursive: true, force: true });
});

interface Run {
  id: string;
  error: { code: string; message: string; advice?: string } | null;
}

test.skipIf("skip" in server)(
  `a database killed in mid-reload is a clean error, and the last good generation serves${"skip" in server ? ` (${server.skip})` : ""}`,
  async () => {
    if ("skip" in server) return;
    await makeNorthwindPostgres(server.url, "northwind");
    const portal = await startPortal({ data, port: await freePort() });
    await portal.call("POST", "/templates", { name: "northwind", files: templateFiles() });
    const { text, secrets } = plainTenant({ kind: "postgres", url: server.url, schema: "northwind" });
    const { tenants } = await portal.call<{ tenants: { run: string; tenant: string }[] }>(
      "POST",
      "/tenants/apply",
      {
        file: text,
        secrets,
      },
    );
    const tenant = tenants[0]?.tenant ?? "";
    expect((await ended(portal, tenants[0]?.run ?? "")).state).toBe("succeeded");
    const apps = await portal.call<{ items: { id: string; publishedGenerationId: string }[] }>(
      "GET",
      `/apps?tenant=${tenant}`,
    );
    const app = apps.items[0];
    const ask = () =>
      portal.call("POST", `/apps/${app?.id}/query`, { measures: ["Sum(Sales)"], dimensions: [] });
    const before = await ask();

    const client = new pg.Client({ connectionString: server.url });
    client.on("error", () => undefined);
    await client.connect();
    // A source that never ends: the kill is sure to come in the middle.
    await client.query("alter table northwind.order_details rename to order_details_all");
    await client.query(
      "create view northwind.order_details as select d.* from northwind.order_details_all d, generate_series(1, 100000000)",
    );
    const { run, reload } = await portal.call<{ run: string; reload: string }>("POST", "/reloads", {
      app: app?.id,
    });
    for (let rows = 0; rows < 100_000; ) {
      const now = await portal.call<{ progress: { rows: number } | null; state: string }>(
        "GET",
        `/reloads/${reload}`,
      );
      expect(["queued", "running"]).toContain(now.state);
      rows = now.progress?.rows ?? 0;
      await new Promise((done) => setTimeout(done, 50));
    }
    await server.stop();
    await ended(portal, run, 90_000);
    const end = await portal.call<Run>("GET", `/runs/${run}`);
    expect(end.error?.code).toMatch(/^source\.(lost|not_reachable)$/);
    expect(end.error?.advice).toBeTruthy();
    expect(await ask()).toEqual(before);
    const { items } = await portal.call<{ items: { publishedGenerationId: string }[] }>(
      "GET",
      `/apps?tenant=${tenant}`,
    );
    expect(items[0]?.publishedGenerationId).toBe(app?.publishedGenerationId);
    await portal.stop();
  },
  240_000,
);
