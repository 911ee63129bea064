import { execFileSync } from "node:child_process";
import { chmodSync, chownSync, mkdtempSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import pg from "pg";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { testPostgres } from "@/server/testing/postgres";
import { getSource } from "..";
import { certificates } from "../testing/certificates";
import { localPolicy } from "../testing/open-policy";

const source = getSource("postgres");
const server = await testPostgres();
const skip =
  "skip" in server ? server.skip : hasOpenssl() ? "" : "there is no openssl to make certificates with";

function hasOpenssl(): boolean {
  try {
    execFileSync("openssl", ["version"], { stdio: "ignore" });
    return true;
  } catch {
    return false;
  }
}

describe.skipIf(skip !== "")(`TLS with PostgreSQL${skip && ` (${skip})`}`, () => {
  let folder: string;
  let ca: string;
  let admin: pg.Client;

  beforeAll(async () => {
    if ("skip" in server) return;
    folder = mkdtempSync(join(tmpdir(), "tenantry-tls-"));
    const made = certificates(folder);
    ca = made.ca;
    admin = new pg.Client({ connectionString: server.url });
    await admin.connect();
    const data: string = (await admin.query("SHOW data_directory")).rows[0].data_directory;
    const { uid, gid } = statSync(data);
    for (const [name, content] of [
      ["server.crt", made.cert],
      ["server.key", made.key],
    ] as const) {
      const path = join(data, name);
      writeFileSync(path, content);
      chmodSync(path, 0o600);
      chownSync(path, uid, gid);
    }
  });
  afterAll(async () => {
    if ("skip" in server) return;
    await admin.end();
    await server.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  async function offer(ssl: "on" | "off") {
    await admin.query(`ALTER SYSTEM SET ssl = ${ssl}`);
    await admin.query("SELECT pg_reload_conf()");
    for (;;) {
      const fresh = new pg.Client({ connectionString: "skip" in server ? "" : server.url });
      await fresh.connect();
      const now = (await fresh.query("SHOW ssl")).rows[0].ssl;
      await fresh.end();
      if (now === ssl) return;
    }
  }

  function check(properties: Record<string, unknown>) {
    if ("skip" in server) throw new Error(server.skip);
    const all = {
      host: "localhost",
      port: server.port,
      database: "postgres",
      user: "tenantry",
      ...properties,
    };
    const target = { properties: source.parse(all), secret: server.password, policy: localPolicy() };
    return source.test(target, { timeoutMs: 10_000 });
  }

  test("is verified against the given authority and host name, and not taken for good otherwise", async () => {
    await offer("on");
    expect(await check({ tls: "verify", ca })).toMatchObject({ ok: true });
    expect(await check({ tls: "auto", ca })).toMatchObject({ ok: true });
    expect(await check({ tls: "verify" })).toMatchObject({
      ok: false,
      code: "source.tls",
      message: expect.stringMatching(/unknown authority/),
    });
    expect(await check({ tls: "verify", ca, host: "127.0.0.1" })).toMatchObject({
      ok: false,
      code: "source.tls",
      message: expect.stringContaining("another host name"),
    });
  });

  test("is used without a check only where asked for, or on this machine itself", async () => {
    await offer("on");
    for (const tls of ["no-verify", "auto", "off"])
      expect(await check({ tls }), tls).toMatchObject({ ok: true });
  });

  test("that is asked for and not offered is an error, never a plain connection", async () => {
    await offer("off");
    for (const tls of ["verify", "no-verify"])
      expect(await check({ tls }), tls).toMatchObject({ ok: false, code: "source.tls" });
    expect(await check({ tls: "auto" })).toMatchObject({ ok: true });
  });
});
