import { beforeAll, describe, expect, test } from "vitest";
import { type AskingWorld, openAskingWorld } from "./testing/asking-world";
import { world } from "./testing/small-world";

/** Amounts: Anna 2024 150.1, Ben 2024 25, a dangling customer 2025 7, nobody and no day 1. */
let w: AskingWorld;
beforeAll(async () => {
  w = await openAskingWorld(world);
});

describe("a set", () => {
  test.each<[string, number | null]>([
    ["Sum(Amount)", 150.1],
    ["Sum({$} Amount)", 150.1],
    ["Sum({1} Amount)", 183.1],
    ["Sum({$<Name=>} Amount)", 183.1],
    ["Sum({<Name={'Ben'}>} Amount)", 25],
    ["Sum({<Name={Ben}>} Amount)", 25],
    ["Sum({<Name={'ben'}>} Amount)", 0],
    ['Sum({<Name={"ben"}>} Amount)', 25],
    ['Sum({<Name={"*n*"}>} Amount)', 175.1],
    ["Sum({<Name={'Anna',\"B?n\"}>} Amount)", 175.1],
    ["Sum({<Name={}>} Amount)", 0],
    ["Sum({<Name={'nobody'}>} Amount)", 0],
    ["Sum({<Name+={'Ben'}>} Amount)", 175.1],
    ["Sum({<Name-={'Anna'}>} Amount)", 0],
    ["Sum({1<Name-={'Anna'}>} Amount)", 25],
    ["Sum({<Name*={'Anna','Ben'}>} Amount)", 150.1],
    ["Sum({<Name/={'Anna','Ben'}>} Amount)", 25],
    ["Sum({<City={'Oslo'}>} Amount)", 0],
    ["Sum({<Name=, City={'Oslo'}>} Amount)", 25],
    ["Sum({1<Order={1,3}>} Amount)", 125.1],
    ['Sum({1<Order={">=2<4"}>} Amount)', 75],
    ['Sum({1<Order={">4"}>} Amount)', 1],
    ['Sum({1<Amount={">=50"}>} Amount)', 150.1],
    ["Sum({1<Amount={100.1}>} Amount)", 100.1],
    ["Sum({1<Day={'2024-02-01'}>} Amount)", 50],
    ["Sum({1<Day={2024-02-01}>} Amount)", 50],
    ['Sum({1<Day={"2024*"}>} Amount)', 175.1],
    ['Sum({1<Day={">2024-02-01"}>} Amount)', 32],
    ["Sum({1<Day={45323}>} Amount)", 50],
    ["Sum({1<Day={$(=Max({1} Day))}>} Amount)", 7],
    ["Sum({1<Order={$(=Max(Order))}>} Amount)", 50],
    ['Sum({1<Day={">=$(=Max(Day)-1)"}>} Amount)', 82],
    ["Sum({1<Order={$(vOrder), 4}>} Amount)", 57],
    ["Sum({1<Name={'$(=Only(Name))'}>} Amount)", 150.1],
    ["Sum({<Category={'Toys'}>} Amount)", 100.1],
    ["Count({<Category={'Toys'}>} distinct Order)", 1],
    ['Sum({1<Name={"=Sum(Amount)>100"}>} Amount)', 150.1],
    ['Sum({1<Name={"=Sum(Amount)<100"}>} Amount)', 25],
    ['Sum({1<Name={"=Len(Name)=3"}>} Amount)', 25],
    ['Sum({1<Day={"=Year(Day)=2024 and Month(Day)=2"}>} Amount)', 75],
    ['Sum({1<Qty={"=Qty>4 or Sum(Qty)=1"}>} Qty)', 15],
    ['Sum({1<Customer={"=If(Customer>10, Sum(Amount)>10)"}>} Amount)', 25],
    ["Sum({1<Customer=P({1<City={'Oslo'}>} Customer)>} Amount)", 25],
    ["Sum({1<Customer=E({1<City={'Oslo'}>})>} Amount)", 157.1],
    ["Sum({1<Name={'Anna','Ben'}-{'Ben'}>} Amount)", 150.1],
    ["Sum({1<Name={'Anna'}+{'Ben'}>} Amount)", 175.1],
    ["Sum({1<Name={\"*n*\"}*{'Ben','Cleo'}>} Amount)", 25],
    ["Sum({1<Name={'Anna','Ben'}/{'Ben','Cleo'}>} Amount)", 150.1],
    ["Sum({1<Name=({'Anna'}+{'Ben'})-P({1<City={'Oslo'}>} Name)>} Amount)", 150.1],
    ["Sum({1<Name={'Anna'}+{'Ben'}*{'Cleo'}>} Amount)", 150.1],
    ["Sum({1<Name=E({1<City={'Rome'}>})+{'Anna'}>} Amount)", 175.1],
    ["Sum({<Name=Name+{'Ben'}>} Amount)", 175.1],
    ["Sum({<Name=Name-{'Anna'}>} Amount)", 0],
    ["Sum({1<Name=Name-{'Anna'}>} Amount)", 25],
    ["Sum({<Name=, City=Name>} Amount)", 0],
    ["Sum({1<City=City*{'Rome'}>} Amount)", 150.1],
    ["Sum({1<City-=P({1<Name={'Ben'}>})+{'Paris'}>} Amount)", 150.1],
    ["Sum({1} Amount) - Sum(Amount)", 33],
    ["Sum({1} Amount) / Sum({1<Name={'Ben'}>} Amount)", 7.324],
    ["Sum(distinct {1} Amount)", 183.1],
    ["Sum({1} TOTAL Amount)", 183.1],
    ["Sum({<>} Amount)", 150.1],
  ])("%s is %s where Anna is selected", async (measure, expected) => {
    const found = await w.figure(measure, { selections: { Name: ["Anna"] }, variables: { vOrder: 2 } });
    expect(Number(found)).toBeCloseTo(expected ?? 0, 6);
  });

  test.each<[string, number | string]>([
    ["{1} Sum(Amount)", 183.1],
    ["{<Name=>} Sum(Amount) - Sum(Amount)", 0],
    ["({<Name=>} Sum(Amount)) - Sum(Amount)", 33],
    ["Sum(Amount) - ({<Name={'Ben'}>} (Sum(Amount)))", 125.1],
    ["{<Name={'Ben'}>} Sum(Amount) / Count(Order * Amount)", 25],
    ["{<Name={'Ben'}>} Sum(Amount) + Sum({1} Amount)", 208.1],
    ["{<Name={'Ben'}>} Sum(Amount) + Sum({$} Amount)", 175.1],
    ["{<Name={'Ben'}>} Sum({<Day={'2024-02-03'}>} Amount)", 25],
    ["{<Name={'Ben'}>} Sum({<Day={'2024-02-01'}>} Amount)", 0],
    ["{<Name={'Ben'}>} Sum({$<Day={'2024-02-01'}>} Amount)", 50],
    ["{1<Name={'Ben'}>} Sum({<Name+={'Anna'}>} Amount)", 175.1],
    ["{1<Name={'Ben', 'Anna'}>} Sum({<Name*={'Anna', 'Cleo'}>} Amount)", 150.1],
    ["{1<Name={'Ben'}>} Sum({<Name={'Anna'}>} Amount)", 150.1],
    ["{1<Name={'Ben'}>} Sum({<Name=>} Amount)", 183.1],
    ["{1<Name={'Ben'}>} Sum({<>} Amount)", 25],
    ["{1<Name={'Ben'}>} Sum({<Day={'2024-02-01'}> + <Day={'2024-02-03'}>} Amount)", 25],
    ["{1 - $} Sum(Amount)", 33],
    ["{1 - $} Sum(Amount) + Sum({$} Amount)", 183.1],
    ["{1} ({<Name={'Ben'}>} Sum(Amount)) + Sum(Amount)", 208.1],
    ["{1} {<Name={'Ben'}>} Sum(Amount)", 25],
    ["{0} Sum({<Name=>} Amount)", 0],
    ["{<Name={'Ben'}>} Sum({<City=P()>} Amount)", 25],
    ["{<Name={'Ben'}>} Sum({<Name=, Customer=P()>} Amount)", 25],
    ["{<Name={'Ben'}>} Sum({<Name=, Customer=P({$} Customer)>} Amount)", 150.1],
    ['{<Name=>} Sum({<City={"=Sum(Amount)<100"}>} Amount)', 25],
    ["RangeSum({<Name={'Ben'}>} Sum(Amount), Sum({1} Amount))", 208.1],
    ["RangeSum(Sum(Amount), {<Name={'Ben'}>} Sum(Amount))", 175.1],
    ["{<Name=>} Sum(Aggr(Max(Amount), Customer))", 132.1],
    ["{<Name=>} Max({<Name={'Ben'}>} Aggr(Sum(Amount), Customer))", 25],
    ["Sum({1} Aggr({1} Max(Amount), Customer))", 132.1],
    ["{<Name={'Ben'}>} Aggr(Sum(Amount), Customer)", 25],
    ["{<Name={'Ben'}>} Name & '!'", "Ben!"],
    ["{<Name={'Ben'}>} Name & Only({$} Name)", "BenAnna"],
    ["If(Name = 'Anna', Sum(Amount))", 150.1],
    ["Len(City) + Sum(Amount)", 154.1],
    ["Sum(ALL Amount)", 183.1],
    ["Count(DISTINCT ALL Name)", 3],
    ["{<Name={'Ben'}>} Sum(Amount) / Sum(ALL Amount)", 25 / 183.1],
    ["Sum(Amount) - $(vShare)", 125.1],
  ])("%s with sets before aggregations is %s where Anna is selected", async (measure, expected) => {
    const variables = { vShare: "({<Name={'Ben'}>} Sum(Amount))" };
    const found = await w.figure(measure, { selections: { Name: ["Anna"] }, variables });
    if (typeof expected === "string") expect(found).toBe(expected);
    else expect(Number(found)).toBeCloseTo(expected, 6);
  });

  test("before aggregations, and ALL, are split by the rows as TOTAL is", async () => {
    const measures = ["{1<Name={'Ben'}>} Sum(Amount)", "Sum(ALL Amount)", "{1} Sum(TOTAL Amount)", "City"];
    const { rows } = await w.cube({ dimensions: ["Name"], measures }, { selections: { Name: ["Anna"] } });
    expect(rows).toEqual([
      ["Anna", 0, 183.1, 183.1, "Rome"],
      ["Ben", 25, 183.1, 183.1, null],
    ]);
  });

  test.each<[string, number]>([
    ["Sum({$ + 1} Amount)", 183.1],
    ["Sum({1 - $} Amount)", 33],
    ["Sum({1-$} Amount)", 33],
    ["Sum({-$} Amount)", 33],
    ["Sum({$ + <Name={'Ben'}>} Amount)", 175.1],
    ["Sum({1<City={'Rome'}>*1<Product={'P2'}>} Amount)", 100.1],
    ["Sum({1<Product={'P1'}>/1<Product={'P2'}>} Amount)", 50],
    ["Sum({1 - 1<Name={'Ben'}> - $} Amount)", 8],
    ["Sum({1 - (1<Name={'Ben'}> - $)} Amount)", 158.1],
    ["Sum({1<Name={'Ben'}> + 1<Name={'Anna'}> * 1<Product={'P2'}>} Amount)", 125.1],
    ["Sum({(1<Name={'Ben'}> + 1<Name={'Anna'}>) * 1<Product={'P2'}>} Amount)", 100.1],
    ["Sum({1 - (1 - $)} Amount)", 150.1],
    ["Sum({0} Amount)", 0],
    ["Sum({$0} Amount)", 150.1],
    ["Sum({1-$} Qty)", 13],
    ["Sum({1<Product={'P1'}>*1<Order={1}>} Qty)", 2],
    ["Count({1-$} distinct Customer)", 3],
    ["Sum({1<Customer=P({1-$} Customer)>} Amount)", 32],
    ["Sum({1<Product={'P1'}> - 1<Product={'P2'}>} Amount * Qty)", 450.2],
    ["Sum({Spring} Amount)", 25],
    ["Sum({[Late in the year]} Amount)", 7],
    ["Sum({[Late in the year] + Spring} Amount)", 32],
    ["Sum({Spring<Name=>} Amount)", 125.1],
    ["Sum({1 - Spring} Amount)", 158.1],
    ["Sum({$1} Amount)", 25],
    ["Sum({$_1} Amount)", 183.1],
  ])("%s of sets put together and named is %s where Anna is selected", async (measure, expected) => {
    const sets = {
      Spring: { Name: ["Ben"], Category: ["Toys"] },
      "Late in the year": { Day: ["2025-02-03"] },
      $1: { Name: ["Ben"] },
      $_1: {},
    };
    const found = await w.figure(measure, { selections: { Name: ["Anna"] }, sets });
    expect(Number(found)).toBeCloseTo(expected, 6);
  });

  test("put together stands with the fields of other tables as any other", async () => {
    const selections = { Product: ["P1"] };
    const { rows } = await w.cube(
      { dimensions: ["Name"], measures: ["Sum({1-$} Qty)", "Sum({1-$} Amount)"] },
      { selections },
    );
    expect(rows).toEqual([
      ["Anna", 1, 0],
      ["Ben", 13, 25],
    ]);
  });

  test("without a selection, += is everything and -= all others", async () => {
    expect(await w.figure("Sum({<Name+={'Ben'}>} Amount)")).toBe(175.1);
    expect(await w.figure("Sum({<Name-={'Ben'}>} Amount)")).toBe(150.1);
    expect(await w.figure("Sum({<Name*={'Ben'}>} Amount)")).toBe(25);
  });

  test("that leaves the dimension's selection out brings its other values back", async () => {
    const selections = { Name: ["Anna"] };
    const measures = ["Sum(Amount)", "Sum({<Name=>} Amount)"];
    const { rows, states } = await w.cube({ dimensions: ["Name"], measures }, { selections });
    expect(rows).toEqual([
      ["Anna", 150.1, 150.1],
      ["Ben", 0, 25],
    ]);
    expect(states).toEqual(["S", "A"]);
  });
});

