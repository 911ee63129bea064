import { resolve } from "node:path";
import { z } from "zod";

const port = z.coerce.number().int().min(1).max(65535);
const flag = z
  .enum(["0", "1", "true", "false"])
  .optional()
  .transform((v) => v === "1" || v === "true");

const schema = z.object({
  NODE_ENV: z.enum(["development", "production", "test"]).default("development"),
  HOST: z.string().min(1).default("127.0.0.1"),
  PORT: port.default(3000),
  TENANTRY_DATA: z.string().min(1).default("./data"),
  TENANTRY_URL: z.url().optional(),
  TENANTRY_EMBED_URL: z.url().optional(),
  /** Port embeds are served on; default: that of a local TENANTRY_EMBED_URL, else PORT + 1. */
  TENANTRY_EMBED_PORT: port.optional(),
  TENANTRY_SECRET: z.string().min(32, "needs at least 32 characters").optional(),
  TENANTRY_SECRET_FILE: z.string().min(1).optional(),
  DATABASE_URL: z.string().min(1).optional(),
  SAMPLE_POSTGRES_URL: z.string().optional(),
  TENANTRY_SAMPLE: z.enum(["on", "off"]).default("on"),
  /** Folders whose files a connection may read, separated by `:`. */
  TENANTRY_FILE_FOLDERS: z.string().optional(),
  /** Hosts (or host:port) a connection may reach, separated by commas, besides public ones; see docs/operators.md. */
  TENANTRY_SOURCE_HOSTS: z.string().optional(),
  /** Another address than Stripe's own, for tests: https, or this machine. */
  TENANTRY_STRIPE_URL: z
    .url()
    .refine(
      (url) => url.startsWith("https://") || LOOPBACK.has(new URL(url).hostname),
      "has to be https, or on this machine",
    )
    .optional(),
  TENANTRY_METRICS_TOKEN: z.string().min(16).optional(),
  TENANTRY_RELOAD_CONCURRENCY: z.coerce.number().int().min(1).max(64).optional(),
  TENANTRY_LOG: z.enum(["debug", "info", "warn", "error", "silent"]).default("info"),
  TENANTRY_API_KEY: z.string().optional(),
  /** Set by the start script: the address is served by `next start` and bundles are in dist/. */
  TENANTRY_BUILT: flag,
  /** Shows /gallery, every component in every state, in a built portal too: for tests. */
  TENANTRY_GALLERY: flag,
});

export interface Env {
  mode: "development" | "production" | "test";
  host: string;
  port: number;
  /** Absolute path of the data folder. */
  data: string;
  url: string;
  embedUrl: string;
  embedPort: number;
  secret?: string;
  secretFile?: string;
  databaseUrl: string;
  samplePostgresUrl?: string;
  sample: boolean;
  fileFolders: string[];
  sourceHosts: string[];
  stripeUrl?: string;
  metricsToken?: string;
  reloadConcurrency?: number;
  logLevel: "debug" | "info" | "warn" | "error" | "silent";
  apiKey?: string;
  built: boolean;
  gallery: boolean;
  /** The portal listens on this machine only, so that local addresses are allowed as sources. */
  localOnly: boolean;
}

const LOOPBACK = new Set(["127.0.0.1", "localhost", "::1", "[::1]"]);

function embedPort(e: z.infer<typeof schema>): number {
  const url = e.TENANTRY_EMBED_URL ? new URL(e.TENANTRY_EMBED_URL) : null;
  const local = url && LOOPBACK.has(url.hostname) && url.port !== "" ? Number(url.port) : null;
  return e.TENANTRY_EMBED_PORT ?? local ?? e.PORT + 1;
}

/**
 * Parses settings; throws one error that names every wrong variable.
 * @param source defaults to the process's environment; nothing else in the code base reads it.
 */
export function parseEnv(source: Record<string, string | undefined> = process.env): Env {
  const cleaned = Object.fromEntries(Object.entries(source).filter(([, v]) => v !== ""));
  const parsed = schema.safeParse(cleaned);
  if (!parsed.success) {
    const lines = parsed.error.issues.map((i) => `  ${i.path.join(".")}: ${i.message}`);
    throw new Error(`Settings are wrong:\n${lines.join("\n")}\nSee README.md, "Settings".`);
  }
  const e = parsed.data;
  const data = resolve(e.TENANTRY_DATA);
  const shown = LOOPBACK.has(e.HOST) || e.HOST === "0.0.0.0" || e.HOST === "::" ? "localhost" : e.HOST;
  return {
    mode: e.NODE_ENV,
    host: e.HOST,
    port: e.PORT,
    data,
    url: (e.TENANTRY_URL ?? `http://${shown}:${e.PORT}`).replace(/\/$/, ""),
    embedUrl: (e.TENANTRY_EMBED_URL ?? `http://${shown}:${e.PORT + 1}`).replace(/\/$/, ""),
    embedPort: embedPort(e),
    secret: e.TENANTRY_SECRET,
    secretFile: e.TENANTRY_SECRET_FILE,
    databaseUrl: e.DATABASE_URL ?? `file:${resolve(data, "tenantry.db")}`,
    samplePostgresUrl: e.SAMPLE_POSTGRES_URL,
    sample: e.TENANTRY_SAMPLE === "on",
    fileFolders: (e.TENANTRY_FILE_FOLDERS ?? "")
      .split(":")
      .filter(Boolean)
      .map((f) => resolve(f)),
    sourceHosts: (e.TENANTRY_SOURCE_HOSTS ?? "")
      .split(",")
      .map((h) => h.trim())
      .filter(Boolean),
    stripeUrl: e.TENANTRY_STRIPE_URL,
    metricsToken: e.TENANTRY_METRICS_TOKEN,
    reloadConcurrency: e.TENANTRY_RELOAD_CONCURRENCY,
    logLevel: e.TENANTRY_LOG,
    apiKey: e.TENANTRY_API_KEY,
    built: e.TENANTRY_BUILT,
    gallery: e.TENANTRY_GALLERY || e.NODE_ENV === "development",
    localOnly: LOOPBACK.has(e.HOST),
  };
}

/** Values of the named variables, where set: what a tenants file means by `{ env: NAME }`. */
export function variables(names: Iterable<string>): Record<string, string> {
  const found: Record<string, string> = {};
  for (const name of names) {
    const value = process.env[name];
    if (value !== undefined) found[name] = value;
  }
  return found;
}

/** next-auth v4 reads its address from the environment only. */
export function tellNextAuth(url: string): void {
  process.env.NEXTAUTH_URL = url;
}
