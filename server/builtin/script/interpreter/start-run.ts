import type { ScriptHost } from "../port";
import { Catalog } from "./catalog";
import { evaluate } from "./evaluate";
import { noRules } from "./field-rules";
import { Notes } from "./notes";
import { startFrom } from "./partial";
import { Progress } from "./progress";
import type { Run } from "./run";
import { ScriptErrors } from "./script-errors";
import { Variables } from "./variables";
import { WorkDb } from "./work-db";

/** What a run knows before its first statement. @param statements how many the script has, for its progress */
export function startRun(host: ScriptHost, statements: number): Run {
  const variables = new Variables(host.variables, host.now, host.zone);
  const warnings = new Set<string>();
  const catalog = new Catalog();
  const run: Run = {
    host,
    kept: new Map(host.kept?.map((kept) => [kept.stored.mark, kept])),
    others: host.others ?? [],
    db: new WorkDb(host.db, host.signal),
    catalog,
    variables,
    mappings: new Map(),
    files: new Map(),
    qvds: new Map(),
    subs: new Map(),
    autoNumbers: new Map(),
    progress: new Progress(statements, host.progress),
    warnings,
    errors: new ScriptErrors({ host, variables, warnings, catalog }),
    qualify: { rules: [] },
    rules: noRules(),
    notes: new Notes(),
    sequences: new Map(),
    session: null,
    sessions: new Map(),
    executed: 0,
    callDepth: 0,
    open: { for: 0, do: 0, sub: 0 },
    parameters: [],
    access: null,
    evaluate: (expr) => evaluate(run, expr),
  };
  startFrom(run, host.previous);
  return run;
}
