import { beforeAll, describe, expect, test } from "vitest";
import type { QuestionError } from "@/server/platform/model";
import { type AskingWorld, openAskingWorld } from "./testing/asking-world";
import { world } from "./testing/small-world";

let w: AskingWorld;
beforeAll(async () => {
  w = await openAskingWorld(world);
});

type Place = [code: string, line: number, column: number, part: string | undefined];
const place = ({ code, line, column, part }: QuestionError) => [code, line, column, part];
const click = { variables: { vWrong: "Sum(Amout)", vHuge: "1e999" } };

describe("every error of a measure says line, column and the piece of text", () => {
  test.each<[string, Place]>([
    ["Sum(Amount", ["query.expression", 1, 11, undefined]],
    ["Sum(Amount) +\n  * 2", ["query.expression", 2, 3, "*"]],
    ["Frobnicate(Amount)", ["query.expression", 1, 1, "Frobnicate"]],
    ["Sum(Left(Amount))", ["query.expression", 1, 5, "Left"]],
    ["Sum(Qty) +\nSum(Amout)", ["query.field_missing", 2, 5, "Amout"]],
    ["Sum([No field])", ["query.field_missing", 1, 5, "[No field]"]],
    ["Sum(Qty) + {1} Sum(Amount)", ["query.expression", 1, 12, "{"]],
    ["1 + Count(*)", ["query.count_star", 1, 5, "Count"]],
    ["1 + Sum(1)", ["query.no_field", 1, 5, "Sum"]],
    ["1 + Count(Customer)", ["query.key_ambiguous", 1, 5, "Count"]],
    ["1 + Sum(Amount*Rate)", ["query.unlinked", 1, 5, "Sum"]],
    ["Sum(TOTAL <City> Amount)", ["query.invalid", 1, 12, "City"]],
    ["Sum(Round({1} Qty))", ["query.expression", 1, 12, "1"]],
    ["1 + GetSelectedCount()", ["query.expression", 1, 5, "GetSelectedCount"]],
    ["1 + GetSelectedCount(Citty)", ["query.field_missing", 1, 22, "Citty"]],
    ["GetNotSelectedCount(City)", ["query.expression", 1, 1, "GetNotSelectedCount"]],
    ["Sum(Qty) + Above(Sum(Qty), Sum(1))", ["query.no_field", 1, 28, "Sum"]],
    ["Above(DISTINCT Sum(Qty))", ["query.expression", 1, 1, "Above"]],
    ["Sum(Aggr(Sum(Qty)))", ["query.expression", 1, 5, "Aggr"]],
    ["Sum(Aggr(Sum(Qty), Citty))", ["query.field_missing", 1, 20, "Citty"]],
    ["Sum(Aggr(Sum(Qty), City) * Amount)", ["query.expression", 1, 1, "Sum"]],
  ])("%s", async (measure, expected) => {
    expect(place(await w.wrong(measure, click))).toEqual(expected);
  });
});

describe("every error of a set", () => {
  test.each<[string, Place]>([
    ["Sum({<Citty={'Rome'}>} Qty)", ["query.field_missing", 1, 7, "Citty"]],
    ["Sum({<City={'Rome'}, \n Nam={1}>} Qty)", ["query.field_missing", 2, 2, "Nam"]],
    ["Sum({Bookmark<City={'Rome'}>} Qty)", ["query.set_missing", 1, 6, "Bookmark"]],
    ["Sum({$1} Qty)", ["query.set_missing", 1, 6, "$"]],
    ['Sum({<Qty={">=many"}>} Qty)', ["query.expression", 1, 12, '">=many"']],
    ["Sum({<City=P(Citty)>} Qty)", ["query.field_missing", 1, 12, "P"]],
    ["Sum({<City=P(Day)>} Qty)", ["query.expression", 1, 12, "P"]],
    ['Sum({<City={"=Sum(Amout)>1"}>} Qty)', ["query.field_missing", 1, 19, "Amout"]],
    ['Sum({<City={"=Sum(Amount"}>} Qty)', ["query.expression", 1, 25, '"']],
    ["{<City={'Rome'}, \n Nam={1}>} Sum(Qty)", ["query.field_missing", 2, 2, "Nam"]],
    ["Sum({1} ALL Qty)", ["query.expression", 1, 9, "ALL"]],
    ["Sum({<City={'Rome'} Qty)", ["query.expression", 1, 21, "Qty"]],
  ])("%s", async (measure, expected) => {
    expect(place(await w.wrong(measure, click))).toEqual(expected);
  });
});

describe("every error of a dollar expansion points to it", () => {
  test.each<[string, Place]>([
    ["1 +\n $(vNone)", ["query.variable_missing", 2, 2, "$(vNone)"]],
    ["1 + $(vNone", ["query.expression", 1, 5, "$(vNone"]],
    ["1 + $(=Sum(Amout))", ["query.field_missing", 1, 5, "$(=Sum(Amout)"]],
    ["1 + $(=Sum(Amount) + Sum(1))", ["query.no_field", 1, 5, "$(=Sum(Amount)"]],
    ["1 + $(vWrong)", ["query.field_missing", 1, 5, "$(vWrong)"]],
  ])("%s", async (measure, expected) => {
    expect(place(await w.wrong(measure, click))).toEqual(expected);
  });
});

describe("every error of a dimension", () => {
  test.each<[string, Place]>([
    ["city", ["query.field_missing", 1, 1, "city"]],
    ["=Upper(Citty)", ["query.field_missing", 1, 8, "Citty"]],
    ["=Upper(City", ["query.expression", 1, 12, undefined]],
    ["=1 + Sum(Amount)", ["query.dimension", 1, 6, "Sum"]],
    ["=1 + 2", ["query.dimension", 1, 1, "="]],
    ["=City & Currency", ["query.unlinked", 1, 1, "="]],
    ["=Date#(City, $(vNone))", ["query.variable_missing", 1, 14, "$(vNone)"]],
  ])("%s", async (expression, expected) => {
    const q = { kind: "cube" as const, dimensions: [{ expression }], measures: ["Sum(Qty)"] };
    const { answers } = await w.ask({ q });
    expect(place(answers.q as QuestionError)).toEqual(expected);
  });
});

test("a value that does not fit is told of the expression it comes from, beside others", async () => {
  const huge = "Max(Qty << 1e10)";
  const question = {
    kind: "cube" as const,
    dimensions: [{ expression: "City" }],
    measures: ["Sum(Qty)", huge],
  };
  const { answers } = await w.ask({ q: question, good: { ...question, measures: ["Sum(Qty)"] } });
  expect(answers.q).toMatchObject({ code: "query.value", line: 1, column: 1, part: huge });
  expect(answers.good).toMatchObject({ kind: "cube" });
});
