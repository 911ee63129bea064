import { scrub } from "@/server/shared/logger";
import type { Expr, SourceText } from "../ast";
import { type Block, buildBlocks } from "../blocks";
import { parseFor, parseIf, parseLoop, parseSub, parseValues } from "../control-parser";
import { isAppError, nearest, scriptError, withPlace } from "../errors";
import { expand } from "../expand";
import { parseExpression } from "../expression-parser";
import { type RawStatement, splitStatements } from "../split";
import { parseStatement } from "../statement-parser";
import type { Statement, TableStatement } from "../statements";
import { isTrue } from "./evaluate";
import { valuesOfField } from "./field-values";
import type { Evaluated, Run } from "./run";
import { runPlain } from "./statements";
import { runTable, type TableChain } from "./table-statement";

/** What a block of statements ended with; anything but "next" leaves the blocks around it, too. */
type Flow = "next" | "for" | "do" | "sub" | "script";

interface Expanded {
  source: SourceText;
  given: boolean;
}

/** Runs the tree of a script, expanding and parsing each statement when its turn comes. */
export class ScriptRunner {
  private readonly run: Run;
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

  /** Runs one statement, with the loads below it that feed it; tells how many of `rest` it took. */
  private async statement(
    raw: RawStatement,
    rest: (RawStatement | undefined)[],
  ): Promise<{ flow: Flow; taken: number }> {
    let taken = 0;
    const flow = await this.placed(raw, async (): Promise<Flow> => {
      const expanded = await this.expand(raw);
      if (expanded.source.text.trim() === "") return "next";
      if (raw.source.text.startsWith("$(")) return this.nested(expanded.source);
      const statement = parseStatement(expanded.source);
      if (statement.kind === "exit") return this.exit(statement);
      if (statement.kind === "call") return this.call(statement);
      const started = Date.now();
      if (statement.kind !== "table") {
        const told = await runPlain(this.run, statement, expanded.given || this.readsGiven(statement));
        if (told) this.log(raw, told, started);
        return "next";
      }
      const chain = await this.chain(statement, rest);
      taken = chain.taken;
      const { table, rows, fields } = await runTable(this.run, chain.chain);
      this.log(raw, `${table}: ${rows.toLocaleString("en")} rows, ${fields} fields`, started);
      return "next";
    });
    return { flow, taken };
  }

  /** Statements that came out of an expansion (an include, mostly) are a script of their own. */
  private async nested(source: SourceText): Promise<Flow> {
    if (++this.depth > this.run.host.limits.expansionDepth)
      throw scriptError("script.recursion", "Files include each other without end.");
    const flow = await this.blocks(buildBlocks(splitStatements(source)));
    this.depth--;
    return flow;
  }

  /** Adds the statements below that feed a LOAD without a source. */
  private async chain(
    head: TableStatement,
    rest: (RawStatement | undefined)[],
  ): Promise<{ chain: TableChain; taken: number }> {
    const loads = head.load ? [head.load] : [];
    let current = head;
    let taken = 0;
    while (current.load && !current.load.source) {
      const raw = rest[taken];
      if (!raw) break;
      const statement = parseStatement((await this.expand(raw)).source);
      if (statement.kind !== "table" || statement.label || statement.prefix.kind !== "none") break;
      taken++;
      current = statement;
      if (statement.load) loads.push(statement.load);
    }
    return { chain: { head, loads, ...(current.select ? { select: current.select } : {}) }, taken };
  }

  private async control(block: Exclude<Block, { type: "statement" }>): Promise<Flow> {
    switch (block.type) {
      case "if":
        return this.ifBlock(block);
      case "for":
        return this.forBlock(block);
      case "do":
        return this.doBlock(block);
      case "switch":
        return this.switchBlock(block);
      case "sub":
        return this.placed(block.head, async () => {
          const { name, params } = parseSub((await this.expand(block.head)).source);
          this.run.subs.set(name, { name, params, body: block.body });
          return "next";
        });
    }
  }

