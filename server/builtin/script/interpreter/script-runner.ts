import { scrub } from "@/server/shared/logger";
import type { SourceText } from "../ast";
import { type Block, buildBlocks } from "../blocks";
import { isAppError, scriptError, withPlace } from "../errors";
import { type Expanded, expand } from "../expand";
import { parseExpression } from "../expression-parser";
import { mayFeed } from "../prefix-parser";
import { type RawStatement, splitStatements } from "../split";
import { parseStatement } from "../statement-parser";
import type { Statement, TableStatement } from "../statements";
import { callSub } from "./call-sub";
import { type ControlBlock, runControl } from "./control";
import { isTrue } from "./evaluate";
import type { Flow, Interpreter } from "./flow";
import { isGiven, readsGiven } from "./given";
import { partly, runsNow } from "./partial";
import type { Run } from "./run";
import { runPlain } from "./statements";
import { runTable, type TableChain } from "./table-statement";

/** Runs the tree of a script, expanding and parsing each statement when its turn comes. */
export class ScriptRunner implements Interpreter {
  readonly run: Run;
  /** Place of every statement of the script itself, for progress; included ones have that of their `$(Include`. */
  private readonly numbers: Map<RawStatement, number>;
  private depth = 0;

  constructor(run: Run, statements: RawStatement[]) {
    this.run = run;
    this.numbers = new Map(statements.map((s, i) => [s, i + 1]));
  }

  async blocks(blocks: Block[]): Promise<Flow> {
    for (let i = 0; i < blocks.length; ) {
      const block = blocks[i];
      if (!block) break;
      if (block.type === "statement") {
        const rest = blocks.slice(i + 1).map((b) => (b.type === "statement" ? b.statement : undefined));
        const { flow, taken } = await this.statement(block.statement, rest);
        if (flow !== "next") return flow;
        i += 1 + taken;
      } else {
        const flow = await this.control(block);
        if (flow !== "next") return flow;
        i++;
      }
    }
    return "next";
  }

  /** Where the script goes on after errors, a control statement that fails is left out with all that stands in it. */
  private async control(block: ControlBlock): Promise<Flow> {
    try {
      return await runControl(this, block);
    } catch (error) {
      this.run.errors.survive(error);
      this.run.progress.abandon();
      return "next";
    }
  }

  /** Runs one statement, with the loads below it that feed it; tells how many of `rest` it took. */
  private async statement(
    raw: RawStatement,
    rest: (RawStatement | undefined)[],
  ): Promise<{ flow: Flow; taken: number }> {
    const fed = { taken: 0 };
    try {
      return { flow: await this.placed(raw, () => this.perform(raw, rest, fed)), taken: fed.taken };
    } catch (error) {
      this.run.errors.survive(error);
      this.run.progress.abandon();
      return { flow: "next", taken: fed.taken };
    }
  }

  private async perform(
    raw: RawStatement,
    rest: (RawStatement | undefined)[],
    fed: { taken: number },
  ): Promise<Flow> {
    const expanded = await this.expand(raw);
    if (expanded.source.text.trim() === "") return "next";
    // A value from outside is data: it never becomes a script of its own.
    if (raw.source.text.startsWith("$(") && !expanded.given) return this.nested(expanded.source);
    const statement = await this.chosen(parseStatement(expanded.source), rest, fed);
    if (!statement) return "next";
    if (statement.kind === "exit") return this.exit(statement);
    if (statement.kind === "call") return callSub(this, statement);
    const started = Date.now();
    if (statement.kind !== "table") {
      const now = partly(this.run, statement);
      if (!now) return "next";
      const given = expanded.given || readsGiven(this.run, now);
      const told = await runPlain(this.run, now, { given, at: raw.at });
      if (told) this.log(raw, told, started);
    } else {
      const { table, rows, fields } = await runTable(this.run, await this.chain(statement, rest, fed));
      this.log(raw, `${table}: ${rows.toLocaleString("en")} rows, ${fields} fields`, started);
    }
    this.run.errors.succeeded();
    return "next";
  }

