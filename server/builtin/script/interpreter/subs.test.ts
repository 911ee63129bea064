import { afterEach, describe, expect, it } from "vitest";
import { type TestOptions, type TestRun, testRun } from "../testing/host";

let current: TestRun | undefined;
afterEach(() => current?.close());

/** What a script traces, and what it warns of. */
async function traced(
  script: string,
  options?: TestOptions,
): Promise<{ lines: string[]; warnings: string[] }> {
  current = await testRun(options);
  const { warnings } = await current.run(script);
  return {
    lines: current.logs.filter((l) => l.startsWith("info trace: ")).map((l) => l.slice(12)),
    warnings,
  };
}

const INCR = "SUB INCR (I, J)\n  I = I + 1\n  EXIT SUB WHEN I < 10\n  J = J + 1\nEND SUB\n";

describe("parameters of a SUB", () => {
  it.each([
    [
      "are copied back to variables",
      `${INCR}LET X = 1; LET Y = 1; CALL INCR (X, Y)\nTRACE $(X) $(Y);`,
      ["2 1"],
    ],
    [
      "are copied back at the end, too",
      `${INCR}LET X = 9; LET Y = 1; CALL INCR (X, Y)\nTRACE $(X) $(Y);`,
      ["10 2"],
    ],
    [
      "are copied back to a variable there was none of",
      `SUB s(p)\nLET p = 'made';\nEND SUB\nCALL s(New)\nTRACE $(New);`,
      ["made"],
    ],
    ["are not copied back to expressions", `${INCR}LET X = 9; CALL INCR (X + 0, 1)\nTRACE $(X);`, ["9"]],
    [
      "may be exchanged",
      "SUB swap(a, b)\nLET t = a;\nLET a = b;\nLET b = t;\nEND SUB\nLET a = 1; LET b = 2; CALL swap(a, b)\nTRACE $(a) $(b);\nCALL swap(b, a)\nTRACE $(a) $(b);",
      ["2 1", "1 2"],
    ],
    [
      "hide variables of their names, inside only",
      "SUB s(v)\nTRACE in $(v);\nLET v = 'changed';\nEND SUB\nLET v = 'mine'; CALL s('given')\nTRACE out $(v);",
      ["in given", "out mine"],
    ],
    [
      "are NULL where no argument is given: variables of the SUB's own",
      "SUB s(a, local)\nIF IsNull(local) THEN\nTRACE none;\nEND IF\nLET local = a & '!';\nTRACE $(local);\nEND SUB\nCALL s('x')\nTRACE [$(local)];",
      ["none", "x!", "[]"],
    ],
    [
      "are each call's own",
      "SUB f(n, out)\nIF n <= 1 THEN\nLET out = 1;\nELSE\nLET m = n - 1;\nCALL f(m, sub)\nLET out = n * sub;\nEND IF\nEND SUB\nCALL f(5, r)\nTRACE $(r);",
      ["120"],
    ],
    [
      "keep the number behind a text",
      "SUB s(d, out)\nLET out = Date(d + 1);\nEND SUB\nLET day = MakeDate(2024, 2, 28); CALL s(day, next)\nTRACE $(next) $(#next);",
      ["2024-02-29 45351"],
    ],
    [
      "stand in brackets, or there are none",
      "SUB [my sub]\nTRACE none;\nEND SUB\nSUB e()\nTRACE empty;\nENDSUB\nCALL [my sub]\nCALL e()\nCALL e;",
      ["none", "empty", "empty"],
    ],
  ])("%s", async (_title, script, lines) => {
    expect((await traced(script)).lines).toEqual(lines);
  });

  it("that give a value back make its variable, without a warning", async () => {
    const { lines, warnings } = await traced(
      "SUB s(a, out)\nIF IsNull(out) THEN\nLET out = a + 1;\nEND IF\nEND SUB\nCALL s(1, New)\nTRACE $(New);\nCALL s(x + 1, y)",
    );
    expect(lines).toEqual(["2"]);
    expect(warnings).toEqual(['There is no variable "x"; it counts as NULL.']);
  });

  it("without a value are NULL without a warning; other variables warn", async () => {
    const { warnings } = await traced(
      "SUB s(a, b)\nLET x = If(IsNull(b), 1, 0);\nLET y = nothing;\nEND SUB\nCALL s(1)",
    );
    expect(warnings).toEqual(['There is no variable "nothing"; it counts as NULL.']);
  });
});

