import { existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { deriveKey, hmac, randomToken } from "./crypto";
import type { Env } from "./env";

export interface MasterSecret {
  value: string;
  /** Where it came from; `data-folder` is less safe: whoever copies the folder has the key to it. */
  source: "environment" | "file" | "data-folder";
}

function readSecretFile(file: string): string {
  const value = readFileSync(file, "utf8").trim();
  if (value.length < 32) throw new Error(`The secret in ${file} needs at least 32 characters.`);
  if (statSync(file).mode & 0o077) {
    throw new Error(`${file} can be read by others on this machine. Run: chmod 600 ${file}`);
  }
  return value;
}

type Place = Pick<Env, "secret" | "secretFile" | "data">;

/** The file a master secret is kept in; where the environment holds it, the place a new one is put beside. */
export function secretFile(env: Place): string {
  return env.secret ? join(env.data, "secret") : (env.secretFile ?? join(env.data, "secret"));
}

/** Where a rotation keeps the new secret until it is done. */
export function nextSecretFile(env: Place): string {
  return `${secretFile(env)}.next`;
}

/** A master secret's name: tells which one an envelope was sealed with, and nothing about it. */
export function masterId(secret: string): string {
  return `m${hmac(deriveKey(secret, "master-id"), "id").slice(0, 12)}`;
}

/** Every master secret this data folder may need: the one that was given, and the one a rotation is going to. */
export function masterSecrets(env: Place): { given: MasterSecret; next: string | null } {
  const file = nextSecretFile(env);
  return { given: masterSecret(env), next: existsSync(file) ? readSecretFile(file) : null };
}

/** The master secret: from the environment, from a file, or made once and kept in the data folder (0600). */
export function masterSecret(env: Pick<Env, "secret" | "secretFile" | "data">): MasterSecret {
  if (env.secret) return { value: env.secret, source: "environment" };
  const file = env.secretFile ?? join(env.data, "secret");
  if (!existsSync(file)) {
    mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
    writeFileSync(file, `${randomToken(48)}\n`, { mode: 0o600, flag: "wx" });
  }
  const outside = relative(env.data, file).startsWith("..");
  return { value: readSecretFile(file), source: outside ? "file" : "data-folder" };
}