describe("what is wrong in a set is said with its place", () => {
  test.each<[string, string, RegExp, number]>([
    ["Sum({<Nmae={'x'}>} Amount)", "query.field_missing", /"Nmae".*"Name"/, 7],
    ["Sum({<Name={>10}>} Amount)", "query.expression", /value of "Name".*double ones/, 13],
    ["Sum({<Name='x'>} Amount)", "query.expression", /stand in braces/, 12],
    ["Sum({<Name={North Sea}>} Amount)", "query.expression", /single quotes/, 19],
    ["Sum({<Name={'x'} Amount)", "query.expression", /Expected ">"/, 18],
    ["Sum({$1} Amount)", "query.set_missing", /"\$1" needs the selections before/, 6],
    ["Sum({bm} Amount)", "query.set_missing", /no bookmark for the set "bm"/, 6],
    ["Sum({$ + Sprng} Amount)", "query.set_missing", /"Sprng".*"Spring"/, 10],
    ["Sum({$ +} Amount)", "query.expression", /Expected a set/, 9],
    ["Sum({2} Amount)", "query.expression", /set "2"/, 6],
    ["Sum({($ + 1)<Name=>} Amount)", "query.expression", /in each set/, 13],
    ["Sum({($ + 1} Amount)", "query.expression", /Expected "\)"/, 12],
    ["Sum(Amount) + {1} Sum(Amount)", "query.expression", /in the middle.*at the beginning/, 15],
    ["Sum(Round({1} Amount))", "query.expression", /set of Sum\(\) stands at its beginning/, 12],
    ["Sum(Amount + ({1} Amount))", "query.expression", /set of Sum\(\) stands at its beginning/, 16],
    ["{1 - $} Sum({<Name=>} Amount)", "query.expression", /Name what it starts from/, 14],
    ["{<Nmae=>} Sum(Amount)", "query.field_missing", /"Nmae".*"Name"/, 3],
    ["Sum({1} ALL Amount)", "query.expression", /a set or ALL, not both/, 9],
    ["Round(TOTAL 2.5)", "query.expression", /aggregates nothing/, 1],
    ['Sum({<Amount={">x"}>} Amount)', "query.expression", /needs a number or a day/, 15],
    ["Sum({<Name=X(City)>} Amount)", "query.expression", /P\(\) and E\(\)/, 12],
    ["Sum({<Order=P(City)>} Amount)", "query.expression", /cannot be values of "Order"/, 13],
    ["Sum({<Name={'x'}>} Ammount)", "query.field_missing", /"Ammount".*"Amount"/, 20],
    ["Sum({<Name={$(vNmae)}>} Amount)", "query.variable_missing", /"vNmae".*"vName"/, 13],
    ["Sum({<Order={$(=Max(Ordr))}>} Amount)", "query.field_missing", /"Ordr".*"Order"/, 14],
    ["Sum(Amount))", "query.expression", /the end/, 12],
    ["Summ(Amount)", "query.expression", /Sum\(\)/, 1],
  ])("%s", async (measure, code, message, column) => {
    const error = await w.wrong(measure, { variables: { vName: "x" }, sets: { Spring: {} } });
    expect(error.code).toBe(code);
    expect(error.message).toMatch(message);
    expect(error).toMatchObject({ line: 1, column });
  });

  test("the other questions are answered", async () => {
    const cube = (measure: string) => ({ kind: "cube" as const, dimensions: [], measures: [measure] });
    const { answers } = await w.ask({
      bad: cube("Sum({<Nope={1}>} Amount)"),
      good: cube("Sum(Amount)"),
      odd: { kind: "values", field: "Nam" },
    });
    expect(answers.bad).toMatchObject({ kind: "error", code: "query.field_missing" });
    expect(answers.odd).toMatchObject({ kind: "error", code: "query.field_missing" });
    expect(answers.good).toMatchObject({ kind: "cube", rows: [[183.1]] });
  });
});
