import { beforeAll, describe, expect, test } from "vitest";
import type { Batch, CellValue, FindQuestion, SelectQuestion } from "@/server/platform/model";
import { type AskingWorld, openAskingWorld } from "./testing/asking-world";
import { world } from "./testing/small-world";

let w: AskingWorld;
beforeAll(async () => {
  w = await openAskingWorld(world);
});

async function find(question: Omit<FindQuestion, "kind">, click: Omit<Batch, "questions"> = {}) {
  const { answers } = await w.ask({ q: { kind: "find", ...question } }, click);
  if (answers.q?.kind !== "find") throw new Error(JSON.stringify(answers.q));
  return answers.q;
}

describe("a search in all fields", () => {
  const hits = ({ fields }: Awaited<ReturnType<typeof find>>) =>
    fields.map(({ field, values }) => `${field}: ${values.map((v) => `${v.value} ${v.state}`).join(", ")}`);

  test.each<[string, string[]]>([
    ["anna", ["Name: Anna O"]],
    ["to", ["Category: Tools O, Toys O"]],
    ["*s", ["Category: Tools O, Toys O"]],
    ["2024-02", ["Day: 2024-02-01 O, 2024-02-03 O"]],
    [">=2024-02-03", ["Day: 2024-02-03 O, 2025-02-03 O"]],
    ["2024-02-01..2024-02-28", ["Day: 2024-02-01 O, 2024-02-03 O"]],
    ["99..100", ["Customer: 99 O"]],
    ["nothing like it", []],
    ["   ", []],
  ])("for %j finds %j", async (search, expected) => {
    expect(hits(await find({ search }))).toEqual(expected);
  });

  test("tells states, possible values first, and what is selected", async () => {
    const click = { selections: { Name: ["Ben"] }, locked: ["Name"] };
    expect(hits(await find({ search: "n", fields: ["Name"] }, click))).toEqual(["Name: Ben L, Anna A"]);
    expect(hits(await find({ search: "o", fields: ["City", "Category"] }, click))).toEqual([
      "City: Oslo O, Rome X",
      "Category: Toys O, Tools X",
    ]);
  });

  test("is cut per field and by fields, and says so", async () => {
    const answer = await find({ search: "o", limit: 1, limitFields: 1 });
    expect(answer).toEqual({
      kind: "find",
      fieldCount: 3,
      fields: [{ field: "City", total: 2, values: [{ value: "Oslo", state: "O" }] }],
    });
  });

  test("in a field there is not is an error", async () => {
    const { answers } = await w.ask({ q: { kind: "find", search: "x", fields: ["Nam"] } });
    expect(answers.q).toMatchObject({ kind: "error", code: "query.field_missing" });
  });
});

describe("a selection by what values are now", () => {
  const select = async (question: Omit<SelectQuestion, "kind">, click: Omit<Batch, "questions">) => {
    const { answers } = await w.ask({ q: { kind: "select", ...question } }, click);
    return answers.q?.kind === "select"
      ? answers.q.values
      : answers.q?.kind === "error"
        ? [answers.q.code]
        : [];
  };
  const ben = { selections: { Name: ["Ben"] } };
  const rome = { selections: { City: ["Rome"], Name: ["Anna", "Ben"] } };

  test.each<[Omit<SelectQuestion, "kind">, Omit<Batch, "questions">, CellValue[]]>([
    [{ field: "Name", what: "all" }, ben, ["Anna", "Ben", "Cleo"]],
    [{ field: "Name", what: "possible" }, ben, ["Ben"]],
    [{ field: "City", what: "possible" }, ben, ["Oslo"]],
    [{ field: "Name", what: "alternative" }, ben, ["Anna", "Cleo"]],
    [{ field: "City", what: "alternative" }, ben, []],
    [{ field: "Name", what: "excluded" }, ben, ["Anna", "Cleo"]],
    [{ field: "City", what: "excluded" }, ben, ["Rome"]],
    [{ field: "Name", what: "possible" }, rome, ["Anna"]],
    [{ field: "Name", what: "excluded" }, rome, ["Ben", "Cleo"]],
    [{ field: "Order", what: "all", search: "2..3" }, {}, [2, 3]],
    [{ field: "Order", what: "all", search: ">=2<4" }, {}, [2, 3]],
    [{ field: "Order", what: "possible", search: ">1" }, ben, [3]],
    [{ field: "Day", what: "all", search: "2024-02-01..2024-12-31" }, {}, ["2024-02-01", "2024-02-03"]],
    [{ field: "Name", what: "all", search: "*n*" }, {}, ["Anna", "Ben"]],
    [{ field: "Name", what: "all" }, { ...ben, locked: ["Name"] }, ["query.locked"]],
    [{ field: "Nam", what: "all" }, {}, ["query.field_missing"]],
  ])("%j under %j is %j", async (question, click, expected) => {
    expect(await select(question, click)).toEqual(expected);
  });

  test("selects what it says when it is asked with", async () => {
    const values = await select({ field: "Name", what: "excluded" }, ben);
    expect(await w.figure("Sum(Amount)", { selections: { Name: values } })).toBe(150.1);
  });
});
