import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { afterEach, describe, expect, it } from "vitest";
import { type TestRun, testRun } from "../testing/host";

let current: TestRun | undefined;
afterEach(() => current?.close());

async function rowsOf(script: string, table = "T"): Promise<unknown[][]> {
  current = await testRun();
  await current.run(script);
  return current.rows(table);
}

describe("STAR, FLUSHLOG and SEARCH", () => {
  it.each(["STAR IS *; STAR IS;", "FLUSHLOG;", "SEARCH INCLUDE *; SEARCH EXCLUDE [*ID], Name;"])(
    "%s changes no data",
    async (script) => {
      expect(await rowsOf(`${script} T: LOAD * INLINE [A\n*];`)).toEqual([["*"]]);
    },
  );

  it("a star among the data is refused", async () => {
    current = await testRun();
    await expect(current.run("STAR IS *;\nT: LOAD 1 AS N, A INLINE [A\nx\n*];")).rejects.toMatchObject({
      code: "script.unsupported",
      message: 'The star "*" as a value of the field "A" is not supported.',
      options: { params: { line: 2 } },
    });
    expect(await rowsOf("STAR IS '*'; T: LOAD * INLINE [A\nx\n**];")).toEqual([["x"], ["**"]]);
  });
});

describe("statements that are refused", () => {
  it.each([
    ["DIRECTORY [c:/data];", "lib://"],
    ["BINARY [lib://Apps/x.qvf];", "STORE"],
    ["EXECUTE cmd.exe /C dir;", "no programs"],
    ["DERIVE FIELDS FROM FIELDS a USING b;", "calendar"],
    [
      "[x]: LOAD 1 AS a AUTOGENERATE 1; DECLARE FIELD DEFINITION TAGGED '$date' FIELDS Year($1) AS Year;",
      "calendar",
    ],
    ["FORCE CAPITALIZATION;", "Upper"],
  ])("%s says why", async (script, advice) => {
    current = await testRun();
    const error = await current.run(script).catch((e: unknown) => e);
    expect(error).toMatchObject({ code: "script.unsupported" });
    expect(error).toHaveProperty("options.advice", expect.stringContaining(advice));
  });
});

describe("words of a format that say how a file is read", () => {
  it.each([
    ["(txt, no quotes)", '"no quotes" in STORE'],
    ["(txt, header is 2 lines)", '"header is" in STORE'],
    ["(txt, comment is '#')", '"comment is" in STORE'],
    ["(txt, codepage is 1252)", "another code page"],
    ["(json)", "JSON"],
  ])("STORE with %s is refused where they stand", async (format, said) => {
    current = await testRun();
    const script = `T: LOAD 1 AS a AUTOGENERATE 1;\nSTORE T INTO [lib://Files/a.csv] ${format};`;
    await expect(current.run(script)).rejects.toMatchObject({
      code: "script.unsupported",
      message: expect.stringContaining(said),
      options: { params: { line: 2, column: 34 } },
    });
  });

  it("`msq` and `no labels` are written as they say", async () => {
    current = await testRun();
    await current.run(
      "T: LOAD 1 AS a AUTOGENERATE 1; STORE T INTO [lib://Files/a.csv] (txt, msq, no labels);",
    );
    expect(await readFile(join(current.folder, "a.csv"), "utf8")).toBe("1\n");
  });
});
