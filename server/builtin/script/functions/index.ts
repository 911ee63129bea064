import type { FunctionDefinition, Scope } from "../scope";
import { aggregations } from "./aggregation";
import { orderedAggregations } from "./aggregation-ordered";
import { classes } from "./classes";
import { colors } from "./color";
import { conditionals } from "./conditional";
import { dates } from "./date";
import { inPeriods } from "./date-in-periods";
import { madeDates } from "./date-make";
import { dateParts } from "./date-parts";
import { periods } from "./date-periods";
import { workDates } from "./date-work";
import { zones } from "./date-zones";
import { distributions } from "./distributions";
import { finances } from "./finance";
import { formats } from "./format";
import { points } from "./geo";
import { json } from "./json";
import { jsonMade } from "./json-made";
import { jsonChanges } from "./json-set";
import { lines } from "./linest";
import { mathematics } from "./mathematics";
import { nulls } from "./null";
import { numbers } from "./number";
import { ranges } from "./range";
import { rates } from "./rates";
import { regexes } from "./regex";
import { significances } from "./significance";
import { statistics } from "./statistics";
import { system } from "./system";
import { texts } from "./text";
import { hashes } from "./text-hash";
import { textParts } from "./text-parts";
import { textSearches } from "./text-search";

/** The library: functions that need nothing but their arguments. Those of a load script are in `../interpreter`. */
export const FUNCTIONS: readonly FunctionDefinition[] = [
  ...aggregations,
  ...orderedAggregations,
  ...statistics,
  ...lines,
  ...distributions,
  ...significances,
  ...conditionals,
  ...classes,
  ...nulls,
  ...texts,
  ...textParts,
  ...textSearches,
  ...hashes,
  ...regexes,
  ...json,
  ...jsonChanges,
  ...jsonMade,
  ...numbers,
  ...mathematics,
  ...finances,
  ...rates,
  ...points,
  ...formats,
  ...dates,
  ...dateParts,
  ...periods,
  ...inPeriods,
  ...madeDates,
  ...workDates,
  ...zones,
  ...ranges,
  ...colors,
  ...system,
];

const BY_NAME = new Map(FUNCTIONS.map((f) => [f.name.toLowerCase(), f]));

/** A function of the library by name, ignoring case. */
export function findFunction(name: string): FunctionDefinition | undefined {
  return BY_NAME.get(name.toLowerCase());
}

/** Names a scope knows, for "did you mean". */
export function functionNames(scope?: Scope): string[] {
  return [...FUNCTIONS, ...(scope?.functions?.values() ?? [])].map((f) => f.name);
}
