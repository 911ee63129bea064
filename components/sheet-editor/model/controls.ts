import type { z } from "zod";
import * as parts from "@/server/templates/sheet-edit/schemas";
import { shownBy } from "./kind-controls";
import { KIND_FACTS, type Kind, type Property } from "./kind-facts";
import {
  bulletRow,
  fieldMap,
  pivotTotals,
  tableColumn,
  tableTotals,
  variableMap,
  waterfallTotal,
} from "./kind-schemas";

/** How a value of the sheet's schema is edited. */
export type Control =
  | { kind: "text" | "expression" | "field" | "measure" | "line" | "flag" | "yaml" }
  | { kind: "number"; integer: boolean; min?: number; max?: number }
  | { kind: "choice"; options: readonly string[] }
  | { kind: "set"; options: readonly string[] }
  /** A number or an expression. */
  | { kind: "amount" }
  | { kind: "list"; item: Control; min: number; max: number }
  | { kind: "group"; parts: readonly Part[]; oneOf: readonly string[] }
  /** A group that may be written as one word: that of `key`. */
  | { kind: "short"; key: string; group: Extract<Control, { kind: "group" }>; words: readonly string[] };

export interface Part {
  key: string;
  optional: boolean;
  control: Control;
}

type Schema = z.core.$ZodType;
type Def = z.core.$ZodTypeDef & {
  innerType?: Schema;
  options?: readonly Schema[];
  element?: Schema;
  shape?: Record<string, Schema>;
  entries?: Record<string, string>;
  format?: string;
};

const defOf = (schema: Schema) => schema._zod.def as Def;

const NAMED = new Map<Schema, Control>([
  [parts.text, { kind: "text" }],
  [parts.expression, { kind: "expression" }],
  [parts.fieldName, { kind: "field" }],
  [parts.slug, { kind: "measure" }],
]);

/** The control of a schema of the sheet format; what has no control of its own is edited as YAML. */
export function controlOf(schema: Schema): Control {
  const named = NAMED.get(schema);
  if (named) return named;
  const def = defOf(schema);
  switch (def.type) {
    case "optional":
      return def.innerType ? controlOf(def.innerType) : { kind: "yaml" };
    case "enum":
      return { kind: "choice", options: Object.values(def.entries ?? {}) };
    case "boolean":
      return { kind: "flag" };
    case "string":
      return { kind: "line" };
    case "number":
      return numberControl(def);
    case "array":
      return listControl(def);
    case "object":
      return groupControl(schema, def);
    case "union":
      return unionControl(def.options ?? []);
    default:
      return { kind: "yaml" };
  }
}

interface Check {
  check: string;
  value?: number;
  minimum?: number;
  maximum?: number;
}

/** What a schema's checks ask of numbers (`value`) and of lists (`minimum`, `maximum`). */
const checksOf = (def: Def) => (def.checks ?? []).map(({ _zod }) => _zod.def as unknown as Check);

function numberControl(def: Def): Control {
  const limit = (check: string) => checksOf(def).find((c) => c.check === check)?.value;
  const [min, max] = [limit("greater_than"), limit("less_than")];
  return {
    kind: "number",
    integer: def.format === "safeint",
    ...(min === undefined ? {} : { min }),
    ...(max === undefined ? {} : { max }),
  };
}

function listControl(def: Def): Control {
  const { min = 0, max = 100 } = lengthOf(def);
  const item = def.element ? controlOf(def.element) : ({ kind: "yaml" } as const);
  if (item.kind === "yaml") return item;
  if (item.kind === "choice") return { kind: "set", options: item.options };
  return { kind: "list", item, min, max };
}

/** Fewest and most items, by the checks of a list's schema. */
function lengthOf(def: Def): { min?: number; max?: number } {
  const checks = checksOf(def);
  const min = checks.find((c) => c.minimum !== undefined)?.minimum;
  const max = checks.find((c) => c.maximum !== undefined)?.maximum;
  return { ...(min === undefined ? {} : { min }), ...(max === undefined ? {} : { max }) };
}

