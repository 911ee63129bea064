import { afterEach, describe, expect, it } from "vitest";
import { type TestOptions, type TestRun, testRun } from "../testing/host";

let current: TestRun | undefined;
afterEach(() => current?.close());

/** What a script traces. */
async function traced(script: string, options?: TestOptions): Promise<string[]> {
  current = await testRun(options);
  await current.run(script);
  return current.logs.filter((l) => l.startsWith("info trace: ")).map((l) => l.slice(12));
}

describe("variables and dollar expansion", () => {
  it("takes SET as text and LET as value", async () => {
    expect(await traced("SET a = 1 + 2; LET b = 1 + 2; c = 2 * 3\nTRACE $(a) $(b) $(c);")).toEqual([
      "1 + 2 3 6",
    ]);
  });

  it("removes one pair of quotes around SET, and empties a variable", async () => {
    expect(
      await traced(
        "SET a = 'x;y'; SET b = 'it''s'; SET c = 'a' & 'b'; SET a2='x'; SET a2=; TRACE $(a)|$(b)|$(c)|$(a2)|$(never);",
      ),
    ).toEqual(["x;y|it's|'a' & 'b'||"]);
  });

  it("takes an apostrophe without a partner in SET and TRACE as text", async () => {
    expect(await traced("SET a = it is Ann's;\nTRACE don't; TRACE $(a);")).toEqual(["don't", "it is Ann's"]);
  });

  it("expands inside out and again, with arguments", async () => {
    expect(
      await traced(`SET n = 1; SET v1 = one; SET add = $1 + $2 ($0); SET indirect = $(v$(n));
        LET n = 2; SET v2 = two; TRACE $(v$(n)) $(indirect) $(add(3, 4));`),
    ).toEqual(["two one 3 +  4 (2)"]);
  });

  it("evaluates $(=…) and gives $(#v) with a point", async () => {
    expect(
      await traced(
        "SET DecimalSep = ','; SET ThousandSep = '.'; LET x = 1 / 4; TRACE $(=1 + 2) $(x) $(#x) $(=If('a'=')','y','n'));",
      ),
    ).toEqual(["3 0,25 0.25 n"]);
  });

  it("keeps the number behind a formatted date", async () => {
    expect(
      await traced(
        "SET DateFormat='DD.MM.YYYY'; LET d = MakeDate(2024, 1, 31); LET e = Date(d + 1); TRACE $(d) $(#d) $(e);",
      ),
    ).toEqual(["31.01.2024 45322 01.02.2024"]);
  });

  it("uses variables by name where no field has it", async () => {
    current = await testRun();
    await current.run("LET f = 3; T: LOAD N * f AS X INLINE [N\n1\n2];");
    expect(await current.rows("T")).toEqual([["3"], ["6"]]);
  });

  it("includes files as statements, and only what exists", async () => {
    const includes = { "inc.qvs": "TRACE one;\nSUB s(x)\nTRACE sub $(x);\nEND SUB\n", "part.txt": "1 + 1" };
    expect(
      await traced(
        "$(Must_Include=inc.qvs);\nCALL s('a'); LET v = $(Include=part.txt); TRACE $(v); $(Include=none.qvs);",
        { includes },
      ),
    ).toEqual(["one", "sub a", "2"]);
    await expect(traced("\n $(Must_Include=none.qvs);")).rejects.toMatchObject({
      code: "script.file",
      options: { params: { line: 2 } },
    });
  });

  it("stops a variable that expands into itself, and one that explodes", async () => {
    await expect(
      traced("SET a = x$(b); SET b = y;\nSET b = $1; SET c = '$' & '(c)'; LET c = '$' & '(c)'; TRACE $(c);"),
    ).rejects.toMatchObject({
      code: "script.recursion",
      options: { params: { line: 2 } },
    });
    const doubling = Array.from(
      { length: 40 },
      (_, i) => `LET v${i + 1} = '$' & '(v${i})$' & '(v${i})';`,
    ).join("\n");
    await expect(traced(`SET v0 = xxxxxxxxxx;\n${doubling}\nTRACE $(v40);`)).rejects.toMatchObject({
      code: "script.limit",
    });
  });
});