describe("where a SUB is known", () => {
  it("is inside the SUB that defines it, which may hide one of its name", async () => {
    const { lines } = await traced(
      `SUB inner
        TRACE outer one;
      END SUB
      SUB outer(p)
        SUB inner
          TRACE inner one, $(p);
        END SUB
        CALL inner
      END SUB
      CALL outer('x')
      CALL inner`,
    );
    expect(lines).toEqual(["inner one, x", "outer one"]);
  });

  it.each([
    ["a SUB", "SUB outer\nSUB inner\nEND SUB\nEND SUB\nCALL outer\nCALL inner", 6],
    ["IF", "IF 1 = 1 THEN\nSUB inner\nEND SUB\nCALL inner\nEND IF\nCALL inner", 6],
    ["FOR", "FOR i = 1 TO 2\nSUB inner\nEND SUB\nCALL inner\nNEXT\nCALL inner", 6],
    ["what comes before it", "CALL inner\nSUB inner\nEND SUB", 1],
  ])("is not outside of %s", async (_title, script, line) => {
    await expect(traced(script)).rejects.toMatchObject({
      code: "script.syntax",
      options: { params: { line } },
    });
  });

  it("is everywhere behind a file that is included at the top", async () => {
    const includes = { "lib.qvs": "SUB greet(who)\n  TRACE hello $(who);\nEND SUB\n" };
    expect(
      (await traced("$(Must_Include=lib.qvs)\nIF 1 = 1 THEN\nCALL greet('you')\nEND IF", { includes })).lines,
    ).toEqual(["hello you"]);
  });
});

describe("EXIT", () => {
  it("leaves the innermost loop of its kind, also from a SWITCH or an included file", async () => {
    const includes = { "leave.qvs": "EXIT DO WHEN j = 2;" };
    const script = `FOR i = 1 TO 3
        LET j = 0;
        DO
          LET j = j + 1;
          SWITCH i
            CASE 2
              EXIT FOR
            DEFAULT
              $(Include=leave.qvs);
          END SWITCH
        LOOP
        TRACE $(i) $(j);
      NEXT
      TRACE end $(i) $(j);`;
    expect((await traced(script, { includes })).lines).toEqual(["1 2", "end 2 1"]);
  });

  it.each(["UNLESS", "WHEN"])("goes by its condition: %s", async (word) => {
    const { lines } = await traced(
      `SUB s(x)\nEXIT SUB ${word} x = 1\nTRACE $(x);\nEND SUB\nCALL s(1)\nCALL s(2)`,
    );
    expect(lines).toEqual([word === "WHEN" ? "2" : "1"]);
  });

  it.each([
    ["EXIT FOR;", 1],
    ["IF 1 = 1 THEN\nEXIT DO\nEND IF", 2],
    ["EXIT SUB;", 1],
    ["FOR i = 1 TO 2\nEXIT DO\nNEXT", 2],
    ["SUB s\nEXIT FOR\nEND SUB\nFOR i = 1 TO 2\nCALL s\nNEXT", 2],
  ])("%s is an error where there is nothing to leave", async (script, line) => {
    await expect(traced(`${script}\nTRACE never;`)).rejects.toMatchObject({
      code: "script.syntax",
      options: { params: { line } },
    });
  });
});

