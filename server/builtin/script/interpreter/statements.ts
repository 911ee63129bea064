import { scrub } from "@/server/shared/logger";
import type { Place } from "../ast";
import type { Statement } from "../statements";
import { dropFields, dropTables } from "./drop";
import { noteNullVariable } from "./field-rules";
import { runFieldStatement } from "./field-statements";
import { warnOfIgnored } from "./ignored-variables";
import { addRules } from "./qualify";
import { rename } from "./rename";
import type { Run } from "./run";
import { settleForPlain } from "./settle";
import { storeTable } from "./store-table";

/** Statements that neither make rows nor steer the flow. */
export type PlainStatement = Exclude<Statement, { kind: "table" | "exit" | "call" | "conditional" }>;

/**
 * Runs one statement and tells in a few words what it did, for the log.
 * @param known `given`: the statement's text holds a variable from outside; `at`: where it begins
 */
export async function runPlain(
  run: Run,
  statement: PlainStatement,
  known: { given: boolean; at: Place },
): Promise<string> {
  const { given, at } = known;
  await settleForPlain(run, statement);
  switch (statement.kind) {
    case "set":
      warnOfIgnored(run, statement.name, statement.value, at);
      run.variables.set(statement.name, { text: statement.value, given });
      noteNullVariable(
        run.rules,
        statement.name,
        statement.value || statement.quoted ? statement.value : undefined,
      );
      return `SET ${statement.name}`;
    case "let":
      return runLet(run, statement, known);
    case "connect":
      return connect(run, statement.name);
    case "disconnect":
      run.session = null;
      return "DISCONNECT";
    case "section":
      run.catalog.section = statement.section;
      if (statement.section === "access") run.access = { star: run.rules.star ?? "*" };
      return `SECTION ${statement.section.toUpperCase()}`;
    case "drop-tables":
      await dropTables(run, statement.tables);
      return `DROP TABLE ${statement.tables.map((t) => t.value).join(", ")}`;
    case "loosen":
      for (const name of statement.tables) run.catalog.add({ ...run.catalog.find(name), loosened: true });
      return `LOOSEN TABLE ${statement.tables.map((t) => t.value).join(", ")}`;
    case "drop-fields":
      await dropFields(run, statement.fields, statement.from);
      return `DROP FIELD ${statement.fields.map((f) => f.value).join(", ")}`;
    case "rename":
      await rename(run, statement);
      return `RENAME ${statement.what.toUpperCase()}`;
    case "qualify":
      addRules(run, statement.patterns, statement.on);
      return `${statement.on ? "QUALIFY" : "UNQUALIFY"} ${statement.patterns.join(", ")}`;
    case "store":
      return `STORE ${statement.table.value}, ${await storeTable(run, statement)} rows`;
    case "constrain":
      run.variables.constrain(statement.name, statement.constraint);
      return `CONSTRAIN ${statement.name}`;
    case "trace":
      run.host.log("info", "trace", scrub(statement.text));
      return "";
    case "sleep":
      await sleep(statement.ms, run.host.signal);
      return `SLEEP ${statement.ms}`;
    case "alias":
    case "map":
    case "unmap":
    case "null-as-value":
    case "comment":
    case "tag":
    case "autonumber":
    case "star":
    case "idle":
      return runFieldStatement(run, statement, at);
  }
}

async function runLet(
  run: Run,
  statement: Extract<Statement, { kind: "let" }>,
  { given, at }: { given: boolean; at: Place },
): Promise<string> {
  const { name, expr } = statement;
  if (!expr) {
    run.variables.set(name, undefined);
    noteNullVariable(run.rules, name, undefined);
    return `LET ${name}`;
  }
  const { text, number } = await run.evaluate(expr);
  warnOfIgnored(run, name, text ?? "", at);
  noteNullVariable(run.rules, name, text ?? undefined);
  run.variables.set(name, { text: text ?? "", ...(number === null ? {} : { number }), given });
  return `LET ${name}`;
}

async function connect(run: Run, written: string): Promise<string> {
  // A colon means the app's own space: here there is no other.
  const name = written.replace(/^:/, "");
  const session = run.sessions.get(name) ?? (await run.host.connect(name));
  run.sessions.set(name, session);
  run.session = session;
  return `LIB CONNECT TO '${name}'`;
}

function sleep(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const stop = () => {
      clearTimeout(timer);
      reject(signal.reason);
    };
    const timer = setTimeout(
      () => {
        signal.removeEventListener("abort", stop);
        resolve();
      },
      Math.min(ms, 3_600_000),
    );
    signal.addEventListener("abort", stop, { once: true });
  });
}
