import type { Kinds } from "../state/wishes";
import { button } from "./button";
import { filters } from "./filters";
import { input } from "./input";
import { kpi } from "./kpi";
import { pivot } from "./pivot";
import { table } from "./table";
import { text } from "./text";

/** Kinds that need no chart library. */
export const plainKinds: Kinds = { button, filters, input, kpi, pivot, table, text };