describe("SWITCH", () => {
  const choose = (subject: string) =>
    `SWITCH ${subject}\nCASE 1, 2\nTRACE few;\nCASE 'a', 'b' & 'c'\nTRACE text;\nCASE x + 1\nTRACE computed;\nDEFAULT\nTRACE default;\nEND SWITCH`;

  it.each([
    ["1 + 1", "few"],
    ["'2'", "few"],
    ["'a'", "text"],
    ["'A'", "default"],
    ["'bc'", "text"],
    ["11", "computed"],
    ["Null()", "default"],
    ["''", "default"],
  ])("of %s takes the branch of %s", async (subject, branch) => {
    expect((await traced(`LET x = 10;\n${choose(subject)}`)).lines).toEqual([branch]);
  });

  it.each([
    [
      "no case that fits and no DEFAULT",
      "SWITCH 3\nCASE 1\nTRACE one;\nEND SWITCH\nTRACE behind;",
      ["behind"],
    ],
    ["no case at all", "SWITCH 3\nEND SWITCH\nTRACE behind;", ["behind"]],
    [
      "a case without statements",
      "SWITCH 1\nCASE 1\nCASE 1, 2\nTRACE second;\nENDSWITCH\nTRACE behind;",
      ["behind"],
    ],
    [
      "the first of two that fit",
      "SWITCH 1\nCASE 1\nTRACE first;\nCASE 1\nTRACE second;\nEND SWITCH",
      ["first"],
    ],
    ["only DEFAULT", "SWITCH 1\nDEFAULT\nTRACE default;\nEND SWITCH", ["default"]],
    [
      "a SWITCH inside",
      "SWITCH 1\nCASE 1\nSWITCH 2\nCASE 1\nTRACE wrong;\nDEFAULT\nTRACE inner;\nEND SWITCH\nDEFAULT\nTRACE outer;\nEND SWITCH",
      ["inner"],
    ],
    ["a subject from an expansion", "SET v = b; SWITCH '$(v)'\nCASE 'b'\nTRACE b;\nEND SWITCH", ["b"]],
  ])("with %s", async (_title, script, lines) => {
    expect((await traced(script)).lines).toEqual(lines);
  });

  it.each([
    ["SWITCH 1, 2\nCASE 1\nEND SWITCH", 1, 9],
    ["SWITCH\nCASE 1\nEND SWITCH", 1, 7],
    ["SWITCH 1\nCASE\nEND SWITCH", 2, 5],
    ["SWITCH 1\nTRACE x;\nCASE 1\nEND SWITCH", 1, 1],
    ["SWITCH 1\nDEFAULT\nCASE 1\nEND SWITCH", 3, 1],
    ["SWITCH 1\nDEFAULT\nDEFAULT\nEND SWITCH", 3, 1],
    ["SWITCH 1\nCASE 1\nTRACE x;", 1, 1],
    ["SWITCH 1\nCASE 1\nEND IF", 3, 1],
  ])("%s is refused", async (script, line, column) => {
    await expect(traced(script)).rejects.toMatchObject({
      code: "script.syntax",
      options: { params: { line, column } },
    });
  });
});

describe("included files", () => {
  const includes = {
    "a.qvs": "TRACE a;\n$(Must_Include=b.qvs);\nTRACE a again;",
    "b.qvs": "\uFEFFLET inB = 'set';\nTRACE b $(inB);",
    "lib://Template/c.qvs": "TRACE c;",
    "loop.qvs": "$(Include=loop.qvs);",
    "open.qvs": "IF 1 = 1 THEN\nTRACE never;",
    "wrong.qvs": "TRACE before;\nLET x = 1 +;",
  };

  it("include others, and share their variables", async () => {
    expect((await traced("$(Include=a.qvs);\nTRACE $(inB);", { includes })).lines).toEqual([
      "a",
      "b set",
      "a again",
      "set",
    ]);
  });

  it.each([
    ["$(Include=b.qvs)", ["b set"]],
    ["$(must_include='b.qvs');", ["b set"]],
    ["$(Include=[b.qvs]);", ["b set"]],
    ["SET part = b; $(Include=$(part).qvs);", ["b set"]],
    ["$(Include=none.qvs);", []],
    ["$(Include=../b.qvs);", []],
    ["$(Include=lib://Files/b.qvs);", []],
    ["$(Must_Include=lib://Template/c.qvs); // a comment", ["c"]],
    ["SET part = Template; LET x = '$(Include=lib://$(part)/c.qvs)'; TRACE $(x);", ["TRACE c;"]],
  ])("%s", async (statement, lines) => {
    expect((await traced(statement, { includes })).lines).toEqual(lines);
  });

  it.each([
    ["$(Must_Include=../b.qvs);", "script.file", 2],
    ["$(Must_Include=/etc/passwd);", "script.file", 2],
    ["$(Must_Include=);", "script.file", 2],
    ["$(Include=loop.qvs);", "script.recursion", 2],
    ["$(Include=open.qvs);", "script.syntax", 2],
    ["$(Include=wrong.qvs);", "script.syntax", 2],
  ])("%s tells the line it stands in", async (statement, code, line) => {
    await expect(traced(`TRACE first;\n${statement}`, { includes })).rejects.toMatchObject({
      code,
      options: { params: { line } },
    });
  });
});
