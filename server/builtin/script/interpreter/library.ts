import { FUNCTIONS } from "../functions";
import type { FunctionDefinition } from "../scope";
import type { Level } from "./level";
import { rowFunctions } from "./row-functions";

/** Definitions look at their level only when a call of them is compiled; here they are only listed. */
const NOWHERE = {} as Level;

/** Every function a load script may call; one that is meant otherwise in a script is listed as it is there. */
export const SCRIPT_FUNCTIONS: readonly FunctionDefinition[] = [
  ...new Map(
    [...FUNCTIONS, ...rowFunctions(NOWHERE).values()].map((f) => [f.name.toLowerCase(), f]),
  ).values(),
];
