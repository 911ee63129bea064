import { type Env, parseEnv } from "./env";

const KEY = Symbol.for("tenantry.settings");
const holder = globalThis as { [KEY]?: Env };

/** The process's settings, parsed once. */
export function settings(): Env {
  holder[KEY] ??= parseEnv();
  return holder[KEY];
}