describe("control statements", () => {
  it("chooses by IF, ELSEIF and ELSE", async () => {
    const script = (x: number) => `LET x = ${x};
      IF x = 1 THEN
        TRACE one;
      ELSEIF x = 2 THEN TRACE two;
      ELSE
        TRACE other;
      END IF
      IF $(x) > 1 THEN TRACE more; ENDIF`;
    expect(await traced(script(1))).toEqual(["one"]);
    expect(await traced(script(2))).toEqual(["two", "more"]);
    expect(await traced(script(3))).toEqual(["other", "more"]);
  });

  it("counts with FOR, up and down, bounds taken once", async () => {
    expect(
      await traced(
        "LET n = 2; FOR i = 1 TO n\n LET n = 5;\n TRACE $(i);\nNEXT i\nFOR j = 0.3 TO 0.1 STEP -0.1\nTRACE $(j);\nNEXT",
      ),
    ).toEqual(["1", "2", "0.3", "0.2", "0.1"]);
  });

  it("goes through lists and through the values of a field", async () => {
    expect(
      await traced(`T: LOAD * INLINE [F
        b
        a
        b];
        FOR EACH v IN 'x', 1 + 1, FieldValueList('F')
          TRACE $(v);
        NEXT v`),
    ).toEqual(["x", "2", "b", "a"]);
  });

  it("goes through the values of a dual and of a date as they are shown", async () => {
    expect(
      await traced(`SET DateFormat = 'DD.MM.YYYY'; T: LOAD MakeDate(2024, 2) AS D, Month(MakeDate(2024, 2)) AS M AUTOGENERATE 1;
        FOR EACH v IN FieldValueList('D'), FieldValueList('M'), FieldValueList('none')
          TRACE $(v);
        NEXT`),
    ).toEqual(["01.02.2024", "Feb"]);
  });

  it("leaves loops by EXIT", async () => {
    expect(
      await traced("FOR i = 1 TO 9\nIF i = 3 THEN\nEXIT FOR\nEND IF\nTRACE $(i);\nNEXT\nTRACE end;"),
    ).toEqual(["1", "2", "end"]);
    expect(
      await traced(
        `${"DO\nLET k = k + 1;\nEXIT DO WHEN k = 3\nLOOP\n".replace("DO", "LET k = 0;\nDO")}TRACE $(k);`,
      ),
    ).toEqual(["3"]);
    expect(await traced("TRACE a;\nEXIT SCRIPT WHEN 1 = 2;\nTRACE b;\nEXIT SCRIPT;\nTRACE c;")).toEqual([
      "a",
      "b",
    ]);
  });

  it("repeats with DO WHILE and LOOP UNTIL", async () => {
    expect(await traced("LET i = 0;\nDO WHILE i < 2\nLET i = i + 1;\nTRACE $(i);\nLOOP")).toEqual(["1", "2"]);
    expect(await traced("LET i = 0;\nDO\nLET i = i + 1;\nTRACE $(i);\nLOOP UNTIL i >= 2")).toEqual([
      "1",
      "2",
    ]);
  });

  it("switches by value", async () => {
    const script = (x: string) =>
      `SWITCH ${x}\nCASE 1, 2\nTRACE few;\nCASE 'a'\nTRACE a;\nDEFAULT\nTRACE default;\nEND SWITCH`;
    expect(await traced(script("2"))).toEqual(["few"]);
    expect(await traced(script("'a'"))).toEqual(["a"]);
    expect(await traced(script("9"))).toEqual(["default"]);
  });

  it("gives a SUB's parameters back to plain variables, and to nothing else", async () => {
    expect(
      await traced(`SUB s(a, b, c)
          LET a = a & '!';
          LET b = b & '?';
          LET global = 'set';
          IF IsNull(c) THEN
            TRACE missing;
          END IF
        END SUB
        LET x = 'in'; LET y = 'in'; LET a = 'mine';
        CALL s(x, y & '');
        TRACE $(x) $(y) $(a) $(global);`),
    ).toEqual(["missing", "in! in mine set"]);
  });

  it("stops what never ends", async () => {
    const limits = { loopRounds: 10 };
    await expect(traced("DO\nLET i = 1;\nLOOP", { limits })).rejects.toMatchObject({ code: "script.limit" });
    await expect(traced("FOR i = 1 TO 1e12\nLET j = 1;\nNEXT", { limits })).rejects.toMatchObject({
      code: "script.limit",
    });
    await expect(traced("SUB a\nCALL a;\nEND SUB\nCALL a;")).rejects.toMatchObject({
      code: "script.recursion",
    });
    await expect(traced("LET a=1;LET a=1;LET a=1;", { limits: { statements: 2 } })).rejects.toMatchObject({
      code: "script.limit",
    });
    await expect(
      traced("T: LOAD IterNo() AS I AUTOGENERATE 1 WHILE 1 = 1;", { limits }),
    ).rejects.toMatchObject({ code: "script.limit" });
  });

  it("stops at once when it is cancelled", async () => {
    const controller = new AbortController();
    const reason = new Error("cancelled by the person");
    const run = traced("SLEEP 60000; TRACE never;", { signal: controller.signal });
    setTimeout(() => controller.abort(reason), 20);
    await expect(run).rejects.toBe(reason);
    const second = new AbortController();
    const heavy = traced(
      `${"T: LOAD Sum(RecNo() * Rand) AS S AUTOGENERATE 1;".replace("* Rand", "")}A: LOAD RecNo() AS N AUTOGENERATE 900000; LET v = 1; JOIN (A) LOAD RecNo() AS M AUTOGENERATE 900000;`,
      {
        signal: second.signal,
        limits: { rows: 1e12 },
      },
    );
    setTimeout(() => second.abort(reason), 300);
    await expect(heavy).rejects.toBe(reason);
  });
});