/** `oneOf` as `oneOfKeys` notes it in the schema's metadata. */
function groupControl(schema: Schema, def: Def): Extract<Control, { kind: "group" }> {
  const meta = (schema as z.ZodType).meta?.() as { oneOf?: { required: string[] }[] } | undefined;
  return {
    kind: "group",
    oneOf: meta?.oneOf?.flatMap((o) => o.required) ?? [],
    parts: Object.entries(def.shape ?? {}).map(([key, value]) => ({
      key,
      optional: defOf(value).type === "optional",
      control: controlOf(value),
    })),
  };
}

/** The word a group may be written as, by a key that only that group has. */
const SHORT_KEYS = ["field", "use", "by", "kind", "value"] as const;

function unionControl(options: readonly Schema[]): Control {
  const controls = options.map(controlOf);
  const kinds = controls.map((c) => c.kind);
  const group = controls.find((c) => c.kind === "group");
  if (!group)
    return kinds.includes("number") && kinds.includes("expression") ? { kind: "amount" } : { kind: "yaml" };
  const keys = group.parts.map((p) => p.key);
  const given = options.find((_, i) => controls[i] !== group);
  const key =
    given === parts.slug
      ? "use"
      : given === parts.fieldName
        ? "field"
        : SHORT_KEYS.find((k) => keys.includes(k));
  if (controls.length !== 2 || key === undefined) return { kind: "yaml" };
  const words = controls.flatMap((c) => (c.kind === "choice" ? c.options : []));
  return { kind: "short", key, group, words };
}

/** Schemas of one kind's properties where the format itself leaves more open than the kind can use. */
const OWN: Partial<Record<Kind, Partial<Record<Property, Schema>>>> = {
  bullet: { rows: bulletRow },
  pivot: { rows: parts.dimension, columns: parts.dimension, totals: pivotTotals },
  table: { columns: tableColumn, totals: tableTotals },
  waterfall: { total: waterfallTotal },
};

/** The control of a property of an object, with just what its kind can show. */
export function propertyControl(kind: Kind, property: Property): Control {
  return shownBy(kind, property, wholeControl(kind, property));
}

function wholeControl(kind: Kind, property: Property): Control {
  const facts = KIND_FACTS[kind];
  if (property === "axes") return listOf(parts.dimension, facts.axes);
  if (property === "figures") return listOf(parts.measureUse, facts.figures);
  if (property === "as") return { kind: "choice", options: facts.as ?? [] };
  if (property === "do") return actionsControl();
  const own = OWN[kind]?.[property];
  const shape = defOf(parts.sheetObject).shape ?? {};
  const whole = shape[property];
  if (own && (property === "rows" || property === "columns"))
    return listOf(own, [0, property === "rows" ? 12 : 40]);
  if (own) return controlOf(own);
  if (property === "text") return { kind: "text" };
  if (property === "compare") return { kind: "measure" };
  return whole ? controlOf(whole) : { kind: "yaml" };
}

const listOf = (item: Schema, [min, max]: readonly [number, number] = [0, 1]): Control => ({
  kind: "list",
  item: controlOf(item),
  min,
  max,
});

/** What a button does: exactly one of these each. */
function actionsControl(): Control {
  const part = (key: string, control: Control): Part => ({ key, optional: true, control });
  const actions = [
    part("select", controlOf(fieldMap)),
    part("clear", { kind: "list", item: { kind: "field" }, min: 0, max: 12 }),
    part("set", controlOf(variableMap)),
    part("bookmark", { kind: "line" }),
    part("sheet", { kind: "line" }),
  ];
  const group: Control = { kind: "group", oneOf: actions.map((a) => a.key), parts: actions };
  return { kind: "list", item: group, min: 0, max: 4 };
}
