import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type Expr, fieldsOf, sameExpr } from "./ast";
import { checkScript } from "./check";
import { aggregationsOf } from "./compile";
import { parseExpression } from "./expression-parser";
import { plainSource } from "./source-text";
import { splitStatements } from "./split";
import { parseStatement } from "./statement-parser";

/** An expression with every bracket written, to see what binds to what. */
function show(expr: Expr): string {
  switch (expr.kind) {
    case "number":
      return expr.written;
    case "text":
      return `'${expr.value}'`;
    case "field":
      return `[${expr.name}]`;
    case "star":
      return "*";
    case "unary":
      return `(${expr.op} ${show(expr.operand)})`;
    case "binary":
      return `(${show(expr.left)} ${expr.op} ${show(expr.right)})`;
    case "call":
      return `${expr.name}(${expr.distinct ? "distinct " : ""}${expr.args.map(show).join(", ")})`;
    case "scoped":
      return `({…} ${show(expr.inner)})`;
  }
}

describe("expressions", () => {
  it.each([
    ["1+2*3-4/5", "((1 + (2 * 3)) - (4 / 5))"],
    ["a or b and not c = d", "([a] or ([b] and (not ([c] = [d]))))"],
    ["not a = b or c", "((not ([a] = [b])) or [c])"],
    ["a & b + c", "([a] & ([b] + [c]))"],
    ["a & b = c & d", "(([a] & [b]) = ([c] & [d]))"],
    ["-a * -b", "((- [a]) * (- [b]))"],
    ["a - -1", "([a] - (- 1))"],
    ["a bitand b + 1", "(([a] bitand [b]) + 1)"],
    ["a like 'x*'", "([a] like 'x*')"],
    ['[a b]]c] + "d ""e" + `f`', '(([a b]c] + [d "e]) + [f])'],
    ["'it''s' & ''", "('it's' & '')"],
    [
      "Sum(DISTINCT Price * Qty) / count(distinct [Order ID])",
      "(sum(distinct ([Price] * [Qty])) / count(distinct [Order ID]))",
    ],
    ["Count(*)", "count(*)"],
    ["Sum(distinct)", "sum([distinct])"],
    ["If(a=1, 'x', If(b, 2))", "if(([a] = 1), 'x', if([b], 2))"],
    [
      "$Field & %Key & @1 & _x & A.B & Ümlaut#",
      "((((([$Field] & [%Key]) & [@1]) & [_x]) & [A.B]) & [Ümlaut#])",
    ],
    ["1.5e3 + .25 + 1.", "((1.5e3 + .25) + 1.)"],
    ["a /* b */ + // c\n 1", "([a] + 1)"],
    ["Num#('1') + Date#('x', 'y')", "(num#('1') + date#('x', 'y'))"],
    ["a<=b and c<>d and e>=f", "((([a] <= [b]) and ([c] <> [d])) and ([e] >= [f]))"],
    ["((a))", "[a]"],
    ["Null()", "null()"],
    ["1 << 2 + 3", "((1 << 2) + 3)"],
  ])("%s", (text, shown) => expect(show(parseExpression(text))).toBe(shown));

  it.each([
    ["", "script.syntax", 1, 1],
    ["1 +", "script.syntax", 1, 4],
    ["(1", "script.syntax", 1, 3],
    ["1)", "script.syntax", 1, 2],
    ["a b", "script.syntax", 1, 3],
    ["\n  'abc", "script.syntax", 2, 3],
    ["[abc", "script.syntax", 1, 1],
    ["a ^ b", "script.syntax", 1, 3],
    ["f(1,)", "script.syntax", 1, 5],
    ["Sum({$<A={1}>} B)", "script.unsupported", 1, 5],
    ["Sum(TOTAL B)", "script.unsupported", 1, 5],
    ["Sum(TOTAL <A> B)", "script.unsupported", 1, 5],
    ["$(v)", "script.syntax", 1, 1],
    [`${"(".repeat(5000)}1`, "script.syntax", 1, 0],
    [`${"-".repeat(5000)}1`, "script.syntax", 1, 0],
    [`${"not ".repeat(5000)}1`, "script.syntax", 1, 0],
  ])("refuses %s", (text, code, line, column) => {
    let error: unknown;
    try {
      parseExpression(text);
    } catch (caught) {
      error = caught;
    }
    expect(error).toMatchObject({ code, options: { params: { line, ...(column ? { column } : {}) } } });
  });

  it("tells fields, aggregations and whether two expressions are the same", () => {
    const expr = parseExpression("Sum(A) / Count(DISTINCT B) + A");
    expect(fieldsOf(expr)).toEqual(["A", "B"]);
    expect(aggregationsOf(expr).map((c) => c.name)).toEqual(["sum", "count"]);
    expect(sameExpr(expr, parseExpression('  sum( A ) /count(distinct [B])+"A"'))).toBe(true);
    expect(sameExpr(expr, parseExpression("Sum(a) / Count(DISTINCT B) + A"))).toBe(false);
  });
});

