import { execFileSync } from "node:child_process";
import { chmodSync, chownSync, mkdtempSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import mysql from "mysql2/promise";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { testMariadb } from "@/server/testing/mariadb";
import { getSource } from "..";
import { certificates } from "../testing/certificates";
import { localPolicy } from "../testing/open-policy";

const source = getSource("mysql");
const server = await testMariadb();
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

describe.skipIf(skip !== "")(`TLS with MariaDB${skip && ` (${skip})`}`, () => {
  let folder: string;
  let ca: string;
  let admin: mysql.Connection;

  beforeAll(async () => {
    if ("skip" in server) return;
    folder = mkdtempSync(join(tmpdir(), "tenantry-tls-"));
    const made = certificates(folder);
    ca = made.ca;
    const { uid, gid } = statSync(server.data);
    for (const [name, content] of [
      ["server.crt", made.cert],
      ["server.key", made.key],
    ] as const) {
      const path = join(server.data, name);
      writeFileSync(path, content);
      chmodSync(path, 0o600);
      chownSync(path, uid, gid);
    }
    await server.restart({
      "ssl-cert": join(server.data, "server.crt"),
      "ssl-key": join(server.data, "server.key"),
    });
    admin = await mysql.createConnection({ uri: server.url });
  });
  afterAll(async () => {
    if ("skip" in server) return;
    await admin.end();
    await server.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  function check(properties: Record<string, unknown>) {
    if ("skip" in server) throw new Error(server.skip);
    const all = { host: "localhost", port: server.port, database: "shop", user: "tenantry", ...properties };
    const target = { properties: source.parse(all), secret: server.password, policy: localPolicy() };
    return source.test(target, { timeoutMs: 10_000 });
  }

  test("is verified against the given authority and host name, and not taken for good otherwise", async () => {
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

  test("is really used, without a check only where asked for or on this machine itself", async () => {
    await admin.query("ALTER USER tenantry@'%' REQUIRE SSL");
    for (const tls of ["no-verify", "auto"]) expect(await check({ tls }), tls).toMatchObject({ ok: true });
    expect(await check({ tls: "off" })).toMatchObject({ ok: false, code: "source.auth" });
  });
});
