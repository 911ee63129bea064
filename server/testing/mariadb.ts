import { type ChildProcess, execFile, spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { existsSync, rmSync } from "node:fs";
import { chmod, chown, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { delimiter, dirname, join } from "node:path";
import type { Readable } from "node:stream";
import { promisify } from "node:util";
import { freePort } from "@/server/setup/checks.mjs";

const run = promisify(execFile);

export interface RunningMariadb {
  /** `mysql://tenantry:…@127.0.0.1:port/shop` */
  url: string;
  port: number;
  password: string;
  /** Folder of the data, owned by the server's account. */
  data: string;
  /** Ends the server and starts it on the same data and port with further options (`--name=value`). */
  restart(options: Record<string, string>): Promise<void>;
  stop(): Promise<void>;
}

export type TestMariadb = RunningMariadb | { skip: string };

let started: Promise<TestMariadb> | undefined;

/**
 * A real MariaDB of this test file's own in a temporary folder on a free port, started as another user where the tests
 * run as root; a reason to skip where none is installed. The user is `tenantry` (all rights, password in the URL), the
 * database `shop`, the character set utf8mb4. Call `stop` in `afterAll`; a forgotten server dies with the process.
 */
export function testMariadb(): Promise<TestMariadb> {
  started ??= start();
  return started;
}

/** Where a program is: on the path, or where systems put servers. */
function find(...names: string[]): string | null {
  const folders = [...(process.env.PATH ?? "").split(delimiter), "/usr/sbin", "/usr/local/sbin", "/usr/bin"];
  for (const name of names)
    for (const folder of folders) if (folder && existsSync(join(folder, name))) return join(folder, name);
  return null;
}

async function start(): Promise<TestMariadb> {
  const server = find("mariadbd");
  const install = find("mariadb-install-db");
  if (!server || !install) return { skip: "no MariaDB found (mariadbd and mariadb-install-db)" };
  const account = await serverAccount();
  if ("skip" in account) return account;
  const folder = await mkdtemp(join(tmpdir(), "tenantry-mariadb-"));
  try {
    return await startIn(folder, { server, install }, account);
  } catch (error) {
    await rm(folder, { recursive: true, force: true });
    const text = error instanceof Error ? (error.message.split("\n")[0] ?? "") : String(error);
    return { skip: `MariaDB did not start (${text})` };
  }
}

interface Account {
  uid?: number;
  gid?: number;
}

/** MariaDB refuses to run as root, so root takes the account `mysql` or `nobody`. */
async function serverAccount(): Promise<Account | { skip: string }> {
  if (process.getuid?.() !== 0) return {};
  for (const name of ["mysql", "nobody"]) {
    try {
      const [uid, gid] = await Promise.all([run("id", ["-u", name]), run("id", ["-g", name])]);
      return { uid: Number(uid.stdout), gid: Number(gid.stdout) };
    } catch {}
  }
  return { skip: "MariaDB does not run as root, and there is no account mysql or nobody to run it as" };
}

async function startIn(
  folder: string,
  programs: { server: string; install: string },
  account: Account,
): Promise<RunningMariadb> {
  const password = randomBytes(12).toString("hex");
  const data = join(folder, "data");
  const init = join(folder, "init.sql");
  const statements = [
    "CREATE DATABASE shop CHARACTER SET utf8mb4 COLLATE utf8mb4_bin",
    `CREATE USER tenantry@'%' IDENTIFIED BY '${password}'`,
    "GRANT ALL ON *.* TO tenantry@'%' WITH GRANT OPTION",
  ];
  await writeFile(init, `${statements.join(";\n")};\n`, { mode: 0o600 });
  if (account.uid !== undefined && account.gid !== undefined) {
    await chmod(folder, 0o700);
    await chown(folder, account.uid, account.gid);
    await chown(init, account.uid, account.gid);
  }
  const basedir = dirname(dirname(programs.install));
  await run(
    programs.install,
    [
      "--no-defaults",
      `--basedir=${basedir}`,
      `--datadir=${data}`,
      "--skip-test-db",
      "--auth-root-authentication-method=normal",
    ],
    { ...account, cwd: folder },
  );
  const port = await freePort();
  const files = { folder, data, init };
  let child = await startServer(programs.server, port, files, account, {});
  return {
    url: `mysql://tenantry:${password}@127.0.0.1:${port}/shop`,
    port,
    password,
    data,
    async restart(options) {
      await end(child);
      await writeFile(init, "");
      child = await startServer(programs.server, port, files, account, options);
    },
    async stop() {
      started = undefined;
      await end(child);
      await rm(folder, { recursive: true, force: true });
    },
  };
}

async function startServer(
  program: string,
  port: number,
  { folder, data, init }: { folder: string; data: string; init: string },
  account: Account,
  options: Record<string, string>,
) {
  const child = spawn(
    program,
    [
      "--no-defaults",
      `--datadir=${data}`,
      `--port=${port}`,
      `--socket=${join(folder, "s")}`,
      `--pid-file=${join(folder, "pid")}`,
      `--init-file=${init}`,
      "--bind-address=127.0.0.1",
      "--skip-name-resolve",
      "--character-set-server=utf8mb4",
      "--innodb-buffer-pool-size=64M",
      "--innodb-flush-log-at-trx-commit=0",
      "--secure-file-priv=",
      "--default-time-zone=+03:00",
      ...Object.entries(options).map(([name, value]) => `--${name}=${value}`),
    ],
    { ...account, cwd: folder, stdio: ["ignore", "ignore", "pipe"] },
  );
  process.once("exit", () => {
    child.kill("SIGKILL");
    rmSync(folder, { recursive: true, force: true });
  });
  await ready(child);
  return child;
}

/** Waits for the line with which MariaDB says that it listens; rejects with its last error where it ends instead. */
function ready(child: ChildProcess & { stderr: Readable }): Promise<void> {
  return new Promise((resolve, reject) => {
    let log = "";
    child.once("error", reject);
    child.once("exit", () => {
      const lines = log.trim().split("\n");
      reject(new Error(lines.findLast((l) => l.includes("[ERROR]")) ?? lines.at(-1) ?? "it ended"));
    });
    child.stderr.on("data", (text: Buffer) => {
      log = (log + text).slice(-8000);
      if (!/ready for connections/.test(log)) return;
      child.stderr.removeAllListeners("data").resume();
      child.unref();
      resolve();
    });
  });
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = new Promise((resolve) => child.once("exit", resolve));
  child.ref();
  child.kill("SIGTERM");
  await ended;
}
