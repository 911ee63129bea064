import type { AppError } from "@/server/shared/errors";
import type { Call } from "./ast";
import { unknownFunction, writingFault } from "./compile";
import { SCRIPT_FUNCTIONS } from "./interpreter/library";
import { isMasked } from "./masked";

const BY_NAME = new Map(SCRIPT_FUNCTIONS.map((f) => [f.name.toLowerCase(), f]));
const NAMES = SCRIPT_FUNCTIONS.map((f) => f.name);
/** What FOR EACH goes through; the interpreter knows them there. */
const LISTS = new Set(["filelist", "dirlist", "fieldvaluelist"]);

/**
 * What is wrong with the calls of a statement as they are written: functions there are none of, and wrong numbers of
 * arguments. What an expansion may still change is left alone.
 */
export function callFaults(statement: unknown): AppError[] {
  return callsIn(statement).flatMap((call) => {
    const found = BY_NAME.get(call.name);
    if (LISTS.has(call.name) || isMasked(found ? call.args : call.name)) return [];
    const fault = found ? writingFault(call, found) : unknownFunction(call, NAMES);
    return fault ? [fault] : [];
  });
}

/** Wherever a statement has expressions: in items, conditions, groups, sources, … */
function callsIn(part: unknown): Call[] {
  if (typeof part !== "object" || part === null) return [];
  const below = Object.values(part).flatMap(callsIn);
  return isCall(part) ? [part, ...below] : below;
}

function isCall(part: object): part is Call {
  // A CALL of a SUB is a statement.
  return "kind" in part && part.kind === "call" && "written" in part;
}
