import { readdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { stringify } from "yaml";
import { freePort } from "@/server/setup/checks.mjs";
import { newDataFolder, startPortal } from "@/server/testing/portal-process";
import { tenantry } from "./cli-process";
import { ended, templateFiles } from "./northwind";

/**
 * S9. Secrets are planted wherever the product takes one: a connection's password, one inside a connection string, an
 * API key, the master secret. After everything that could write them down has happened they are looked for in logs,
 * in every file of the data folder, in answers and errors, and in the list of processes.
 */
const PASSWORD = "planted-Passw0rd-7f3a91";
const IN_URL = "planted-url-Passw0rd-55c0de";
const MASTER = "planted-master-secret-that-is-long-enough-9d2b";
const OWN_FILES = new Set(["secret", "first-owner-password", "local-admin-token"]);

const data = newDataFolder();
let portal: Awaited<ReturnType<typeof startPortal>>;
const seen: string[] = [];
let key = "";

function tenant(slug: string, connection: object): string {
  return stringify({
    tenants: [
      {
        slug,
        name: slug,
        plan: "starter",
        connections: [{ name: "Shop", ...connection }],
        apps: [{ template: "northwind@1.0.0", connections: { northwind: "Shop" } }],
      },
    ],
  });
}

beforeAll(async () => {
  const port = await freePort();
  portal = await startPortal({ data, port, env: { TENANTRY_SECRET: MASTER, TENANTRY_LOG: "debug" } });
  expect(portal.ready, portal.output()).toBe(true);
  await portal.call("POST", "/templates", { name: "northwind", files: templateFiles() });
}, 120_000);

afterAll(async () => {
  await portal.stop();
  rmSync(data, { recursive: true, force: true });
});

/** Runs that fail in different places, so that every kind of error has its chance to quote a secret. */
async function fail(slug: string, connection: object, secrets: Record<string, string>): Promise<void> {
  const { tenants } = await portal.call<{ tenants: { run: string; tenant: string }[] }>(
    "POST",
    "/tenants/apply",
    {
      file: tenant(slug, connection),
      secrets,
    },
  );
  const { run = "", tenant: id = "" } = tenants[0] ?? {};
  expect((await ended(portal, run)).state).toBe("failed");
  const paths = [`/runs/${run}`, `/tenants/${id}`, `/connections?tenant=${id}`, `/reloads?tenant=${id}`];
  for (const path of paths) seen.push(JSON.stringify(await portal.call("GET", path)));
  const { items } = await portal.call<{ items: { id: string }[] }>("GET", `/connections?tenant=${id}`);
  seen.push(JSON.stringify(await portal.call("POST", `/connections/${items[0]?.id}/test`)));
}

test("secrets are used in runs that fail, tests, wrong input and key handling", async () => {
  const host = { host: "127.0.0.1", port: 1, database: "shop", user: "reader" };
  await fail("by-parts", { kind: "postgres", properties: host, secret: { env: "PW" } }, { PW: PASSWORD });
  const url = `postgres://reader:${IN_URL}@127.0.0.1:1/shop`;
  await fail("by-url", { kind: "postgres", properties: {}, secret: { env: "URL" } }, { URL: url }).catch(
    (error) => {
      seen.push(String(error));
    },
  );
  key = (await portal.call<{ key: string }>("POST", "/api-keys", { name: "planted" })).key;
  seen.push(JSON.stringify(await portal.call("GET", "/api-keys")));
  await fetch(`${portal.url}/api/v1/tenants`, { headers: { authorization: `Bearer ${key}` } });
  await fetch(`${portal.url}/api/v1/tenants`, { headers: { authorization: `Bearer ${key}wrong` } });
  const wrong = await portal
    .call("POST", "/connections", {
      tenant: "ten_none",
      name: "x",
      kind: "postgres",
      secret: PASSWORD,
      nonsense: 1,
    })
    .catch((error) => String(error));
  seen.push(String(wrong));
  const cli = await tenantry(data, ["connections", "list", "by-parts", "--json"]);
  seen.push(cli.stdout, cli.stderr);
}, 120_000);

function found(text: string): string[] {
  return [PASSWORD, IN_URL, MASTER, key].filter((s) => s !== "" && text.includes(s));
}

test("they are in no answer, no error and no log line", () => {
  expect(seen.length).toBeGreaterThan(8);
  expect(seen.flatMap(found)).toEqual([]);
  expect(found(portal.output())).toEqual([]);
  expect(portal.output()).toContain("request");
});

test("they are in no argument and no environment of a child process", () => {
  const processes = readdirSync("/proc").filter((p) => /^\d+$/.test(p));
  const bad = processes.flatMap((pid) => {
    if (pid === String(portal.child.pid) || pid === String(process.pid)) return [];
    const read = (file: string) => {
      try {
        return readFileSync(`/proc/${pid}/${file}`, "latin1");
      } catch {
        return "";
      }
    };
    return found(read("cmdline") + read("environ")).map((s) => `${pid}: ${s.slice(0, 8)}`);
  });
  expect(bad).toEqual([]);
});

test("they are in no file of the data folder", async () => {
  await portal.stop();
  const files = (readdirSync(data, { recursive: true, withFileTypes: true }) as import("node:fs").Dirent[])
    .filter((f) => f.isFile() && !OWN_FILES.has(f.name))
    .map((f) => join(f.parentPath, f.name));
  expect(files.some((f) => f.endsWith("tenantry.db"))).toBe(true);
  const bad = files.flatMap((f) => found(readFileSync(f, "latin1")).map((s) => `${f}: ${s.slice(0, 8)}`));
  expect(bad).toEqual([]);
});
