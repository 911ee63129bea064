import { expect } from "vitest";
import type { TestTable } from "@/server/builtin/testing";
import type { Asker, CellValue, Question } from "@/server/platform/model";
import type { AccessWorld } from "./testing";

export const DATA: TestTable[] = [
  {
    name: "Orders",
    fields: { OrderId: "INTEGER", CustomerId: "INTEGER", ProductId: "INTEGER", Amount: "INTEGER" },
    rows: [
      [1, 1, 1, 10],
      [2, 1, 2, 20],
      [3, 2, 1, 40],
      [4, 3, 2, 80],
      [5, null, 1, 160],
    ],
  },
  {
    name: "Customers",
    fields: { CustomerId: "INTEGER", Region: "VARCHAR", Code: "VARCHAR", Since: "DATE" },
    rows: [
      [1, "North", "007", "2024-01-01"],
      [2, "South", "7", "2024-02-01"],
      [3, "West", "x", "2024-03-01"],
      [4, null, null, null],
    ],
  },
  {
    name: "Products",
    fields: { ProductId: "INTEGER", Group: "VARCHAR" },
    rows: [
      [1, "Tea"],
      [2, "Coffee"],
      [3, "Juice"],
    ],
  },
  { name: "Rates", fields: { Rate: "INTEGER" }, rows: [[1], [2]] },
];

/** An access table as an INLINE table would be: texts, one row per line. */
export function table(fields: string, ...rows: string[]): TestTable {
  const names = fields.split(" ");
  return {
    name: "Access",
    fields: Object.fromEntries(names.map((n) => [n, "VARCHAR"])),
    rows: rows.map((row) => {
      const cells = row.split(",").map((c) => c.trim());
      return names.map((_, i) => cells[i] ?? null);
    }),
  };
}

export const asker = (user: string, ...groups: string[]): Asker => ({
  user,
  groups,
  ...(user.includes("@") ? { email: user } : {}),
});

const QUESTIONS: Record<string, Question> = {
  amount: { kind: "cube", dimensions: [], measures: ["Sum(Amount)"] },
  everything: { kind: "cube", dimensions: [], measures: ["Sum({1} Amount)"] },
  regions: { kind: "values", field: "Region" },
  products: { kind: "values", field: "Group" },
  rates: { kind: "cube", dimensions: [], measures: ["Sum(Rate)"] },
};

export interface Seen {
  amount: CellValue;
  regions: string;
  products: string;
}

/** The figures and lists somebody sees, or the code of the refusal. */
export async function seenBy(world: AccessWorld | undefined, who: Asker): Promise<Seen | string> {
  const answers = await world
    ?.ask(who, { questions: QUESTIONS })
    .catch((error: { code: string }) => error.code);
  if (typeof answers === "string") return answers;
  const figure = (key: string) => {
    const answer = answers?.answers[key];
    return answer?.kind === "cube" ? (answer.rows[0]?.[0] ?? null) : null;
  };
  const values = (key: string) => {
    const answer = answers?.answers[key];
    return answer?.kind === "values" ? answer.values.map((v) => v.value).join(" ") : "error";
  };
  expect(figure("everything")).toEqual(figure("amount"));
  return { amount: figure("amount"), regions: values("regions"), products: values("products") };
}

export const ALL_ROWS = { amount: 310, regions: "North South West", products: "Coffee Juice Tea" };
export const NORTH = { amount: 30, regions: "North", products: "Coffee Tea" };
export const DENIED = "query.no_access";
