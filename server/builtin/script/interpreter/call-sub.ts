import type { Expr } from "../ast";
import { nearest, scriptError } from "../errors";
import type { Statement } from "../statements";
import type { Flow, Interpreter } from "./flow";
import { isGiven } from "./given";
import type { Evaluated, Run, Sub } from "./run";

const MAX_DEPTH = 100;

type Call = Extract<Statement, { kind: "call" }>;

/**
 * Runs a SUB. Arguments are copied in; one that is a plain variable takes over the parameter's last value at the
 * end. Parameters hide variables of their name; all other variables are shared.
 */
export async function callSub(it: Interpreter, { name, args }: Call): Promise<Flow> {
  const { run } = it;
  const sub = findSub(run, name);
  if (run.callDepth >= MAX_DEPTH)
    throw scriptError("script.recursion", `SUB ${sub.name} calls itself without end.`, { at: name.at });
  const values: (Evaluated & { given: boolean })[] = [];
  for (const [i, arg] of args.entries())
    values.push(
      i < sub.params.length && isNewVariable(run, arg)
        ? { text: null, number: null, given: false }
        : { ...(await run.evaluate(arg)), given: isGiven(run, arg) },
    );
  const hidden = sub.params.map((param) => run.variables.get(param));
  sub.params.forEach((param, i) => {
    const { text, number, given } = values[i] ?? { text: null, number: null, given: false };
    run.variables.set(param, { text: text ?? "", ...(number === null ? {} : { number }), given });
  });
  const flow = await inside(run, sub, () => it.blocks(sub.body));
  const after = sub.params.map((param) => run.variables.get(param));
  sub.params.forEach((param, i) => {
    run.variables.set(param, hidden[i]);
  });
  args.forEach((arg, i) => {
    if (arg.kind === "field" && i < sub.params.length) run.variables.set(arg.name, after[i]);
  });
  return flow === "sub" ? "next" : flow;
}

/** Whether an argument names a variable there is none of yet: the SUB makes it. */
function isNewVariable(run: Run, arg: Expr): boolean {
  return arg.kind === "field" && run.variables.get(arg.name) === undefined;
}

/** Runs a SUB's body: with its parameters, with no loop to leave but its own, and with the SUBs it defines for itself. */
async function inside<T>(run: Run, { params }: Sub, work: () => Promise<T>): Promise<T> {
  const { open, parameters, subs } = run;
  run.callDepth++;
  run.open = { for: 0, do: 0, sub: open.sub + 1 };
  run.parameters = params;
  run.subs = new Map(subs);
  try {
    return await work();
  } finally {
    run.callDepth--;
    Object.assign(run, { open, parameters, subs });
  }
}

function findSub(run: Run, name: Call["name"]): Sub {
  const sub = run.subs.get(name.value);
  if (sub) return sub;
  const guess = nearest(name.value, run.subs.keys());
  throw scriptError("script.syntax", `There is no SUB "${name.value}" before this CALL.`, {
    at: name.at,
    advice: guess
      ? `Did you mean "${guess}"?`
      : "A SUB that stands inside IF, FOR, DO, SWITCH or another SUB can be called there only.",
  });
}
