import { COLUMN_COLOR, type ColorLooks, colorKeys, KIND_LOOKS } from "@/server/templates/sheet-edit/schemas";
import type { Control, Part } from "./controls";
import type { Kind, Property } from "./kind-facts";

/** A control without what the kind cannot show: colors, labels, drill groups. */
export function shownBy(kind: Kind, property: Property, control: Control): Control {
  const { color, label, drill } = KIND_LOOKS[kind];
  if (property === "label") return label ? { kind: "choice", options: label } : control;
  if (property === "color") return color ? withParts(control, (all) => colorParts(all, color)) : control;
  if (property === "columns" && kind === "table") return withParts(control, columnParts);
  if (drill === "none" && ["axes", "rows", "columns"].includes(property))
    return withParts(control, (all) => all.filter(({ key }) => key !== "drill"));
  return control;
}

/** The control with other parts in its groups, also those inside a list. */
function withParts(control: Control, change: (parts: readonly Part[]) => Part[]): Control {
  if (control.kind === "list") return { ...control, item: withParts(control.item, change) };
  if (control.kind === "short")
    return { ...control, group: { ...control.group, ...changed(control.group, change) } };
  return control.kind === "group" ? { ...control, ...changed(control, change) } : control;
}

function changed(group: Extract<Control, { kind: "group" }>, change: (parts: readonly Part[]) => Part[]) {
  const parts = change(group.parts);
  const keys = parts.map(({ key }) => key);
  return { parts, oneOf: group.oneOf.filter((key) => keys.includes(key)) };
}

function colorParts(parts: readonly Part[], looks: ColorLooks): Part[] {
  const options: Record<string, readonly string[] | undefined> = { by: looks.by, per: looks.per };
  const keys = colorKeys(looks);
  return parts
    .filter(({ key }) => keys.some((known) => known === key))
    .map((part) => {
      const own = options[part.key];
      return own ? { ...part, control: { kind: "choice", options: own } } : part;
    });
}

const columnParts = (parts: readonly Part[]): Part[] =>
  parts.map((part) =>
    part.key === "color"
      ? { ...part, control: withParts(part.control, (all) => colorParts(all, COLUMN_COLOR)) }
      : part,
  );