  private async ifBlock(block: Extract<Block, { type: "if" }>): Promise<Flow> {
    for (const { head, body } of block.branches) {
      const chosen = await this.placed(head, async () => {
        if (head.word === "else") return true;
        return isTrue(this.run, parseIf((await this.expand(head)).source));
      });
      if (chosen) return this.blocks(body);
    }
    return "next";
  }

  private async forBlock(block: Extract<Block, { type: "for" }>): Promise<Flow> {
    const { head, body } = block;
    const { values, variable } = await this.placed(head, async () => {
      const parsed = parseFor((await this.expand(head)).source);
      const list =
        parsed.kind === "each" ? await this.eachValues(parsed.items) : await this.countValues(parsed);
      return { values: list, variable: parsed.variable };
    });
    let rounds = 0;
    for (const value of values) {
      this.checkRounds(head, ++rounds);
      this.assign(variable, value);
      const flow = await this.blocks(body);
      if (flow === "for") break;
      if (flow !== "next") return flow;
    }
    return "next";
  }

  private async countValues(parsed: {
    from: Expr;
    to: Expr;
    step: Expr | null;
  }): Promise<Iterable<Evaluated>> {
    const number = async (expr: Expr) => {
      const { number: value } = await this.run.evaluate(expr);
      if (value === null) throw scriptError("script.value", "A bound of FOR is no number.", { at: expr.at });
      return value;
    };
    const [from, to] = [await number(parsed.from), await number(parsed.to)];
    const step = parsed.step ? await number(parsed.step) : 1;
    if (step === 0) throw scriptError("script.value", "The STEP of FOR is 0.", { at: parsed.from.at });
    return counting(from, to, step);
  }

  private async eachValues(items: Expr[]): Promise<Evaluated[]> {
    const values: Evaluated[] = [];
    for (const item of items) {
      if (item.kind === "call" && item.name === "fieldvaluelist")
        values.push(...(await this.fieldValues(item)));
      else values.push(await this.run.evaluate(item));
    }
    return values;
  }

  private async fieldValues(call: Extract<Expr, { kind: "call" }>): Promise<Evaluated[]> {
    const [field] = call.args;
    const name = field?.kind === "text" ? field.value : "";
    const known = valuesOfField(this.run, name);
    if (!known) return [];
    const limit = this.run.host.limits.loopRounds + 1;
    const rows = await this.run.db.rows(
      `SELECT v FROM (SELECT CAST(v AS VARCHAR) AS v, row_number() OVER () AS o FROM (${known.sql})) WHERE v IS NOT NULL GROUP BY v ORDER BY min(o) LIMIT ${limit}`,
    );
    return rows.map(([value]) => ({ text: String(value), number: null }));
  }

  private async doBlock(block: Extract<Block, { type: "do" }>): Promise<Flow> {
    const { head, tail, body } = block;
    const goesOn = (raw: RawStatement) =>
      this.placed(raw, async () => {
        const loop = parseLoop((await this.expand(raw)).source);
        return !loop || (await isTrue(this.run, loop.condition)) !== loop.until;
      });
    let rounds = 0;
    while (await goesOn(head)) {
      this.checkRounds(head, ++rounds);
      const flow = await this.blocks(body);
      if (flow === "do") break;
      if (flow !== "next") return flow;
      if (!(await goesOn(tail))) break;
    }
    return "next";
  }

  private async switchBlock(block: Extract<Block, { type: "switch" }>): Promise<Flow> {
    const { head, cases } = block;
    const subject = await this.placed(head, async () => parseValues((await this.expand(head)).source)[0]);
    for (const { head: caseHead, body } of cases) {
      const chosen = await this.placed(caseHead, async () => {
        if (caseHead.word === "default" || !subject) return true;
        const values = parseValues((await this.expand(caseHead)).source);
        const args = [subject, ...values];
        return isTrue(this.run, {
          kind: "call",
          name: "match",
          written: "Match",
          args,
          distinct: false,
          at: subject.at,
        });
      });
      if (chosen) return this.blocks(body);
    }
    return "next";
  }

