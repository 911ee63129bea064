import type { Kinds } from "../state/wishes";
import { filters } from "./filters";
import { kpi } from "./kpi";
import { text } from "./text";

/** Kinds that need no chart library. */
export const plainKinds: Kinds = { filters, kpi, text };
