import { resolve } from "node:path";
import { parseEnv } from "./env";

/** Sources of the code that runs as a process of its own; the build makes `dist/<name>.mjs` of each. */
export const PROCESS_SOURCES = {
  reload: "server/builtin/reload/entry.ts",
  "engine-host": "server/builtin/host/entry.ts",
  "engine-helper": "server/builtin/kernel/helper/worker.ts",
  exports: "components/exports/entry.ts",
  invoices: "components/documents/invoice/entry.tsx",
} as const;

export type ProcessName = keyof typeof PROCESS_SOURCES;

/** What `child_process.fork(file, args, { execArgv })` needs to start one of our processes. */
export interface ProcessEntry {
  /** Absolute path. */
  file: string;
  execArgv: string[];
}

/**
 * Where a process of its own starts: the bundle in `dist/` of a built portal, else its source through tsx.
 * Paths are relative to the working folder, which the start script sets to the project's root.
 */
export function processEntry(name: ProcessName, settings: { built: boolean } = parseEnv()): ProcessEntry {
  const root = /* turbopackIgnore: true */ process.cwd();
  return settings.built
    ? { file: resolve(root, "dist", `${name}.mjs`), execArgv: ["--enable-source-maps"] }
    : { file: resolve(root, PROCESS_SOURCES[name]), execArgv: ["--import", "tsx"] };
}
