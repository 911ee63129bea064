import { aggregationsOf, type Expr, fieldsOf, parseExpression } from "@/server/builtin/script";
import type { Question } from "@/server/platform/model";
import { type Manifest, manifestReferences, type Sheet, sheetReferences } from "@/server/templates";

type SheetObject = Sheet["objects"][number];

/** Everything a sheet asks with one click, an object at a time: `object`, and `object/field` of its filters. */
export function sheetClick(sheet: Sheet, manifest: Manifest): Record<string, Question> {
  const library = measureLibrary(sheet, manifest);
  return Object.fromEntries(sheet.objects.flatMap((o) => objectQuestions(o, library)));
}

/** Every field and every expression a template names anywhere, each alone: also those its sheets show only later. */
export function namedByTemplate(sheets: readonly Sheet[], manifest: Manifest): Record<string, Question> {
  const named = [...manifestReferences(manifest), ...sheets.flatMap(sheetReferences)];
  const fields = [...manifest.fields, ...named.filter((r) => r.kind === "field")].map((f) => f.name);
  const expressions = named.flatMap((r) => (r.kind === "expression" ? expressionAlone(r.name) : []));
  const lists = fields.map((field): [string, Question] => [
    `[${field}]`,
    { kind: "values", field, limit: 5 },
  ]);
  return Object.fromEntries([...expressions, ...lists]);
}

/** Read with a number for what is expanded in it. */
export function readExpression(text: string): Expr {
  return parseExpression(text.replace(/\$\((?:[^()]|\([^()]*\))*\)/g, "0"), { sets: true });
}

function expressionAlone(text: string): [string, Question][] {
  const expr = readExpression(text);
  const aggregates = aggregationsOf(expr).length > 0;
  if (!aggregates && fieldsOf(expr).length === 0) return [];
  const [dimensions, measures] = aggregates ? [[], [text]] : [[{ expression: `=${text}` }], []];
  return [[text, { kind: "cube", dimensions, measures, limit: 5 }]];
}

/** Expression by name: the template's measures, a sheet's own before them. */
export function measureLibrary(sheet: Sheet, manifest: Manifest): Map<string, string> {
  return new Map([
    ...manifest.measures.map((m) => [m.name, m.expression] as const),
    ...Object.entries(sheet.measures ?? {}).map(([name, m]) => [name, m.value] as const),
  ]);
}

function objectQuestions(o: SheetObject, library: Map<string, string>): [string, Question][] {
  const expression = (use: unknown): string[] => {
    if (typeof use === "string") return [library.get(use) ?? use];
    if (typeof use !== "object" || use === null) return [];
    const { use: name, value, compare } = use as Record<string, unknown>;
    return [...expression(name ?? value), ...expression(compare)];
  };
  if (o.kind === "filters")
    return (o.fields ?? []).map((f) => [
      `${o.id}/${f.field}`,
      {
        kind: "values",
        field: f.field,
        limit: 200,
        sort: "state",
        ...(f.value ? { measure: expression(f.value)[0] } : {}),
      },
    ]);
  const measures = [o.measure, o.compare, ...(o.measures ?? []), ...(o.columns ?? [])].flatMap(expression);
  const extra = o.kind === "bullet" ? (o.rows ?? []).flatMap(expression) : [];
  const asked = [...new Set([...measures, ...extra])].filter((m) => m.includes("("));
  const at = (names: unknown[]) => names.map((expression) => ({ expression: String(expression) }));
  if (o.kind === "pivot")
    return [[o.id, { kind: "pivot", rows: at(o.rows ?? []), columns: at(o.columns ?? []), measures: asked }]];
  const dimensions = [o.dimension, ...(o.dimensions ?? []), o.over].flatMap(dimensionOf);
  const fields = o.kind === "table" ? (o.columns ?? []).flatMap(dimensionOf) : [];
  const { limit, others } = limits(o.dimension);
  const cube: Question = {
    kind: "cube",
    dimensions: at([...dimensions, ...fields]),
    measures: asked,
    ...(dimensions.length === 1 && asked.length > 0
      ? { sort: [{ column: dimensions.length + fields.length, order: "desc" }] }
      : {}),
    ...(limit ? { limit } : {}),
    ...(others ? { others } : {}),
    ...(o.context === "alternatives" && fields.length === 0 ? { alternatives: true } : {}),
    totals: true,
  };
  const trend: [string, Question][] = o.trend
    ? [[`${o.id}/trend`, { kind: "cube", dimensions: at([o.trend]), measures: asked }]]
    : [];
  return [[o.id, cube], ...trend];
}

function dimensionOf(item: unknown): string[] {
  if (typeof item === "string") return [item];
  if (typeof item !== "object" || item === null) return [];
  const { field, value, drill, use } = item as Record<string, unknown>;
  if (use !== undefined) return [];
  if (Array.isArray(drill)) return drill.slice(0, 1).map(String);
  if (typeof value === "string") return [`=${value}`];
  return typeof field === "string" ? [field] : [];
}

function limits(item: unknown): { limit?: number; others?: boolean } {
  return typeof item === "object" && item !== null ? (item as { limit?: number; others?: boolean }) : {};
}
