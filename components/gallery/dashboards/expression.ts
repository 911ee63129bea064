import type { CellValue } from "@/server/platform/model";
import type { Row } from "./rows";

/** Rows that an aggregation may look at: those of the selection, and those with some fields' selections changed. */
export type Scope = (changes: Record<string, CellValue[] | null>) => Row[];

/** The few expressions of the gallery's sheets: aggregations with sets, numbers, + − × ÷ and comparisons. */
export function evaluate(text: string, scope: Scope): number | null {
  const tokens = text.match(/\{<.*?>\}|\$\(=[^)]*\)\)|[A-Za-z]\w*|[\d.]+|<=|>=|[-+*/(),<>=[\]]/g) ?? [];
  let at = 0;
  const take = () => tokens[at++] ?? "";
  const next = () => tokens[at] ?? "";

  function comparison(): number | null {
    let left = sum();
    while (["<", ">", "="].includes(next())) {
      const sign = take();
      const right = sum();
      const [a, b] = [left ?? 0, right ?? 0];
      left = (sign === "<" ? a < b : sign === ">" ? a > b : a === b) ? 1 : 0;
    }
    return left;
  }
  function sum(): number | null {
    let left = product();
    while (next() === "+" || next() === "-") left = combine(take(), left, product());
    return left;
  }
  function product(): number | null {
    let left = factor();
    while (next() === "*" || next() === "/") left = combine(take(), left, factor());
    return left;
  }
  function factor(): number | null {
    const token = take();
    if (token === "-") return combine("-", 0, factor());
    if (token === "(") {
      const inner = comparison();
      take();
      return inner;
    }
    if (/^[\d.]/.test(token)) return Number(token);
    return aggregation(token);
  }
  function aggregation(name: string): number | null {
    take();
    const changes = next().startsWith("{<") ? changesOf(take(), scope) : {};
    const distinct = /^distinct$/i.test(next()) && Boolean(take());
    const field = take();
    take();
    return aggregate(name.toLowerCase(), field, distinct, scope(changes));
  }
  return comparison();
}

function combine(sign: string, a: number | null, b: number | null): number | null {
  if (a === null || b === null) return null;
  if (sign === "/") return b === 0 ? null : a / b;
  return sign === "+" ? a + b : sign === "-" ? a - b : a * b;
}

/** `{<Year={$(=Max(Year)-1)}, Region=>}`: fields with other values, or with none. */
function changesOf(set: string, scope: Scope): Record<string, CellValue[] | null> {
  const changes: Record<string, CellValue[] | null> = {};
  for (const [, field = "", list] of set.slice(2, -2).matchAll(/(\w+)\s*=\s*(?:\{(.*?)\}(?=\s*(?:,|$)))?/g)) {
    if (list === undefined) changes[field] = null;
    else changes[field] = list.split(",").map((item) => setValue(item.trim(), scope));
  }
  return changes;
}

function setValue(item: string, scope: Scope): CellValue {
  const dollar = item.match(/^\$\(=(.*)\)$/);
  if (dollar) return evaluate(dollar[1] ?? "", scope);
  const text = item.replace(/^['"]|['"]$/g, "");
  return text === item && !Number.isNaN(Number(text)) ? Number(text) : text;
}

function aggregate(name: string, field: string, distinct: boolean, rows: Row[]): number | null {
  const values = rows.map((row) => row[field]).filter((v) => v !== undefined);
  if (name === "count") return distinct ? new Set(values).size : values.length;
  const numbers = values.map(Number);
  if (numbers.length === 0) return null;
  switch (name) {
    case "sum":
      return numbers.reduce((a, b) => a + b, 0);
    case "avg":
      return numbers.reduce((a, b) => a + b, 0) / numbers.length;
    case "min":
      return Math.min(...numbers);
    case "max":
      return Math.max(...numbers);
    case "median":
      return numbers.sort((a, b) => a - b)[Math.floor(numbers.length / 2)] ?? null;
    default:
      throw new Error(`The gallery's source knows no ${name}().`);
  }
}
