import { existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { randomToken } from "./crypto";
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