describe("tables and fields", () => {
  const two = "A: LOAD * INLINE [K, X\n1, a\n2, b]; B: LOAD * INLINE [K, Y\n1, c];";

  async function fieldsOf(script: string) {
    current = await testRun();
    const { tables } = await current.run(script);
    return Object.fromEntries(tables.map((t) => [t.name, t.fields.map((f) => f.name)]));
  }

  it("drops tables and fields", async () => {
    expect(await fieldsOf(`${two} DROP TABLE A;`)).toEqual({ B: ["K", "Y"] });
    expect(await fieldsOf(`${two} DROP FIELD K FROM A;`)).toEqual({ A: ["X"], B: ["K", "Y"] });
    expect(await fieldsOf(`${two} DROP FIELDS K, X;`)).toEqual({ B: ["Y"] });
  });

  it("renames tables and fields, also by a mapping", async () => {
    expect(await fieldsOf(`${two} RENAME TABLE A TO a, B TO Bee; RENAME FIELD K TO [the key];`)).toEqual({
      a: ["the key", "X"],
      Bee: ["the key", "Y"],
    });
    expect(
      await fieldsOf(
        `${two} M: MAPPING LOAD * INLINE [from, to\nK, Key\nY, Why\nZ, Zed]; RENAME FIELDS USING M;`,
      ),
    ).toEqual({ A: ["Key", "X"], B: ["Key", "Why"] });
    expect(await fieldsOf("T: LOAD 1 AS ab AUTOGENERATE 1; RENAME FIELD ab TO AB;")).toEqual({ T: ["AB"] });
  });

  it("qualifies fields, but for keys", async () => {
    expect(await fieldsOf(`QUALIFY *; UNQUALIFY K; ${two}`)).toEqual({ A: ["K", "A.X"], B: ["K", "B.Y"] });
    expect(await fieldsOf(`QUALIFY X*; ${two} UNQUALIFY *; C: LOAD 1 AS X, 2 AS Z AUTOGENERATE 1;`)).toEqual({
      A: ["K", "A.X"],
      B: ["K", "Y"],
      C: ["X", "Z"],
    });
  });

  it("gives a name that is taken by another table a number", async () => {
    expect(await fieldsOf("T: LOAD 1 AS a AUTOGENERATE 1; T: LOAD 1 AS b AUTOGENERATE 1;")).toEqual({
      T: ["a"],
      "T-1": ["b"],
    });
  });
});

describe("system variables that have no effect", () => {
  const warningsOf = async (script: string) => {
    await current?.close();
    current = await testRun();
    return (await current.run(`${script}\nU: LOAD 1 AS a AUTOGENERATE 1;`)).warnings;
  };

  it.each([
    "HidePrefix",
    "HideSuffix",
    "CollationLocale",
    "QvdBufferDir",
    "Verbatim",
    "NumericalAbbreviation",
  ])("%s warns with its place, by SET and by LET", async (name) => {
    const told = expect.stringMatching(
      `^${name} is not supported, setting it changes nothing: .+ \\(line 2, column 3\\)\\.$`,
    );
    expect(await warningsOf(`TRACE x;\n  SET ${name} = 'sv-SE';`)).toEqual([told]);
    expect(await warningsOf(`TRACE x;\n  LET ${name.toUpperCase()} = 'sv-' & 'SE';`)).toEqual([told]);
  });

  it("do not warn with values that change nothing", async () => {
    const usual = `SET CollationLocale='en-US'; SET CreateSearchIndexOnReload=1; SET Verbatim=0; SET HidePrefix=;
      SET ThousandSep='.'; SET DecimalSep=','; SET MoneyThousandSep='.'; SET MoneyDecimalSep=',';`;
    expect(await warningsOf(usual)).toEqual([]);
    expect(await warningsOf("SET MoneyDecimalSep=',';")).toEqual([
      expect.stringContaining("read by DecimalSep"),
    ]);
  });
});
