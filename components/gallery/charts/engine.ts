import type {
  Answer,
  CellValue,
  CubeQuestion,
  Question,
  Selections,
  ValueState,
} from "@/server/platform/model";
import { coordinateOf, WITH_ZERO, WITHOUT_FIGURE } from "./places";
import { type SampleState, valuesOf } from "./values";

/** Answers questions with figures made up from their words: the same question, the same figures. */
export function sampleAnswers(
  questions: Record<string, Question>,
  state: SampleState,
  selections: Selections,
): Record<string, Answer> {
  return Object.fromEntries(
    Object.entries(questions).map(([key, question]) => [key, answer(question, state, selections)]),
  );
}

function answer(question: Question, state: SampleState, selections: Selections): Answer {
  if (question.kind === "cube") return cube(question, state, selections);
  if (question.kind === "values") {
    const values = valuesOf(question.field, state);
    return {
      kind: "values",
      field: question.field,
      total: values.length,
      counts: {},
      values: values
        .slice(0, question.limit ?? 1000)
        .map((value) => ({ value, state: stateOf(question.field, value, selections), frequency: 1 })),
    };
  }
  return { kind: "error", code: "sample.pivot", message: "The gallery has no cross tables." };
}

function cube(question: CubeQuestion, state: SampleState, selections: Selections): Answer {
  const fields = question.dimensions.map(({ expression }) => expression);
  const own = fields[0] ?? "";
  const chosen = selections[own];
  let rows = product(
    fields.map((field) => valuesOf(field, state)),
    question.limit ?? 1000,
  )
    .filter(([key]) => !chosen || question.alternatives || chosen.includes(key ?? null))
    .filter(([key]) => own !== "Land" || !WITHOUT_FIGURE.includes(String(key)))
    .filter((row) => fields.length < 2 || noise(row.join("|")) > 0.06 || own === "Supplier")
    .map((row) => [...row, ...question.measures.map((measure) => figure(measure, row, state))]);
  if (state === "empty" && fields.length === 0) rows = [question.measures.map(() => null)];
  const sort = question.sort?.find(({ as }) => as !== "state");
  const selectedFirst = question.sort?.[0]?.as === "state";
  if (sort && sort.column >= fields.length)
    rows.sort((a, b) => (Number(a[sort.column]) - Number(b[sort.column])) * (sort.order === "asc" ? 1 : -1));
  if (chosen && selectedFirst)
    rows.sort((a, b) => Number(chosen.includes(b[0] ?? null)) - Number(chosen.includes(a[0] ?? null)));
  const rowCount = rows.length;
  const kept = rows.slice(0, question.limit ?? 1000);
  const rest = rows.slice(kept.length);
  const sums = (of: CellValue[][]) =>
    question.measures.map((_, i) => of.reduce((all, row) => all + Number(row[fields.length + i] ?? 0), 0));
  return {
    kind: "cube",
    columns: [
      ...fields.map((name) => ({ name, kind: "dimension" as const, type: "text" as const })),
      ...question.measures.map((name) => ({ name, kind: "measure" as const, type: "number" as const })),
    ],
    rows: kept,
    rowCount,
    ...(fields.length === 1 ? { states: kept.map((row) => stateOf(own, row[0] ?? null, selections)) } : {}),
    ...(question.others && rest.length ? { others: { count: rest.length, measures: sums(rest) } } : {}),
    ...(question.totals
      ? { totals: sums(chosen ? rows.filter((row) => chosen.includes(row[0] ?? null)) : rows) }
      : {}),
  };
}

function stateOf(field: string, value: CellValue, selections: Selections): ValueState {
  const chosen = selections[field];
  if (!chosen)
    return field === "Country" && Object.keys(selections).length > 0 && noise(String(value)) < 0.4
      ? "X"
      : "O";
  return chosen.includes(value) ? "S" : "A";
}

function product(lists: CellValue[][], limit: number): CellValue[][] {
  const most = Math.max(limit * 2, 6000);
  return lists.reduce<CellValue[][]>(
    (rows, list) => rows.flatMap((row) => list.map((value) => [...row, value])).slice(0, most),
    [[]],
  );
}

/** 0 to 1, the same for the same text. */
function noise(text: string): number {
  let hash = 2166136261;
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 16777619);
  hash ^= hash >>> 15;
  hash = Math.imul(hash, 2246822507);
  hash ^= hash >>> 13;
  return (hash >>> 0) / 4294967296;
}

function figure(measure: string, row: CellValue[], state: SampleState): CellValue {
  const base = noise(row.join("|"));
  const own = noise(`${measure}|${row.join("|")}`);
  const [, axis] = /Avg\(\{1\} \[(Latitude|Longitude)\]\)/.exec(measure) ?? [];
  if (axis === "Latitude" || axis === "Longitude") return coordinateOf(String(row[0]), axis);
  if (WITH_ZERO.includes(String(row[0]))) return 0;
  const sign = state === "negative" && base < 0.35 ? -1 : 1;
  if (/^If\(/.test(measure)) return own > 0.5 ? 1 : 0;
  if (measure.includes("Median")) return 29;
  if (measure === "Count(Invoice)") return histogram(String(row[0]));
  if (measure.includes("OnTime")) return 0.4 + 0.5 * own;
  if (measure.includes("Lead"))
    return Math.round(
      12 +
        30 * noise(String(row[0])) +
        24 * own * own * own * (1 + noise(String(row[0]))) +
        (own > 0.97 ? 40 : 0),
    );
  if (measure.includes("Cover")) return Math.round(7 + 90 * own * own);
  if (measure.includes("Turn")) return Math.round(10 * (2 + own * 14)) / 10;
  if (measure.includes("Share") || measure.includes("/")) return sign * (0.3 + 0.12 * own);
  if (measure.includes("Budget")) return sign * Math.round(60_000 + 900_000 * (base * 0.85 + own * 0.15));
  return sign * Math.round(40_000 + 980_000 * base ** 1.5);
}

function histogram(bin: string): number {
  const from = Number.parseInt(bin, 10);
  return Math.round(260 * Math.exp(-(((from - 27) / 14) ** 2)) + 120 * Math.exp(-(((from - 46) / 5) ** 2)));
}
