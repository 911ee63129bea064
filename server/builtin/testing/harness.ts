import { mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import Database from "better-sqlite3";
import { createLocalGenerationStore } from "@/server/builtin/files/local";
import { createEngineHosts } from "@/server/builtin/host";
import { type BuiltinOptions, type BuiltinPlatform, createBuiltinPlatform } from "@/server/builtin/platform";
import { localPolicy } from "@/server/builtin/sources/testing/open-policy";
import { type PlatformHarness, SECRET } from "@/server/platform/contract";
import { createMemoryState } from "@/server/platform/testing/state";
import { systemClock } from "@/server/shared/clock";
import { silentLogger } from "@/server/shared/logger";
import { bundledEntry } from "./bundles";

export interface BuiltinHarness extends PlatformHarness {
  readonly platform: BuiltinPlatform;
  readonly folder: string;
  readonly state: ReturnType<typeof createMemoryState>;
  /** Closes the platform and opens it again on the same state and folders, as a restart of the portal does. */
  restart(): Promise<void>;
  /** Names of working files of reloads and of half-written generations. */
  leftovers(): Promise<string[]>;
}

/** The built-in platform with real processes, on a folder of its own with an `orders.db` in it. */
export async function openBuiltin(over: Partial<BuiltinOptions> = {}): Promise<BuiltinHarness> {
  const folder = await mkdtemp(join(tmpdir(), "builtin-"));
  makeOrders(join(folder, "orders.db"));
  const state = createMemoryState();
  const at = (name: string) => join(folder, name);
  const generations = createLocalGenerationStore({ folder: at("generations"), log: silentLogger });
  const key = async () => ({ id: "dek_1", bytes: Buffer.alloc(32, 7) });
  const hosts = createEngineHosts({
    count: 1,
    scratch: at("engine"),
    generations,
    key,
    entry: await bundledEntry("engine-host"),
    helper: await bundledEntry("engine-helper"),
    log: silentLogger,
    maxBytes: 500_000_000,
  });
  const reloadEntry = await bundledEntry("reload");
  const open = () =>
    createBuiltinPlatform({
      state,
      generations,
      hosts,
      keyring: { tenantKey: key },
      clock: systemClock,
      log: silentLogger,
      policy: localPolicy(folder),
      secrets: { connection: async () => SECRET },
      folders: {
        scratch: at("reloads"),
        generations: at("generations"),
        uploads: at("uploads"),
        templates: at("templates"),
        logs: at("logs"),
      },
      onUsage: () => {},
      maxReloads: 2,
      reloadEntry,
      ...over,
    });
  let platform = open();
  return {
    get platform() {
      return platform;
    },
    folder,
    state,
    connection: () => ({
      name: "main",
      kind: "sqlite",
      properties: { path: at("orders.db") },
      secret: async () => SECRET,
      secretHmac: "hmac",
    }),
    async restart() {
      await platform.close();
      platform = open();
    },
    async leftovers() {
      const names = [at("reloads"), at("generations")].map((f) =>
        readdir(f, { recursive: true }).catch(() => []),
      );
      return (await Promise.all(names)).flat().filter((n) => n.includes(".tmp"));
    },
    async close() {
      await platform.close();
      await hosts.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

function makeOrders(path: string): void {
  const db = new Database(path);
  db.exec(`CREATE TABLE orders (id INTEGER PRIMARY KEY, country TEXT, amount INTEGER);
    INSERT INTO orders VALUES (1, 'DE', 10), (2, 'DE', 20), (3, 'FR', 30), (4, 'IT', 40);
    CREATE TABLE big AS WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 100000)
      SELECT i AS id, 'customer ' || i AS name, i % 97 AS class, i * 1.5 AS amount FROM n;`);
  db.close();
}
