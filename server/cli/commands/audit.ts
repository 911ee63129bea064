import { existsSync } from "node:fs";
import { openStore } from "@/db/store";
import { type AuditCheck, verifyChains } from "@/server/audit/verify-all";
import { systemClock as clock } from "@/server/shared/clock";
import { lockHolder, takeDataFolder } from "@/server/shared/data-lock";
import type { Env } from "@/server/shared/env";
import { loadKeyring } from "@/server/shared/keyring.store";
import { masterSecrets, secretFile } from "@/server/shared/secret";
import type { Command, ExitCode, Invocation, Output, Values } from "../command";
import { openPortal } from "../portal";

type Read = () => Promise<AuditCheck>;

function told({ ok, chains, entries, problems }: AuditCheck): string {
  if (ok) return `${entries} entries in ${chains} chains are as they were written.`;
  return problems
    .map(({ chain, seq, how, problem }) => `${chain}: first broken entry ${seq ?? "?"}, ${how}. ${problem}`)
    .join("\n");
}

/** 0 whole, 1 broken, 2 where nothing can be said: the database, its secret or an archive cannot be read. */
async function verdict(out: Output, read: Read): Promise<ExitCode> {
  let check: AuditCheck;
  try {
    check = await read();
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    out.result({ ok: null, unreadable: message }, () => `The audit cannot be read: ${message}`);
    return 2;
  }
  out.result(check, () => told(check));
  if (check.ok) return 0;
  return check.problems.every(({ how }) => how === "unreadable") ? 2 : 1;
}

const overPortal = ({ portal, options }: Pick<Invocation, "portal" | "options">) =>
  portal.call<AuditCheck>(
    "GET",
    `/audit/check${options.tenant ? `?tenant=${encodeURIComponent(options.tenant)}` : ""}`,
  );

/** Nothing is made here: a folder without a database or a secret holds no audit to look at. */
function requireFiles(env: Env): void {
  const file = env.databaseUrl.startsWith("file:") ? env.databaseUrl.slice("file:".length) : null;
  if (file !== null && !existsSync(file)) throw new Error(`There is no database ${file}.`);
  if (!env.secret && !existsSync(secretFile(env)))
    throw new Error(
      `There is no master secret ${secretFile(env)}: the ends of the chains are sealed with it.`,
    );
}

async function inFolder(env: Env, options: Values): Promise<AuditCheck> {
  requireFiles(env);
  const release = takeDataFolder(env.data, env.url);
  try {
    const store = await openStore(env.databaseUrl);
    try {
      const { given, next } = masterSecrets(env);
      const masters = [given.value, ...(next === null ? [] : [next])];
      const keyring = await loadKeyring(masters, { store, clock });
      return await verifyChains({ store, keyring }, options.tenant);
    } finally {
      await store.close();
    }
  } finally {
    release();
  }
}

async function throughPortal(env: Env, options: Values): Promise<AuditCheck> {
  const portal = await openPortal(env, {});
  try {
    return await overPortal({ portal, options });
  } finally {
    await portal.close();
  }
}

export const auditCommands: Command[] = [
  {
    name: "audit verify",
    help: "Recompute the audit's chains, archives included. Exit 0 whole, 1 broken, 2 unreadable.",
    options: { tenant: { type: "string", value: "ID", help: "Only this tenant's chain." } },
    run: ({ portal, options, out }) => verdict(out, () => overPortal({ portal, options })),
    offline: ({ env, options, out }) =>
      verdict(out, () => (lockHolder(env.data) ? throughPortal(env, options) : inFolder(env, options))),
  },
];
