/**
 * P1: from a tenants file to a published app, 100,000 rows from PostgreSQL, every step durable.
 * `one-tenant`: seconds beyond the reload itself (from its start to its end), against 1.5 s.
 * `fleet-200`: 200 tenants from one file, tenants per minute, against 100.
 */
import { rmSync } from "node:fs";
import pg from "pg";
import { stringify } from "yaml";
import { freePort } from "@/server/setup/checks.mjs";
import { newDataFolder, startPortal } from "@/server/testing/portal-process";
import { testPostgres } from "@/server/testing/postgres";
import { runBench } from "./report";

const ROWS = 100_000;
const FLEET = 200;
const OVERHEAD_SECONDS = 1.5;
const PER_MINUTE = 100;

const TEMPLATE = {
  "template.yaml": stringify({
    id: "orders",
    version: "1.0.0",
    module: "Sales",
    title: "Orders",
    description: "One table, as large as the claim says.",
    connections: [{ name: "shop" }],
    tables: [
      {
        name: "orders",
        connection: "shop",
        columns: [{ name: "id" }, { name: "day" }, { name: "country" }, { name: "amount" }],
      },
    ],
    fields: [{ name: "Order" }, { name: "Day" }, { name: "Country" }, { name: "Amount" }],
    measures: [{ name: "amount", expression: "Sum(Amount)" }],
    verify: [{ name: "orders are there", measure: "Count(Order)", min: ROWS, max: ROWS }],
  }),
  "script.qvs": [
    "LIB CONNECT TO 'shop';",
    "Orders:",
    "LOAD id AS Order, day AS Day, country AS Country, amount AS Amount;",
    "SQL SELECT id, day, country, amount FROM $(orders);",
    "",
  ].join("\n"),
};

interface Bench {
  portal: Awaited<ReturnType<typeof startPortal>>;
  postgres: { url: string; password: string };
}

function tenantsFile(url: string, slugs: string[]): string {
  const { hostname, port, pathname, username } = new URL(url);
  return stringify({
    tenants: slugs.map((slug) => ({
      slug,
      name: slug,
      plan: "starter",
      connections: [
        {
          name: "Shop",
          kind: "postgres",
          properties: { host: hostname, port: Number(port), database: pathname.slice(1), user: username },
          secret: { env: "PW" },
        },
      ],
      apps: [{ template: "orders@1.0.0", connections: { shop: "Shop" } }],
    })),
  });
}

async function apply({ portal, postgres }: Bench, slugs: string[]): Promise<string[]> {
  const body = { file: tenantsFile(postgres.url, slugs), secrets: { PW: postgres.password } };
  const { tenants } = await portal.call<{ tenants: { run: string }[] }>("POST", "/tenants/apply", body);
  return tenants.map((t) => t.run);
}

interface Run {
  state: string;
  createdAt: string;
  endedAt: string | null;
  tenantId: string;
}

async function end({ portal }: Bench, run: string, pollMs = 20): Promise<Run> {
  for (;;) {
    const now = await portal.call<Run>("GET", `/runs/${run}`);
    if (now.state === "succeeded") return now;
    if (["failed", "cancelled"].includes(now.state))
      throw new Error(`run ${run} ended ${JSON.stringify(now)}`);
    await new Promise((done) => setTimeout(done, pollMs));
  }
}

const seconds = (from: string, to: string | null) => (Date.parse(to ?? "") - Date.parse(from)) / 1000;

let count = 0;

async function oneTenant(bench: Bench): Promise<number> {
  const [run = ""] = await apply(bench, [`one-${++count}`]);
  const done = await end(bench, run);
  const { items } = await bench.portal.call<{ items: { startedAt: string; endedAt: string }[] }>(
    "GET",
    `/reloads?tenant=${done.tenantId}`,
  );
  const [reload] = items;
  if (!reload) throw new Error("the run made no reload");
  return seconds(done.createdAt, done.endedAt) - seconds(reload.startedAt, reload.endedAt);
}

async function fleet(bench: Bench): Promise<number> {
  const n = ++count;
  const slugs = Array.from({ length: FLEET }, (_, i) => `fleet-${n}-${i}`);
  const runs: Run[] = [];
  // One after the other and seldom: asking is not what is measured.
  for (const run of await apply(bench, slugs)) runs.push(await end(bench, run, 500));
  const first = Math.min(...runs.map((r) => Date.parse(r.createdAt)));
  const last = Math.max(...runs.map((r) => Date.parse(r.endedAt ?? "")));
  return FLEET / ((last - first) / 60_000);
}

async function source(url: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  await client.query(`create table if not exists orders as
    select i as id, date '2024-01-01' + i % 700 as day, (array['DE','AT','CH','FR'])[1 + i % 4] as country,
      (i % 9973)::numeric(10,2) / 7 as amount from generate_series(1, ${ROWS}) i`);
  await client.end();
}

const postgres = await testPostgres();
if ("skip" in postgres) {
  process.stderr.write(`P1 needs PostgreSQL: ${postgres.skip}\n`);
  process.exit(1);
}
await source(postgres.url);
const data = newDataFolder();
const portal = await startPortal({ data, port: await freePort(), env: { TENANTRY_LOG: "error" } });
if (!portal.ready) throw new Error(portal.output());
const bench: Bench = { portal, postgres };
await portal.call("POST", "/templates", {
  name: "orders",
  files: Object.entries(TEMPLATE).map(([path, text]) => ({
    path,
    content: Buffer.from(text).toString("base64"),
  })),
});

try {
  await runBench("p1", {
    "one-tenant": () => ({
      unit: "s beyond the reload",
      ours: () => oneTenant(bench),
      yardstick: OVERHEAD_SECONDS,
    }),
    "fleet-200": () => ({
      unit: "tenants/min",
      ours: () => fleet(bench),
      yardstick: PER_MINUTE,
      warmups: 0,
      runs: 1,
    }),
  });
} finally {
  await portal.stop();
  await postgres.stop();
  rmSync(data, { recursive: true, force: true });
}
