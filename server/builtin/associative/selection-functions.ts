import { asText, type Typed } from "@/server/builtin/script/convert";
import { unsupported } from "@/server/builtin/script/errors";
import { CHART_FUNCTIONS } from "@/server/builtin/script/functions/chart";
import { quoteText } from "@/server/builtin/script/quoting";
import type { CallContext, FunctionDefinition } from "@/server/builtin/script/scope";
import { TYPES } from "@/server/builtin/script/types";
import type { ValueState } from "@/server/platform/model";
import type { CatalogField } from "./catalog";
import { valueStates } from "./field-list";
import { fieldType } from "./fields";
import type { Selection } from "./selections";
import { orderSql } from "./sorting";
import type { Workspace } from "./workspace";

/** Functions of chart expressions by name in lower case, for the scope expressions are compiled in. */
export type ChartFunctions = ReadonlyMap<string, FunctionDefinition>;

const DEFAULT_MOST = 6;

/** What is selected, as far as expressions ask about it. */
interface Selected {
  workspace: Workspace;
  selections: readonly Selection[];
  locked: ReadonlySet<string>;
}

/** All functions of charts: those of what is selected answer, the others are refused where a row's value is meant. */
export function chartFunctions(selected: Selected): ChartFunctions {
  const compile: Record<string, FunctionDefinition["compile"]> = {
    getselectedcount(c) {
      requireOneState(c, 2);
      const all = c.count > 1 ? c.condition(1) : "false";
      const [shown, hidden] = [counted(selected, c, ["S", "L"]), counted(selected, c, ["XS"])];
      return { ...shown, sql: `(${shown.sql} + CASE WHEN ${all} THEN ${hidden.sql} ELSE 0 END)` };
    },
    getpossiblecount: (c) => counted(selected, requireOneState(c, 1), ["S", "L", "O"]),
    getalternativecount: (c) => counted(selected, requireOneState(c, 1), ["A"]),
    getexcludedcount: (c) => counted(selected, requireOneState(c, 1), ["A", "X", "XS"]),
    getnotselectedcount(c) {
      const advice =
        "It counts in fields in and-mode, which there are none of; GetExcludedCount() may be meant.";
      throw unsupported(`${c.call.written}()`, c.call.at, advice);
    },
    getfieldselections(c) {
      requireOneState(c, 3);
      return text(listed(selected, c, fieldOf(selected, c), listing(c, 1)));
    },
    getcurrentselections(c) {
      requireOneState(c, 4);
      const line = quoteText(c.optionalLiteralText(0) ?? "\r\n");
      const colon = c.optionalLiteralText(1) ?? ": ";
      const how = listing(c, 2);
      const lines = selected.selections.map(
        ({ field }) => `${quoteText(`${field.name}${colon}`)} || ${listed(selected, c, field, how)}`,
      );
      return text(lines.length > 0 ? `concat_ws(${[line, ...lines].join(", ")})` : "NULL::VARCHAR");
    },
  };
  return new Map(
    CHART_FUNCTIONS.map((f) => {
      const name = f.name.toLowerCase();
      return [name, compile[name] ? { ...f, compile: compile[name] } : f];
    }),
  );
}

function statesOf({ workspace, selections, locked }: Selected, field: CatalogField): string {
  return valueStates(workspace, field, selections, locked.has(field.name));
}

function fieldOf({ workspace }: Selected, c: CallContext): CatalogField {
  const field = workspace.catalog.field(c.literalText(0));
  if (!field) throw c.error("needs a field", 0);
  return field;
}

function counted(selected: Selected, c: CallContext, states: ValueState[]): Typed {
  const list = states.map(quoteText).join(", ");
  const from = statesOf(selected, fieldOf(selected, c));
  return { sql: `(SELECT count(*) FROM ${from} WHERE state IN (${list}))`, type: TYPES.integer };
}

interface Listing {
  separator: string;
  /** Values to be named; of more only their number is told. */
  most: number;
}

function listing(c: CallContext, from: number): Listing {
  const most = c.count > from + 1 ? c.literalNumber(from + 1) : DEFAULT_MOST;
  return { separator: c.optionalLiteralText(from) ?? ", ", most: Math.max(0, Math.trunc(most)) };
}

/** `a, b`, else `NOT c`, else `12 of 40`; `ALL`; NULL where nothing is selected. */
function listed(
  selected: Selected,
  { settings }: CallContext,
  field: CatalogField,
  { separator, most }: Listing,
): string {
  const format = selected.workspace.catalog.model.fields.find((f) => f.name === field.name)?.format;
  const dual = field.kind === "dual";
  const shown = dual
    ? "txt"
    : asText({ sql: "k", type: fieldType(field), ...(format ? { format } : {}) }, settings);
  const chosen = "state IN ('S', 'L', 'XS')";
  const order = dual
    ? `num NULLS LAST, ${orderSql({ column: "txt", kind: "text" }, "asc")}`
    : orderSql({ column: "k", kind: field.kind }, "asc");
  const names = (where: string) =>
    `array_to_string((list(${shown} ORDER BY ${order}) FILTER (WHERE ${where}))[1:${most}], ${quoteText(separator)})`;
  return `(SELECT CASE WHEN x.n = 0 THEN NULL WHEN x.n <= ${most} THEN x.these WHEN x.n = x.total THEN 'ALL'
    WHEN x.total - x.n <= ${most} THEN 'NOT ' || x.others ELSE x.n || ' of ' || x.total END
    FROM (SELECT count(*) AS total, count(*) FILTER (WHERE ${chosen}) AS n, ${names(chosen)} AS these,
      ${names(`NOT (${chosen})`)} AS others FROM ${statesOf(selected, field)}) x)`;
}

/** There is one state of selections only. */
function requireOneState(c: CallContext, index: number): CallContext {
  if (c.count > index)
    throw unsupported(`An alternate state in ${c.call.written}()`, c.call.args[index]?.at ?? c.call.at);
  return c;
}

const text = (sql: string): Typed => ({ sql, type: TYPES.text });
