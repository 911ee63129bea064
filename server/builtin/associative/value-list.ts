import type { ValueState, ValuesAnswer, ValuesQuestion } from "@/server/platform/model";
import { type Asking, cubePlan, type PlannedQuestion, readMeasures } from "./asking";
import type { CatalogField } from "./catalog";
import { rowsByValue } from "./cube-rows";
import { missingField } from "./errors";
import { isState, valueStates } from "./field-list";
import { keyOfColumn } from "./keys";
import { found } from "./search";
import { orderSql, stateRank } from "./sorting";
import { Statement } from "./statement";
import type { Planned } from "./workspace";

const DEFAULT_VALUES = 1_000;

/** Puts the question of a list box together. @throws `query.*` */
export function planValues(asking: Asking, question: ValuesQuestion): PlannedQuestion {
  const { workspace } = asking;
  const field = workspace.catalog.field(question.field);
  if (!field) throw missingField(question.field, workspace.catalog, "field");
  const page = planPage(asking, question, field);
  const counts = planCounts(asking, field);
  return {
    async answer(): Promise<ValuesAnswer> {
      const rows = await workspace.read(page);
      const measured = question.measure !== undefined;
      return {
        kind: "values",
        field: question.field,
        values: rows.flatMap(([, state, frequency, value = null, measure = null]) =>
          isState(state)
            ? [{ value, state, frequency: Number(frequency), ...(measured ? { measure } : {}) }]
            : [],
        ),
        total: Number(rows[0]?.[0] ?? 0),
        counts: countsOf(await workspace.read(counts)),
      };
    },
  };
}

/** How many values of a field are in which state. */
export function planCounts({ workspace, selections, locked }: Asking, field: CatalogField): Planned {
  return workspace.plan(() => {
    const states = valueStates(workspace, field, selections, locked.has(field.name));
    return `SELECT state, count(*) FROM ${states} GROUP BY state ORDER BY ${stateRank("state")}`;
  });
}

export function countsOf(rows: readonly (readonly unknown[])[]): Partial<Record<ValueState, number>> {
  return Object.fromEntries(rows.flatMap(([state, n]) => (isState(state) ? [[state, Number(n)]] : [])));
}

function planPage(asking: Asking, question: ValuesQuestion, field: CatalogField): Planned {
  const { workspace, selections, locked } = asking;
  const { search = "", limit = DEFAULT_VALUES, offset = 0 } = question;
  return workspace.plan(() => {
    const statement = new Statement();
    const figures = question.measure === undefined ? "" : planFigures(asking, question, field, statement);
    const states = valueStates(workspace, field, selections, locked.has(field.name));
    const figure = figures ? "m.v0" : "NULL AS v0";
    const join = figures ? ` LEFT JOIN ${figures} m ON m.k = v.k` : "";
    const where = search.trim() === "" ? "" : ` WHERE ${found("v", search)}`;
    statement.part("found", () => `SELECT v.*, ${figure} FROM ${states} v${join}${where}`);
    const order = orderOf(question, field);
    const cell = field.kind === "dual" ? "{'num': p.num, 'txt': p.txt}" : "p.k";
    return statement.sql(`SELECT n.n, p.state, p.frequency, ${cell}, p.v0
      FROM (SELECT count(*) AS n FROM found) n
      LEFT JOIN (SELECT * FROM found ORDER BY ${order} LIMIT ${limit} OFFSET ${offset}) p ON true
      ORDER BY ${order}`);
  });
}

/** One figure per value, an alternative one's as if it were selected. Returns a sub-query of `k` and `v0`. */
function planFigures(
  asking: Asking,
  question: ValuesQuestion,
  field: CatalogField,
  statement: Statement,
): string {
  const others = asking.selections.filter((s) => s.field.name !== field.name);
  const plan = cubePlan(asking, readMeasures(asking, [question.measure ?? ""]), others);
  const at = { line: 1, column: 1, start: 0, end: 0 };
  const expr = { kind: "field" as const, name: field.name, at };
  const dimension = { text: field.name, path: "field", expr, fields: [field.name], tables: [] };
  const { grouped, part, values } = rowsByValue(plan, statement, [{ index: 0, dimension }]);
  const key = keyOfColumn("d0", grouped.types.get("d0"));
  return statement.part(
    "figures",
    () => `SELECT ${key} AS k, ${values.map((v) => v.sql).join()} AS v0 FROM ${part}`,
  );
}

function orderOf({ sort = "value", order }: ValuesQuestion, field: CatalogField): string {
  const dual = field.kind === "dual";
  const value = (direction: "asc" | "desc") =>
    dual
      ? `num ${direction} NULLS LAST, ${orderSql({ column: "txt", kind: "text" }, direction)}`
      : orderSql({ column: "k", kind: field.kind }, direction);
  switch (sort) {
    case "value":
      return value(order ?? "asc");
    case "text":
      return orderSql({ column: "txt", kind: "text" }, order ?? "asc");
    case "load":
      return `seen ${order ?? "asc"}`;
    case "state":
      return `${stateRank("state")} ${order ?? "asc"}, ${value("asc")}`;
    case "frequency":
      return `frequency ${order ?? "desc"}, ${value("asc")}`;
    case "measure":
      return `v0 ${order ?? "desc"} NULLS LAST, ${value("asc")}`;
  }
}
