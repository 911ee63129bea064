import { describe, expect, it } from "vitest";
import { scriptTables } from "../../testing/tables";

const run = scriptTables();
const rowsOf = async (script: string) => (await run(script)).tables.T?.rows;

const CASES: [string, string, unknown[]][] = [
  ["a value with the delimiter", "'x, y',1", ["x, y", "1"]],
  ["blanks around it", "  'x' , 1", ["x", "1"]],
  ["a quote inside, twice", "'it''s',1", ["it's", "1"]],
  ["double quotes inside", `'say "x"',1`, ['say "x"', "1"]],
  ["the empty text", "'',1", ["", "1"]],
  ["the last value", "1,'x'", ["1", "x"]],
  ["a quote at the beginning only", "'tis,1", ["'tis", "1"]],
  ["a quote in the middle", "O'Brien,1", ["O'Brien", "1"]],
  ["a quote that ends before the value does", "'n' roll,1", ["'n' roll", "1"]],
  ["double quotes", `"x, 'y'",1`, ["x, 'y'", "1"]],
];

describe("single quotes around values, unless msq or no quotes is said", () => {
  it.each(CASES)("INLINE: %s", async (_, line, row) => {
    expect(await rowsOf(`T: LOAD * INLINE [a,b\n${line}];`)).toEqual([row]);
  });

  it.each(CASES)("a file: %s", async (_, line, row) => {
    const { run: host } = await run("LET x = 1;");
    await host.file("q.csv", `a,b\n${line}\n`);
    await host.run("T: LOAD * FROM [lib://Files/q.csv] (txt, utf8, embedded labels, delimiter is ',');");
    const [[a, b] = []] = await host.rows("T");
    expect([String(a).trim(), String(b).trim()]).toEqual(row);
  });

  it.each(["msq", "no quotes"])("with %s they are part of the value", async (word) => {
    const { run: host } = await run("LET x = 1;");
    await host.file("q.csv", "a;b\n'x';1\n");
    await host.run(`T: LOAD * FROM [lib://Files/q.csv] (txt, delimiter is ';', ${word});`);
    expect(await host.rows("T")).toEqual([["'x'", "1"]]);
  });

  it("are found far into a file, and in labels", async () => {
    const { run: host } = await run("LET x = 1;");
    const lines = Array.from({ length: 200_000 }, (_, i) => `row ${i},O'Neill`);
    await host.file("q.csv", `'a 1',b\n${lines.join("\n")}\n'x, y',z\n`);
    const { tables } = await host.run("T: LOAD * FROM [lib://Files/q.csv] (csv);");
    expect(tables[0]?.fields.map((f) => f.name)).toEqual(["a 1", "b"]);
    expect((await host.rows("T")).at(-1)).toEqual(["x, y", "z"]);
  });
});
