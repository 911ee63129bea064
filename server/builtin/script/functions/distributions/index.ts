import type { FunctionDefinition } from "../../scope";
import { continuous } from "./continuous";
import { counted } from "./counted";

/** Densities, probabilities and their inverses, as SQL. */
export const distributions: FunctionDefinition[] = [...continuous, ...counted];
