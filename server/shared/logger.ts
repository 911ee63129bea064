import { type Logger as Pino, pino } from "pino";

export type Logger = Pick<Pino, "debug" | "info" | "warn" | "error"> & {
  child(bindings: Record<string, unknown>): Logger;
};

const SECRET_KEYS = [
  "password",
  "secret",
  "token",
  "authorization",
  "cookie",
  "apiKey",
  "key",
  "privateKey",
  "connectionString",
  "dataKey",
  "wrapped",
  "envelope",
];

const paths = SECRET_KEYS.flatMap((k) => [k, `*.${k}`, `*.*.${k}`]);

/** Structured logs, one JSON object a line. Values under names of secrets are replaced before they are written. */
export function createLogger(level: string, destination?: { write(line: string): void }): Logger {
  const options = { level, redact: { paths, censor: "[secret]" }, base: null };
  return destination ? pino(options, destination) : pino(options);
}

export const silentLogger: Logger = createLogger("silent");

const URL_PASSWORD = /(\b[a-z][a-z0-9+.-]*:\/\/[^\s:/@]*:)[^\s@/]+@/gi;
const NAMED_SECRET = /\b(password|passwd|pwd|secret|token)\s*[=:]\s*("[^"]*"|'[^']*'|[^\s;,&]+)/gi;

/**
 * Takes secrets out of a text that came from outside (a driver's message, a script's line).
 * @param secrets exact values to hide besides what looks like a password
 */
export function scrub(text: string, secrets: readonly string[] = []): string {
  let out = text.replace(URL_PASSWORD, "$1[secret]@").replace(NAMED_SECRET, "$1=[secret]");
  for (const s of secrets) if (s.length >= 4) out = out.replaceAll(s, "[secret]");
  return out;
}
