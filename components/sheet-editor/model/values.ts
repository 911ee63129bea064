import type { Control, Part } from "./controls";
import type { Material } from "./new-object";

type Group = Extract<Control, { kind: "group" }>;
type Short = Extract<Control, { kind: "short" }>;
export type Values = Record<string, unknown>;

export const isValues = (value: unknown): value is Values =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** A value that may be one word, as the group it stands for. */
export function expanded({ key }: Short, value: unknown): Values {
  if (isValues(value)) return value;
  return value === undefined ? {} : { [key]: value };
}

/** A group as one word again, where it says nothing else and the format knows the word. */
export function compacted({ key, words }: Short, value: Values): unknown {
  const only = Object.keys(value).length === 1 ? value[key] : undefined;
  if (typeof only === "number") return only;
  if (typeof only !== "string") return value;
  const isWord = words.length > 0 ? words.includes(only) : key === "field" || key === "use";
  return isWord ? only : value;
}

/** A value with another member; undefined takes it away. */
export function withMember(value: Values, key: string, member: unknown): Values {
  const next = { ...value, [key]: member };
  return Object.fromEntries(Object.entries(next).filter(([, own]) => own !== undefined));
}

/** The first value of something new: what the format accepts and a person can go on from. */
export function firstValue(control: Control, material: Material, key = ""): unknown {
  switch (control.kind) {
    case "field":
      return material.fields[0]?.name ?? "Field";
    case "measure":
      return material.measures[0]?.name ?? "measure";
    case "expression":
      return "1";
    case "text":
    case "line":
      return key === "if"
        ? "< 0"
        : key === "by"
          ? "value"
          : key === "bookmark" || key === "sheet"
            ? key
            : "…";
    case "amount":
      return 0;
    case "number":
      return control.min ?? 0;
    case "flag":
      return true;
    case "choice":
      return control.options.includes("neutral") ? "neutral" : control.options[0];
    case "set":
      return control.options.slice(0, 1);
    case "list":
      return Array.from({ length: Math.max(1, control.min) }, (_, i) => nth(control.item, material, i));
    case "group":
      return firstGroup(control, material);
    case "short":
      return compacted(control, firstGroup(control.group, material, control.key));
    case "yaml":
      return key === "select" || key === "set" ? {} : [];
  }
}

/** Different fields for the items of one list. */
function nth(item: Control, material: Material, i: number): unknown {
  if (item.kind === "field") return material.fields[i]?.name ?? firstValue(item, material);
  return firstValue(item, material);
}

function firstGroup({ parts, oneOf }: Group, material: Material, prefer?: string): Values {
  const chosen = oneOf.includes(prefer ?? "") ? prefer : oneOf[0];
  const needed = parts.filter(
    (p) => p.key === chosen || p.key === prefer || (!p.optional && !oneOf.includes(p.key)),
  );
  return Object.fromEntries(needed.map((p: Part) => [p.key, firstValue(p.control, material, p.key)]));
}

/** Which of the members that exclude each other is given. */
export const variantOf = ({ oneOf }: Group, value: Values): string | undefined =>
  oneOf.find((key) => key in value);