  /**
   * The statement that is to be run now: that of WHEN or UNLESS where its condition holds. Undefined: none; the loads
   * below that feed it are left out with it.
   */
  private async chosen(
    statement: Statement,
    rest: (RawStatement | undefined)[],
    fed: { taken: number },
  ): Promise<Exclude<Statement, { kind: "conditional" }> | undefined> {
    if (statement.kind === "conditional") {
      const { condition, unless, statement: inner } = statement;
      if ((await isTrue(this.run, condition)) !== unless) return this.chosen(inner, rest, fed);
      if (inner.kind === "table") await this.chain(inner, rest, fed);
      return undefined;
    }
    if (statement.kind === "map") return runsNow(this.run, statement) ? statement : undefined;
    if (statement.kind !== "table" || runsNow(this.run, statement)) return statement;
    await this.chain(statement, rest, fed);
    return undefined;
  }

  /** Statements that came out of an expansion (an include, mostly) are a script of their own. */
  private async nested(source: SourceText): Promise<Flow> {
    if (++this.depth > this.run.host.limits.expansionDepth)
      throw scriptError("script.recursion", "Files include each other without end.");
    try {
      return await this.blocks(buildBlocks(splitStatements(source)));
    } finally {
      this.depth--;
    }
  }

  /** Adds the statements below that feed a LOAD without a source; `fed` counts them, also where one of them fails. */
  private async chain(
    head: TableStatement,
    rest: (RawStatement | undefined)[],
    fed: { taken: number },
  ): Promise<TableChain> {
    const loads = head.load ? [head.load] : [];
    let current = head;
    while (current.load && !current.load.source) {
      const raw = rest[fed.taken];
      if (!raw) break;
      const { source } = await this.expand(raw);
      if (!mayFeed(source.text)) break;
      fed.taken++;
      const statement = parseStatement(source);
      if (statement.kind !== "table") break;
      if (statement.label || statement.reload || statement.prefix.kind !== "none") {
        fed.taken--;
        break;
      }
      current = statement;
      if (statement.load) loads.push(statement.load);
    }
    return { head, loads, ...(current.select ? { select: current.select } : {}) };
  }

  private async exit(statement: Extract<Statement, { kind: "exit" }>): Promise<Flow> {
    const { condition, unless, from } = statement;
    if (from !== "script" && this.run.open[from] === 0)
      throw scriptError("script.syntax", `EXIT ${from.toUpperCase()} leaves nothing here.`, {
        advice: `It stands inside ${from === "sub" ? "a SUB that is called" : `a ${from.toUpperCase()} loop`}; EXIT SCRIPT ends the reload.`,
      });
    return !condition || (await isTrue(this.run, condition)) !== unless ? from : "next";
  }

  expand(raw: RawStatement): Promise<Expanded> {
    const { run } = this;
    const verbatim = run.variables.get("StripComments")?.text === "0" && /^(sql|select)$/.test(raw.word);
    const source = verbatim ? { text: raw.original, place: raw.source.place } : raw.source;
    return expand(source, {
      variable: (name) => run.variables.get(name),
      number: (name) => run.variables.numberText(name),
      evaluate: async (text) => {
        const expr = parseExpression(text);
        return { text: (await run.evaluate(expr)).text ?? "", given: isGiven(run, expr) };
      },
      include: (path) => run.host.include(path),
      includesStatements: source.text.startsWith("$("),
      maxDepth: run.host.limits.expansionDepth,
    });
  }

  /** Counts the statement, and gives errors its place and text. */
  async placed<T>(raw: RawStatement, work: () => Promise<T>): Promise<T> {
    const { host, progress } = this.run;
    host.signal.throwIfAborted();
    const number = this.numbers.get(raw);
    if (number) progress.atStatement(number, raw.at.line);
    try {
      if (++this.run.executed > host.limits.statements)
        throw scriptError(
          "script.limit",
          `More than ${host.limits.statements.toLocaleString("en")} statements were run.`,
        );
      return await work();
    } catch (error) {
      if (!isAppError(error) || typeof error.options.params?.statement === "string") throw error;
      throw withPlace(error, { ...raw.at, statement: await this.shown(raw) });
    }
  }

  /** The statement as expanded, without what looks like a secret, at most 500 characters. */
  private async shown(raw: RawStatement): Promise<string> {
    // Data in the access section name people.
    if (this.run.catalog.section === "access") return /^[^['"$]*/.exec(raw.source.text)?.[0].trim() ?? "";
    const text = await this.expand(raw).then(
      ({ source }) => source.text,
      () => raw.source.text,
    );
    const clean = scrub(text).trim();
    return clean.length > 500 ? `${clean.slice(0, 500)}…` : clean;
  }

  private log(raw: RawStatement, told: string, started: number): void {
    this.run.host.log("info", "script", `Line ${raw.at.line}: ${scrub(told)}, ${Date.now() - started} ms`);
  }
}
