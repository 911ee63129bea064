import type { Call, Expr } from "../ast";
import type { Block } from "../blocks";
import { parseFor, parseIf, parseLoop, parseSub, parseSwitch, parseValues } from "../control-parser";
import { asText } from "../convert";
import { scriptError } from "../errors";
import type { RawStatement } from "../split";
import { isTrue } from "./evaluate";
import { valuesOfField } from "./field-values";
import type { Flow, Interpreter } from "./flow";
import { isGiven } from "./given";
import type { Evaluated } from "./run";
import { settleAll } from "./settle";

export type ControlBlock = Exclude<Block, { type: "statement" }>;

/** Runs IF, FOR, DO and SWITCH, and takes note of a SUB. */
export async function runControl(it: Interpreter, block: ControlBlock): Promise<Flow> {
  if (block.type === "sub") return defineSub(it, block);
  const { subs } = it.run;
  // A SUB that a control statement defines can be called inside that statement only.
  it.run.subs = new Map(subs);
  try {
    return await runBlock(it, block);
  } finally {
    it.run.subs = subs;
  }
}

function runBlock(it: Interpreter, block: Exclude<ControlBlock, { type: "sub" }>): Promise<Flow> {
  switch (block.type) {
    case "if":
      return ifBlock(it, block);
    case "for":
      return forBlock(it, block);
    case "do":
      return doBlock(it, block);
    case "switch":
      return switchBlock(it, block);
  }
}

function defineSub(it: Interpreter, { head, body }: Extract<Block, { type: "sub" }>): Promise<Flow> {
  return it.placed<Flow>(head, async () => {
    const { name, params } = parseSub((await it.expand(head)).source);
    it.run.subs.set(name, { name, params, body });
    return "next";
  });
}

/** Runs the body of a loop, which EXIT can leave. */
async function loopBody(it: Interpreter, kind: "for" | "do", body: Block[]): Promise<Flow> {
  const { open } = it.run;
  open[kind]++;
  try {
    return await it.blocks(body);
  } finally {
    open[kind]--;
  }
}

async function ifBlock(it: Interpreter, block: Extract<Block, { type: "if" }>): Promise<Flow> {
  for (const { head, body } of block.branches) {
    const chosen = await it.placed(head, async () => {
      if (head.word === "else") return true;
      return isTrue(it.run, parseIf((await it.expand(head)).source));
    });
    if (chosen) return it.blocks(body);
  }
  return "next";
}

async function forBlock(it: Interpreter, block: Extract<Block, { type: "for" }>): Promise<Flow> {
  const { head, body } = block;
  const { values, variable } = await it.placed(head, async () => {
    const { source, given } = await it.expand(head);
    const parsed = parseFor(source);
    const list =
      parsed.kind === "each" ? await eachValues(it, parsed.items, given) : await countValues(it, parsed);
    return { values: list, variable: parsed.variable };
  });
  let rounds = 0;
  for (const value of values) {
    checkRounds(it, head, ++rounds);
    const { text, number, given } = value;
    it.run.variables.set(variable, {
      text: text ?? "",
      ...(number === null ? {} : { number }),
      given: given ?? false,
    });
    const flow = await loopBody(it, "for", body);
    if (flow === "for") break;
    if (flow !== "next") return flow;
  }
  return "next";
}

async function countValues(
  it: Interpreter,
  parsed: {
    from: Expr;
    to: Expr;
    step: Expr | null;
  },
): Promise<Iterable<LoopValue>> {
  const number = async (expr: Expr) => {
    const { number: value } = await it.run.evaluate(expr);
    if (value === null) throw scriptError("script.value", "A bound of FOR is no number.", { at: expr.at });
    return value;
  };
  const [from, to] = [await number(parsed.from), await number(parsed.to)];
  const step = parsed.step ? await number(parsed.step) : 1;
  if (step === 0) throw scriptError("script.value", "The STEP of FOR is 0.", { at: parsed.from.at });
  return counting(from, to, step);
}

/** A value of a loop; `given` ones are data, and escaped inside quotes. */
type LoopValue = Evaluated & { given?: boolean };