describe("statements", () => {
  const texts = (script: string) =>
    splitStatements(script).map((s) => s.source.text.replace(/\s+/g, " ").trim());

  it.each([
    [
      "a semicolon in quotes, brackets and comments",
      "LET a = ';'; LOAD [x;y] /* ; */ INLINE [a;b\n]; // c;\nTRACE x;",
      ["LET a = ';'", "LOAD [x;y] INLINE [a;b ]", "TRACE x"],
    ],
    [
      "lib:// in quotes and brackets",
      "LOAD * FROM [lib://a/b.csv] (csv); SET p = 'lib://x'; // gone",
      ["LOAD * FROM [lib://a/b.csv] (csv)", "SET p = 'lib://x'"],
    ],
    [
      "control statements by line",
      "IF a = 1 THEN\n LET b = 2;\nELSE LET c = 3; END IF\nx = 1\ny = 2",
      ["IF a = 1 THEN", "LET b = 2", "ELSE", "LET c = 3", "END IF", "x = 1", "y = 2"],
    ],
    [
      "loops",
      "FOR i = 1 to 3\nTRACE $(i);\nNEXT i\nDO\nEXIT DO\nLOOP UNTIL 1=1;",
      ["FOR i = 1 to 3", "TRACE $(i)", "NEXT i", "DO", "EXIT DO", "LOOP UNTIL 1=1"],
    ],
    [
      "tabs and remarks",
      "///$tab Main\nREM all ' of this; TRACE a; rem: LOAD 1 AS a AUTOGENERATE 1;",
      ["TRACE a", "rem: LOAD 1 AS a AUTOGENERATE 1"],
    ],
    ["windows line ends", "a = 1\r\nb = 2\r\n\r\nTRACE x;\r\n", ["a = 1", "b = 2", "TRACE x"]],
    [
      "labels that look like words",
      "Default: LOAD 1 AS a AUTOGENERATE 1; [For]: LOAD 1 AS b AUTOGENERATE 1;",
      ["Default: LOAD 1 AS a AUTOGENERATE 1", "[For]: LOAD 1 AS b AUTOGENERATE 1"],
    ],
    ["empty statements", ";;  ; TRACE a;;", ["TRACE a"]],
    ["then inside a name", "IF athen = 1 THEN\nEND IF", ["IF athen = 1 THEN", "END IF"]],
    ["an expansion first", "$(Include=x.qvs);\n$(v) more;", ["$(Include=x.qvs)", "$(v) more"]],
  ])("splits at the right places: %s", (_title, script, expected) => expect(texts(script)).toEqual(expected));

  it("keeps line and column of what it cut", () => {
    const [, second] = splitStatements("TRACE a;\n  /* c */ LOAD a\n  FROM [b];");
    expect(second).toMatchObject({ at: { line: 2, column: 11 }, word: "load" });
    expect(second?.source.place(7)).toEqual({ line: 3, column: 1 });
  });

  it("reads all of a file's format", () => {
    const statement = parseStatement(
      plainSource(
        "LOAD @1 AS a FROM 'x.txt' (txt, codepage is 1252, no labels, delimiter is '\\t', no quotes, header is 2 lines, no eof, comment is '#')",
      ),
    );
    expect(statement.kind === "table" && statement.load?.source).toMatchObject({
      kind: "files",
      format: {
        type: "txt",
        labels: "none",
        delimiter: "\t",
        quotes: false,
        headerLines: 2,
        codepage: 1252,
        comment: "#",
      },
    });
  });

  it("leaves SQL as it is", () => {
    const sql = "SELECT a::text, b->>'x' ~ '^!', \"c\"[1] || {d 'x'} FROM t WHERE e != $$q$$ -- end";
    const statement = parseStatement(plainSource(`T:\nSQL ${sql}`));
    expect(statement.kind === "table" && statement.select?.sql).toBe(sql);
    const bare = parseStatement(plainSource(sql));
    expect(bare.kind === "table" && bare.select?.sql).toBe(sql);
  });
});