  private async exit(statement: Extract<Statement, { kind: "exit" }>): Promise<Flow> {
    const { condition, unless, from } = statement;
    return !condition || (await isTrue(this.run, condition)) !== unless ? from : "next";
  }

  private async call({ name, args }: Extract<Statement, { kind: "call" }>): Promise<Flow> {
    const sub = this.run.subs.get(name.value);
    if (!sub) {
      const guess = nearest(name.value, this.run.subs.keys());
      throw scriptError("script.syntax", `There is no SUB "${name.value}" before this CALL.`, {
        at: name.at,
        ...(guess ? { advice: `Did you mean "${guess}"?` } : {}),
      });
    }
    if (++this.depth > this.run.host.limits.expansionDepth)
      throw scriptError("script.recursion", `SUB ${sub.name} calls itself without end.`, { at: name.at });
    const { variables } = this.run;
    const before = sub.params.map((param) => variables.get(param));
    const given = args.some((arg) => arg.kind === "field" && variables.get(arg.name)?.given);
    const values = await Promise.all(args.map((arg) => this.run.evaluate(arg)));
    sub.params.forEach((param, i) => {
      this.assign(param, values[i] ?? { text: null, number: null }, given);
    });
    const flow = await this.blocks(sub.body);
    // An argument that is a plain variable takes over the parameter's last value.
    const after = sub.params.map((param) => variables.get(param));
    sub.params.forEach((param, i) => {
      variables.set(param, before[i]);
    });
    args.forEach((arg, i) => {
      if (arg.kind === "field" && i < sub.params.length) variables.set(arg.name, after[i]);
    });
    this.depth--;
    return flow === "sub" ? "next" : flow;
  }

  private assign(name: string, { text, number }: Evaluated, given = false): void {
    this.run.variables.set(name, { text: text ?? "", ...(number === null ? {} : { number }), given });
  }

  /** Whether a LET is made of a variable that came from outside. */
  private readsGiven(statement: Statement): boolean {
    if (statement.kind !== "let" || !statement.expr) return false;
    const names = JSON.stringify(statement.expr);
    return names.includes('"kind":"field"') && this.fieldsAreGiven(statement.expr);
  }

  private fieldsAreGiven(expr: Expr): boolean {
    if (expr.kind === "field") return this.run.variables.get(expr.name)?.given === true;
    if (expr.kind === "call") return expr.args.some((arg) => this.fieldsAreGiven(arg));
    if (expr.kind === "unary") return this.fieldsAreGiven(expr.operand);
    return expr.kind === "binary" && (this.fieldsAreGiven(expr.left) || this.fieldsAreGiven(expr.right));
  }

  private checkRounds(head: RawStatement, rounds: number): void {
    const most = this.run.host.limits.loopRounds;
    if (rounds > most)
      throw scriptError(
        "script.limit",
        `This loop goes on for more than ${most.toLocaleString("en")} rounds.`,
        {
          at: head.at,
        },
      );
  }

  private expand(raw: RawStatement): Promise<Expanded> {
    const { run } = this;
    const verbatim = run.variables.get("StripComments")?.text === "0" && /^(sql|select)$/.test(raw.word);
    const source = verbatim ? { text: raw.original, place: raw.source.place } : raw.source;
    return expand(source, {
      variable: (name) => run.variables.get(name),
      number: (name) => run.variables.numberText(name),
      evaluate: async (text) => (await run.evaluate(parseExpression(text))).text ?? "",
      include: (path) => run.host.include(path),
      maxDepth: run.host.limits.expansionDepth,
    });
  }

  /** Counts the statement, and gives errors its place and text. */
  private async placed<T>(raw: RawStatement, work: () => Promise<T>): Promise<T> {
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

function* counting(from: number, to: number, step: number): Generator<Evaluated> {
  // Multiplying keeps 0.1 steps from drifting.
  for (let i = 0; ; i++) {
    const value = from + i * step;
    if (step > 0 ? value > to + 1e-9 : value < to - 1e-9) return;
    const rounded = Math.round(value * 1e9) / 1e9;
    yield { text: String(rounded), number: rounded };
  }
}
