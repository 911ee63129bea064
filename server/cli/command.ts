import type { ParseArgsConfig } from "node:util";
import type { Env } from "@/server/shared/env";
import type { Portal } from "./portal";

export interface Option {
  type: "string" | "boolean";
  multiple?: boolean;
  /** Placeholder in the help: `--name NAME`. */
  value?: string;
  help: string;
}

// biome-ignore lint/suspicious/noExplicitAny: parseArgs gives string, boolean or arrays of them, by the option's own description
export type Values = Record<string, any>;

export interface Invocation {
  portal: Portal;
  args: string[];
  options: Values;
  out: Output;
}

export interface Output {
  json: boolean;
  /** One JSON document, or what `human` makes of it. */
  result(value: unknown, human: () => string): void;
  /** One line of a stream: JSON with `--json`, else `human`. */
  event(value: unknown, human: string): void;
}

/** 0 well, 1 failed, 2 usage, 3 cancelled. */
export type ExitCode = 0 | 1 | 2 | 3;

export interface Command {
  /** `tenants apply`. */
  name: string;
  /** Positional arguments, as the help shows them: `FILE`. */
  args?: string[];
  options?: Record<string, Option>;
  help: string;
  run(call: Invocation): Promise<ExitCode>;
  /** Works on the data folder itself, while no portal has it; then `run` is only for `--url`. */
  offline?(call: Omit<Invocation, "portal"> & { env: Env }): Promise<ExitCode>;
}

export const GLOBAL_OPTIONS: Record<string, Option> = {
  json: { type: "boolean", help: "Print JSON." },
  url: {
    type: "string",
    value: "URL",
    help: "Speak to this portal, with TENANTRY_API_KEY or --api-key-file.",
  },
  "api-key-file": { type: "string", value: "FILE", help: "Read the API key from a file." },
  help: { type: "boolean", help: "Show help." },
};

export function parseOptions(command: Command): NonNullable<ParseArgsConfig["options"]> {
  const all = { ...GLOBAL_OPTIONS, ...command.options };
  return Object.fromEntries(
    Object.entries(all).map(([name, o]) => [name, { type: o.type, multiple: o.multiple ?? false }]),
  );
}

export class UsageError extends Error {}
