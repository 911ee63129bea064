import { chmodSync, copyFileSync, existsSync, renameSync, writeFileSync } from "node:fs";
import { openStore } from "@/db/store";
import { type Rotated, rotateSecret } from "@/server/settings/rotate-secret";
import { systemClock as clock } from "@/server/shared/clock";
import { randomToken } from "@/server/shared/crypto";
import { lockHolder, takeDataFolder } from "@/server/shared/data-lock";
import type { Env } from "@/server/shared/env";
import { masterSecrets, nextSecretFile, secretFile } from "@/server/shared/secret";
import { type Command, UsageError } from "../command";

/** The secret to go to: the one a rotation that was stopped began with, or a new one, kept before anything is written. */
function nextSecret(env: Env): string {
  const file = nextSecretFile(env);
  if (!existsSync(file)) {
    try {
      writeFileSync(file, `${randomToken(48)}\n`, { mode: 0o600, flag: "wx" });
    } catch (error) {
      throw new Error(`The new secret cannot be kept in ${file}: ${(error as Error).message}`);
    }
  }
  const { next } = masterSecrets(env);
  if (next === null) throw new Error(`${file} is gone again.`);
  return next;
}

/** The new secret takes the old one's file, in one step; the old one is kept beside it for old backups. */
function putInPlace(env: Env): string {
  const file = secretFile(env);
  const former = `${file}.previous`;
  copyFileSync(file, former);
  chmodSync(former, 0o600);
  renameSync(nextSecretFile(env), file);
  return former;
}

function told(env: Env, former: string | null, { keys, broken }: Rotated): string {
  const lines = [`${keys} data keys are wrapped with the new master secret, which is in force now.`];
  if (former)
    lines.push(`The former one is in ${former}: backups made before need it. Move it away from here.`);
  else
    lines.push(
      `Set TENANTRY_SECRET to the content of ${nextSecretFile(env)} before the next start, then delete that file.`,
    );
  if (broken.length > 0) lines.push(`Audit chains whose end did not hold before: ${broken.join(", ")}`);
  lines.push("Everybody has to sign in again.");
  return lines.join("\n");
}

export const secretCommands: Command[] = [
  {
    name: "secret rotate",
    help: "Make a new master secret and wrap every tenant's data key with it. Stop the portal first.",
    run: () => Promise.reject(new UsageError("This works on the data folder itself: leave --url out.")),
    async offline({ env, out }) {
      const holder = lockHolder(env.data);
      if (holder) throw new Error(`A portal runs on ${env.data} (${holder.url}). Stop it first.`);
      const release = takeDataFolder(env.data, env.url);
      const store = await openStore(env.databaseUrl);
      try {
        const from = masterSecrets(env).given.value;
        if (masterSecrets(env).next === from)
          throw new Error(`${nextSecretFile(env)} holds the secret in force: delete it, then rotate again.`);
        const actor = { type: "local", id: "cli" } as const;
        const done = await rotateSecret({ store, clock, actor, from, to: nextSecret(env) });
        const former = env.secret ? null : putInPlace(env);
        out.result({ keys: done.keys, broken: done.broken, former }, () => told(env, former, done));
        return done.broken.length > 0 ? 1 : 0;
      } finally {
        await store.close();
        release();
      }
    },
  },
];
