import type {
  FindAnswer,
  FindQuestion,
  SelectAnswer,
  SelectQuestion,
  ValueState,
} from "@/server/platform/model";
import { AppError } from "@/server/shared/errors";
import type { Asking, PlannedQuestion } from "./asking";
import type { CatalogField } from "./catalog";
import { missingField } from "./errors";
import { allValues, isState, valueStates } from "./field-list";
import { found } from "./search";
import { orderSql, stateRank } from "./sorting";
import type { Planned } from "./workspace";

const DEFAULT_VALUES = 5;
const DEFAULT_FIELDS = 20;
/** A selection travels with every click. */
const MOST_SELECTED = 10_000;

/** Puts the search in all fields together; states are looked up only in fields where something is found. */
export function planFind({ workspace, ...asking }: Asking, question: FindQuestion): PlannedQuestion {
  const { catalog } = workspace;
  const { search, limit = DEFAULT_VALUES, limitFields = DEFAULT_FIELDS } = question;
  const names = question.fields ?? catalog.model.fields.map((f) => f.name);
  const fields = names.map((name, i) => fieldOf(catalog, name, `fields[${i}]`));
  if (search.trim() === "" || fields.length === 0)
    return { answer: async (): Promise<FindAnswer> => ({ kind: "find", fields: [], fieldCount: 0 }) };
  const counts = workspace.plan(() => {
    const each = fields.map(
      (field, i) =>
        `SELECT ${i} AS field, count(*) AS n FROM ${allValues(workspace, field)} v WHERE ${found("v", search)}`,
    );
    return `SELECT field, n FROM (${each.join(" UNION ALL ")}) WHERE n > 0 ORDER BY n DESC, field`;
  });
  return {
    async answer(): Promise<FindAnswer> {
      const hits = await workspace.read(counts);
      const shown = hits.slice(0, limitFields).flatMap(([i, n]) => {
        const field = fields[Number(i)];
        return field ? [{ field, total: Number(n), page: pageOf(field) }] : [];
      });
      const answer: FindAnswer = { kind: "find", fields: [], fieldCount: hits.length };
      for (const { field, total, page } of shown) {
        const rows = await workspace.read(page);
        const values = rows.flatMap(([state, value = null]) => (isState(state) ? [{ value, state }] : []));
        answer.fields.push({ field: field.name, total, values });
      }
      return answer;
    },
  };

  function pageOf(field: CatalogField): Planned {
    return workspace.plan(() => {
      const states = valueStates(workspace, field, asking.selections, asking.locked.has(field.name));
      const order = `${stateRank("state")}, ${valueOrder(field)}`;
      return `SELECT state, ${cellOf(field)} FROM ${states} v WHERE ${found("v", search)} ORDER BY ${order} LIMIT ${limit}`;
    });
  }
}

const STATES: Record<SelectQuestion["what"], readonly ValueState[]> = {
  all: ["S", "L", "O", "A", "XS", "X"],
  possible: ["S", "L", "O"],
  alternative: ["A"],
  excluded: ["A", "XS", "X"],
};

/** Puts together what a field's selection becomes. @throws `query.field_missing`, `query.locked` */
export function planSelect(
  { workspace, selections, locked }: Asking,
  question: SelectQuestion,
): PlannedQuestion {
  const field = fieldOf(workspace.catalog, question.field, "field");
  if (locked.has(field.name))
    throw new AppError("conflict", "query.locked", `The selection in "${field.name}" is locked.`, {
      advice: "Unlock the field first.",
      params: { field: field.name },
    });
  const page = workspace.plan(() => {
    const states = valueStates(workspace, field, selections, false);
    const list = STATES[question.what].map((s) => `'${s}'`).join(", ");
    const searched = question.search?.trim() ? ` AND ${found("v", question.search)}` : "";
    return `SELECT ${cellOf(field)} FROM ${states} v WHERE state IN (${list})${searched}
      ORDER BY ${valueOrder(field)} LIMIT ${MOST_SELECTED + 1}`;
  });
  return {
    async answer(): Promise<SelectAnswer> {
      const rows = await workspace.read(page);
      if (rows.length > MOST_SELECTED) throw tooMany(field);
      return { kind: "select", field: field.name, values: rows.map(([value = null]) => value) };
    },
  };
}

function fieldOf(catalog: Asking["workspace"]["catalog"], name: string, path: string): CatalogField {
  const field = catalog.field(name);
  if (!field) throw missingField(name, catalog, path);
  return field;
}

function cellOf({ kind }: CatalogField): string {
  return kind === "dual" ? "{'num': num, 'txt': txt}" : "k";
}

function valueOrder({ kind }: CatalogField): string {
  if (kind !== "dual") return orderSql({ column: "k", kind }, "asc");
  return `num NULLS LAST, ${orderSql({ column: "txt", kind: "text" }, "asc")}`;
}

function tooMany({ name }: CatalogField): AppError {
  return new AppError(
    "limit",
    "query.selection_size",
    `More than ${MOST_SELECTED} values of "${name}" would be selected.`,
    {
      advice: "Narrow the search, or select in a field with fewer values, for example a group of these.",
      params: { field: name, most: MOST_SELECTED },
    },
  );
}
