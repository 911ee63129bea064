import { afterEach, describe, expect, it } from "vitest";
import { type TestRun, testRun } from "../testing/host";

let current: TestRun | undefined;
afterEach(() => current?.close());

async function run(script: string, variables: Record<string, string> = {}) {
  current = await testRun({ variables });
  return current.run(script);
}

describe("CONSTRAIN", () => {
  it.each([
    ['{"type": "number"}', ["1", "-2.5", "1e3"], ["one", "2024-01-01x"]],
    ['{"type": "text"}', ["one", "1 or 2"], ["1", "2.5"]],
    ['{"maxnum": 5000}', ["5000", "-1"], ["5001", "many"]],
    ['{"minnum": 2.5e2}', ["250", "251.5"], ["249.9", "few"]],
    ['{"valuesnum": [1, 2, 3]}', ["1", "3.0"], ["4", "1, 2", "a"]],
    ['{"valuestext": ["Department A", "B;C"]}', ["Department A", "B;C"], ["Department a", "B"]],
    ['{"type": "number", "minnum": 1,\n "maxnum": 9}', ["1", "9"], ["0", "10"]],
    ["{}", ["anything"], []],
  ])("%s", async (constraint, allowed, refused) => {
    for (const value of allowed) await run(`CONSTRAIN v = ${constraint};\nSET v = '${value}';`);
    for (const value of refused)
      await expect(run(`CONSTRAIN v = ${constraint};\n\nSET v = '${value}';`)).rejects.toMatchObject({
        code: "script.value",
        options: { params: { variable: "v", line: constraint.includes("\n") ? 4 : 3 } },
      });
  });

  it("looks at the value a variable has already, and at every later one", async () => {
    const rule = 'CONSTRAIN region = {"valuestext": ["north", "south"]};';
    await run(`${rule} LET region = Lower('SOUTH'); SET region = ;`, { region: "north" });
    await expect(run(rule, { region: "x' or 1=1" })).rejects.toMatchObject({ code: "script.value" });
    await expect(run(`${rule}\nFOR EACH region IN 'north', 'east'\nNEXT`)).rejects.toMatchObject({
      options: { params: { variable: "region" } },
    });
    await expect(run(`${rule}\nSUB s(region)\nEND SUB\nCALL s('west')`)).rejects.toMatchObject({
      code: "script.value",
    });
  });

  it("counts a date by its number, and a number as the script writes it", async () => {
    await run('CONSTRAIN d = {"minnum": 45000}; LET d = MakeDate(2024);');
    await run(`SET DecimalSep = ','; CONSTRAIN n = {"maxnum": 1.5}; SET n = '1,5';`);
  });

  it("ends with an empty constraint", async () => {
    await run('CONSTRAIN v = {"maxnum": 1}; CONSTRAIN v = ; SET v = 2;');
  });

  it("ends the reload whatever ErrorMode says", async () => {
    await expect(run('SET ErrorMode = 0; CONSTRAIN v = {"maxnum": 1}; SET v = 2;')).rejects.toMatchObject({
      code: "script.value",
    });
  });

  it.each([
    ['CONSTRAIN v = {"maxnum": "1"};', "script.syntax", 15],
    ['CONSTRAIN v = {"type": "date"};', "script.syntax", 15],
    ['CONSTRAIN v = {"valuesnum": [1, "a"]};', "script.syntax", 15],
    ['CONSTRAIN v = {"pattern": "a"};', "script.unsupported", 15],
    ["CONSTRAIN v = [1];", "script.syntax", 15],
    ["CONSTRAIN v = {maxnum: 1};", "script.syntax", 15],
    ["CONSTRAIN v;", "script.syntax", 12],
  ])("%s is refused", async (script, code, column) => {
    await expect(run(script)).rejects.toMatchObject({ code, options: { params: { line: 1, column } } });
  });
});
