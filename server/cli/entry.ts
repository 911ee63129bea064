import { parseArgs } from "node:util";
import { parseEnv } from "@/server/shared/env";
import {
  type Command,
  type ExitCode,
  GLOBAL_OPTIONS,
  type Option,
  parseOptions,
  UsageError,
  type Values,
} from "./command";
import { commands } from "./commands";
import { createOutput } from "./output";
import { openPortal, PortalError } from "./portal";
import { unknownCommand } from "./unknown";

function optionLines(options: Record<string, Option>): string {
  return Object.entries(options)
    .map(([name, o]) => `  --${name}${o.value ? ` ${o.value}` : ""}`.padEnd(28) + o.help)
    .join("\n");
}

function usageOf(command: Command): string {
  const args = (command.args ?? []).join(" ");
  return `tenantry ${command.name} ${args}\n${command.help}\n\n${optionLines({ ...command.options, ...GLOBAL_OPTIONS })}\n`;
}

function overview(): string {
  const lines = commands.map((c) => `  ${`${c.name} ${(c.args ?? []).join(" ")}`.padEnd(36)}${c.help}`);
  return `tenantry: tenants, templates, runs and reloads from the command line\n\n${lines.join("\n")}\n\n${optionLines(GLOBAL_OPTIONS)}\n`;
}

function find(argv: string[]): { command: Command; rest: string[] } | null {
  for (const words of [2, 1]) {
    const command = commands.find((c) => c.name === argv.slice(0, words).join(" "));
    if (command) return { command, rest: argv.slice(words) };
  }
  return null;
}

function read(command: Command, rest: string[]): { args: string[]; options: Values } {
  try {
    const { values, positionals } = parseArgs({
      args: rest,
      options: parseOptions(command),
      allowPositionals: true,
    });
    const needed = (command.args ?? []).filter((a) => !a.startsWith("["));
    if (!values.help && positionals.length < needed.length) {
      throw new UsageError(`Missing: ${needed.slice(positionals.length).join(" ")}`);
    }
    return { args: positionals, options: values };
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error));
  }
}

function explain(error: unknown, json: boolean): void {
  if (error instanceof PortalError) {
    const { problem } = error;
    if (json) return void process.stdout.write(`${JSON.stringify({ ...problem, type: "error" })}\n`);
    const issues = (
      (problem.issues ?? []) as {
        path?: string;
        message?: string;
        file?: string;
        line?: number;
        column?: number;
      }[]
    ).map((i) =>
      `  ${[i.file, i.line, i.column].filter(Boolean).join(":")} ${i.path ?? ""}: ${i.message ?? ""}`.replace(
        /^ {2} /,
        "  ",
      ),
    );
    const lines = [
      problem.title,
      problem.detail,
      ...issues,
      problem.requestId ? `Request ${problem.requestId}` : "",
    ];
    return void process.stderr.write(`${lines.filter(Boolean).join("\n")}\n`);
  }
  const message = error instanceof Error ? error.message : String(error);
  if (json) process.stdout.write(`${JSON.stringify({ type: "error", title: message })}\n`);
  else process.stderr.write(`${message}\n`);
}

async function main(argv: string[]): Promise<ExitCode> {
  const found = find(argv);
  if (!found) {
    const asked = argv.length === 0 || argv.includes("--help");
    if (!asked)
      process.stderr.write(
        `${unknownCommand(
          argv,
          commands.map((c) => c.name),
        )}\n\n`,
      );
    (asked ? process.stdout : process.stderr).write(overview());
    return asked ? 0 : 2;
  }
  const { args, options } = read(found.command, found.rest);
  if (options.help) {
    process.stdout.write(usageOf(found.command));
    return 0;
  }
  const out = createOutput(Boolean(options.json), (text) => process.stdout.write(text));
  if (found.command.offline && !options.url)
    return await found.command.offline({ env: parseEnv(), args, options, out });
  const portal = await openPortal(parseEnv(), { url: options.url, apiKeyFile: options["api-key-file"] });
  try {
    return await found.command.run({ portal, args, options, out });
  } finally {
    await portal.close();
  }
}

// Whoever reads may stop reading (`| head`): that is no failure.
process.stdout.on("error", (error: NodeJS.ErrnoException) => process.exit(error.code === "EPIPE" ? 0 : 1));

const argv = process.argv.slice(2);
main(argv)
  .catch((error: unknown) => {
    explain(error, argv.includes("--json"));
    return error instanceof UsageError ? 2 : 1;
  })
  .then((code) => process.stdout.write("", () => process.exit(code)));
