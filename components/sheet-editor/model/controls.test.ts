import { expect, test } from "vitest";
import { OBJECT_KINDS } from "@/server/templates/sheet-edit/schemas";
import { type Control, propertyControl } from "./controls";
import { KIND_FACTS, type Property } from "./kind-facts";

const properties = (kind: keyof typeof KIND_FACTS): Property[] => {
  const { data, look, behaviour } = KIND_FACTS[kind];
  return [...data, ...look, ...behaviour];
};
/** Free by nature: values of any type. */
const FREE = new Set(["expanded", "choices"]);

test.each(OBJECT_KINDS)("every property of %s has a control", (kind) => {
  for (const property of properties(kind))
    if (!FREE.has(property)) expect([property, propertyControl(kind, property).kind]).not.toContain("yaml");
});

const part = (control: Control, key: string) => {
  const group = control.kind === "short" ? control.group : control;
  return group.kind === "group" ? group.parts.find((p) => p.key === key)?.control : undefined;
};

test("a dimension is a field, an expression or a drill, with all its details", () => {
  const list = propertyControl("bar", "axes");
  expect(list).toMatchObject({ kind: "list", min: 1, max: 2, item: { kind: "short", key: "field" } });
  const item = list.kind === "list" ? list.item : list;
  expect(item).toMatchObject({ group: { oneOf: ["field", "value", "drill"] } });
  expect(part(item, "drill")).toEqual({ kind: "list", item: { kind: "field" }, min: 2, max: 6 });
  expect(part(item, "sort")).toMatchObject({ kind: "short", key: "by" });
  expect(part(item, "limit")).toEqual({ kind: "number", integer: true, min: 1, max: 5000 });
  expect(part(item, "label")).toEqual({ kind: "text" });
});

test("a measure is one of the library or an expression", () => {
  const list = propertyControl("combo", "figures");
  const item = list.kind === "list" ? list.item : list;
  expect(item).toMatchObject({ kind: "short", key: "use", group: { oneOf: ["use", "value"] } });
  expect(part(item, "mark")).toMatchObject({ kind: "choice" });
  expect(part(item, "format")).toMatchObject({ kind: "short", key: "kind" });
});

test("colors reach their rules, targets take figures or expressions", () => {
  expect(part(propertyControl("bar", "color"), "rules")).toMatchObject({ kind: "list", min: 1, max: 8 });
  expect(part(propertyControl("kpi", "target"), "value")).toEqual({ kind: "amount" });
  expect(propertyControl("pivot", "totals")).toEqual({ kind: "set", options: ["rows", "columns"] });
  expect(propertyControl("table", "totals")).toEqual({ kind: "choice", options: ["top", "bottom", "none"] });
});
