import { copyFileSync, mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import Sqlite from "better-sqlite3";
import { beforeAll, describe, expect, test } from "vitest";
import { openStore } from "@/db/store";
import { append } from "@/server/audit";
import { archiveAudit } from "@/server/audit/archive";
import { systemClock as clock } from "@/server/shared/clock";
import { parseEnv } from "@/server/shared/env";
import { createKeyring } from "@/server/shared/keyring.store";
import { as, operator, testServices } from "@/server/testing/context";
import { createOutput } from "../output";
import { auditCommands } from "./audit";

const SECRET = "a master secret for the test of the verifier";
const CHAIN = "ten_a";
let whole: string;

/** Ten entries of one tenant, the first three of them archived. */
beforeAll(async () => {
  const folder = mkdtempSync(join(tmpdir(), "tenantry-audit-"));
  whole = join(folder, "tenantry.db");
  const store = await openStore(`file:${whole}`);
  const keyring = createKeyring(SECRET, { store, clock });
  let now = new Date("2026-01-01T00:00:00Z");
  const services = await testServices({ store, keyring, clock: { ...clock, now: () => now } });
  const ctx = as(services, operator());
  for (let i = 1; i <= 9; i++) {
    now = new Date(Date.UTC(2026, 0, i));
    await store.tx((db) =>
      append(db, ctx, { tenantId: CHAIN, action: "thing.change", target: `t${i}`, payload: { i } }),
    );
  }
  await archiveAudit(ctx, { tenantId: CHAIN, before: new Date("2026-01-04T00:00:00Z") });
  await store.close();
});

type Tamper = (db: Sqlite.Database) => void;

/** The command on a copy of the file that somebody has written into. */
async function verify(tamper: Tamper = () => undefined, secret: string | null = SECRET) {
  const data = mkdtempSync(join(tmpdir(), "tenantry-audit-"));
  copyFileSync(whole, join(data, "tenantry.db"));
  const db = new Sqlite(join(data, "tenantry.db"));
  tamper(db);
  db.close();
  return run(data, secret);
}

async function run(data: string, secret: string | null = SECRET) {
  const env = parseEnv({ TENANTRY_DATA: data, ...(secret ? { TENANTRY_SECRET: secret } : {}) });
  let text = "";
  const out = createOutput(true, (more) => {
    text += more;
  });
  const code = await auditCommands[0]?.offline?.({ env, args: [], options: {}, out });
  return { code, ...(JSON.parse(text) as { problems?: unknown[]; unreadable?: string }) };
}

const entry = `chain = '${CHAIN}' AND seq`;

describe("tenantry audit verify", () => {
  test("says 0 for what is whole, archives included", async () => {
    expect(await verify()).toMatchObject({ code: 0, ok: true, entries: 10, problems: [] });
  });

  test.each<[string, number, string, Tamper]>([
    ["an edit", 6, "edited", (db) => db.exec(`UPDATE audit_entries SET actor = 'user:x' WHERE ${entry} = 6`)],
    [
      "an edited payload",
      7,
      "edited",
      (db) =>
        db.exec(
          `UPDATE audit_payloads SET payload = '{"i":99}' WHERE entry_id = (SELECT id FROM audit_entries WHERE ${entry} = 7)`,
        ),
    ],
    ["a removal", 5, "removed", (db) => db.exec(`DELETE FROM audit_entries WHERE ${entry} = 5`)],
    [
      "a removal with those after it moved up",
      5,
      "removed",
      (db) => {
        db.exec(`DELETE FROM audit_entries WHERE ${entry} = 5`);
        for (let seq = 6; seq <= 10; seq++)
          db.exec(`UPDATE audit_entries SET seq = ${seq - 1} WHERE ${entry} = ${seq}`);
      },
    ],
    [
      "a reorder",
      6,
      "reordered",
      (db) =>
        db.exec(
          `UPDATE audit_entries SET seq = 99 WHERE ${entry} = 6; UPDATE audit_entries SET seq = 6 WHERE ${entry} = 7; UPDATE audit_entries SET seq = 7 WHERE ${entry} = 99`,
        ),
    ],
    ["a cut-off end", 9, "truncated", (db) => db.exec(`DELETE FROM audit_entries WHERE ${entry} > 8`)],
    ["a removed archive", 1, "removed", (db) => db.exec("DELETE FROM audit_archives")],
    [
      "an edited archive",
      1,
      "unreadable",
      (db) => db.exec("UPDATE audit_archives SET lines = substr(lines, 1, 40)"),
    ],
  ])("finds %s, and names the first broken entry", async (_name, seq, how, tamper) => {
    const found = await verify(tamper);
    expect(found.problems).toMatchObject([{ chain: CHAIN, seq, how }]);
    expect(found.code).toBe(how === "unreadable" ? 2 : 1);
  });

  test("says 2 where nothing can be said: no database, no secret, no database at all in the file", async () => {
    const empty = mkdtempSync(join(tmpdir(), "tenantry-audit-"));
    expect(await run(empty)).toMatchObject({ code: 2, unreadable: expect.stringContaining("no database") });
    expect(await verify(undefined, null)).toMatchObject({
      code: 2,
      unreadable: expect.stringContaining("secret"),
    });
    writeFileSync(join(empty, "tenantry.db"), "this is no database, whatever its name says".repeat(40));
    expect(await run(empty)).toMatchObject({ code: 2 });
  });
});