async function eachValues(it: Interpreter, items: Expr[], given: boolean): Promise<LoopValue[]> {
  const values: LoopValue[] = [];
  for (const item of items) {
    if (item.kind === "call" && (item.name === "filelist" || item.name === "dirlist"))
      values.push(...(await pathValues(it, item)));
    else if (item.kind === "call" && item.name === "fieldvaluelist")
      values.push(...(await fieldValues(it, item)));
    else values.push({ ...(await it.run.evaluate(item)), given: given || isGiven(it.run, item) });
  }
  return values;
}

async function fieldValues(it: Interpreter, call: Extract<Expr, { kind: "call" }>): Promise<LoopValue[]> {
  const [field] = call.args;
  const name = field?.kind === "text" ? field.value : "";
  await settleAll(it.run);
  const known = valuesOfField(it.run, name);
  if (!known) return [];
  const limit = it.run.host.limits.loopRounds + 1;
  const rows = await it.run.db.rows(
    `SELECT v FROM (SELECT ${asText(known.value, it.run.variables.settings)} AS v, row_number() OVER () AS o FROM (${known.sql})) WHERE v IS NOT NULL GROUP BY v ORDER BY min(o) LIMIT ${limit}`,
  );
  return rows.map(([value]) => ({ text: String(value), number: null, given: true }));
}

/** Paths of the files or folders a mask means, by name; what names they have is up to others. */
async function pathValues({ run }: Interpreter, call: Call): Promise<LoopValue[]> {
  const [mask, extra] = call.args;
  if (!mask || extra)
    throw scriptError("script.syntax", `${call.written}() takes one path with * and ?.`, { at: call.at });
  const { text } = await run.evaluate(mask);
  const paths =
    call.name === "dirlist"
      ? await run.host.folders(text ?? "")
      : (await run.host.files(text ?? "")).map((f) => f.lib);
  return paths.map((path) => ({ text: path, number: null, given: true }));
}

async function doBlock(it: Interpreter, block: Extract<Block, { type: "do" }>): Promise<Flow> {
  const { head, tail, body } = block;
  const goesOn = (raw: RawStatement) =>
    it.placed(raw, async () => {
      const loop = parseLoop((await it.expand(raw)).source);
      return !loop || (await isTrue(it.run, loop.condition)) !== loop.until;
    });
  let rounds = 0;
  while (await goesOn(head)) {
    checkRounds(it, head, ++rounds);
    const flow = await loopBody(it, "do", body);
    if (flow === "do") break;
    if (flow !== "next") return flow;
    if (!(await goesOn(tail))) break;
  }
  return "next";
}

async function switchBlock(it: Interpreter, block: Extract<Block, { type: "switch" }>): Promise<Flow> {
  const { head, cases } = block;
  const subject = await it.placed(head, async () => parseSwitch((await it.expand(head)).source));
  for (const { head: caseHead, body } of cases) {
    const chosen = await it.placed(caseHead, async () => {
      if (caseHead.word === "default") return true;
      const values = parseValues((await it.expand(caseHead)).source);
      const args = [subject, ...values];
      return isTrue(it.run, {
        kind: "call",
        name: "match",
        written: "Match",
        args,
        distinct: false,
        at: subject.at,
      });
    });
    if (chosen) return it.blocks(body);
  }
  return "next";
}

function checkRounds(it: Interpreter, head: RawStatement, rounds: number): void {
  const most = it.run.host.limits.loopRounds;
  if (rounds > most)
    throw scriptError(
      "script.limit",
      `This loop goes on for more than ${most.toLocaleString("en")} rounds.`,
      {
        at: head.at,
      },
    );
}

function* counting(from: number, to: number, step: number): Generator<LoopValue> {
  // Multiplying keeps 0.1 steps from drifting.
  for (let i = 0; ; i++) {
    const value = from + i * step;
    if (step > 0 ? value > to + 1e-9 : value < to - 1e-9) return;
    const rounded = Math.round(value * 1e9) / 1e9;
    yield { text: String(rounded), number: rounded };
  }
}