describe("checkScript", () => {
  it("finds nothing in a sound script", () => {
    expect(
      checkScript(`SET a = 1;
        IF $(a) = 1 THEN
          T: LOAD *; SQL SELECT * FROM $(orders);
        END IF
        SUB s(x)
          LOAD a; LOAD * INLINE [a
          1];
        END SUB
        CALL s($(a));`),
    ).toEqual([]);
  });

  it("finds every wrong statement, in order", () => {
    const issues = checkScript("LOAD a b;\nTRACE fine;\nNOSUCH x;\nLET a = (1;\nLOAD x;\n");
    expect(issues.map((i) => [i.code, i.line, i.column])).toEqual([
      ["script.syntax", 1, 8],
      ["script.unsupported", 3, 1],
      ["script.syntax", 4, 11],
      ["script.syntax", 5, 1],
    ]);
  });

  it.each([
    ["FOR i = 1 TO 2\nTRACE x;", 1, "NEXT"],
    ["TRACE x;\nNEXT", 2, "nothing is open"],
    ["IF 1 = 1 THEN\nNEXT\nEND IF", 2, "END IF"],
    ["SWITCH 1\nTRACE a;\nCASE 1\nEND SWITCH", 1, "CASE"],
    ["IF a\nTRACE x;\nEND IF", 1, "THEN"],
  ])("finds control statements that do not fit: %s", (script, line, hint) => {
    const [issue] = checkScript(script);
    expect(issue?.line).toBe(line);
    expect(`${issue?.message} ${issue?.advice}`).toContain(hint);
  });

  it("answers any text, however broken, with issues that have a place", () => {
    const words = [
      "LOAD",
      "a",
      ",",
      "*",
      "FROM",
      "[x]",
      "(csv)",
      ";",
      "'t'",
      "'",
      '"',
      "[",
      "]",
      "(",
      ")",
      "$(",
      "v)",
      "IF",
      "THEN",
      "END IF",
    ]
      .concat([
        "FOR",
        "EACH",
        "IN",
        "NEXT",
        "SUB",
        "END SUB",
        "SET",
        "LET",
        "=",
        "1",
        "-",
        "/*",
        "*/",
        "//",
        "REM",
        "\n",
        "T:",
        "JOIN",
        "WHERE",
      ])
      .concat([
        "GROUP BY",
        "ORDER BY",
        "INLINE",
        "SQL SELECT",
        "DROP",
        "STORE",
        "INTO",
        "QUALIFY",
        "EXIT",
        "SWITCH",
        "CASE",
        "DO",
        "LOOP",
        "\u{1F600}",
        "@1:2",
      ]);
    fc.assert(
      fc.property(
        fc.array(fc.oneof(fc.constantFrom(...words), fc.string({ maxLength: 3 })), { maxLength: 25 }),
        (parts) => {
          const script = parts.join(" ");
          const lines = script.split("\n").length;
          for (const issue of checkScript(script)) {
            expect(issue.line).toBeGreaterThanOrEqual(1);
            expect(issue.line).toBeLessThanOrEqual(lines);
            expect(issue.column).toBeGreaterThanOrEqual(1);
          }
        },
      ),
      { numRuns: 2000 },
    );
  });

  it("looks no further into a statement with an expansion than it can", () => {
    expect(checkScript("LOAD a $(b) c FROM $(file);\nIF $(x) THEN\nEND IF")).toEqual([]);
  });
});
