import { readFileSync } from "node:fs";
import { join } from "node:path";
import { StringStream } from "@codemirror/language";
import { describe, expect, test } from "vitest";
import { KEYWORDS } from "@/server/builtin/script/keywords";
import { offersAt } from "./completions";
import { helpAt } from "./help";
import type { Known } from "./known";
import { keywordWords, scriptParser } from "./script-tokens";

const known: Known = {
  language: {
    functions: [
      {
        ...{ name: "Left", group: "text", signature: "Left(text, n)", summary: "The first n characters." },
        rule: "StringFunctions/Left",
      },
    ],
    keywords: [
      { name: "LOAD", syntax: "LOAD …;", summary: "Loads rows.", where: "start" },
      { name: "LEFT JOIN", syntax: "LEFT JOIN (table) LOAD …;", summary: "Joins.", where: "start" },
      { name: "WHERE", syntax: "WHERE condition", summary: "Only some rows.", where: "inside" },
    ],
  },
  manifest: {
    tables: [
      {
        name: "orders",
        connection: "shop",
        columns: [
          { name: "order_id", type: "integer", optional: false },
          { name: "ordered on", optional: false },
        ],
      },
    ],
    parameters: [{ name: "first_year", type: "number", default: 2000, required: false }],
    fields: [{ name: "Order" }],
    connections: [{ name: "shop" }],
  },
};

/** Offers where `|` stands. */
function at(text: string, asked = false) {
  const place = text.indexOf("|");
  const found = offersAt(text.replace("|", ""), place, known, asked);
  return found?.options.map((o) => o.label) ?? null;
}

/** Kinds of the tokens of a script, without blanks. */
function kinds(script: string): [string, string | null][] {
  const parser = scriptParser({
    functions: new Set(["left"]),
    keywords: new Set(["load", "as", "from", "sql", "select"]),
  });
  const state = parser.startState?.(2) as never;
  return script.split("\n").flatMap((line) => {
    const stream = new StringStream(line, 2, 2);
    const found: [string, string | null][] = [];
    while (!stream.eol()) {
      stream.start = stream.pos;
      const kind = parser.token(stream, state);
      if (stream.current().trim()) found.push([stream.current(), kind]);
    }
    return found;
  });
}

describe("completion", () => {
  test("offers declared tables, parameters and variables inside $(", () => {
    expect(at("LET vToday = 1;\nSQL SELECT * FROM $(or|")).toEqual(["orders", "first_year", "vToday"]);
  });
  test("offers the columns of the table a LOAD is fed from, before everything else", () => {
    const text = "LOAD ord|;\nSQL SELECT * FROM $(orders);";
    expect(at(text)?.slice(0, 2)).toEqual(["order_id", "ordered on"]);
    const offers = offersAt(text.replace("|", ""), text.indexOf("|"), known, false);
    expect(offers?.options.find((o) => o.label === "ordered on")?.apply).toBe("[ordered on]");
  });
  test("offers slots after LIB CONNECT TO and loaded tables after RESIDENT", () => {
    expect(at("LIB CONNECT TO '|")).toEqual(["shop"]);
    expect(at("Orders:\nLOAD 1 AS A AUTOGENERATE 1;\nLOAD A RESIDENT O|")).toEqual(["Orders"]);
  });
  test("offers tables by their labels wherever these stand, not by comments and paths", () => {
    const text = `A: LOAD 1 AS x AUTOGENERATE 1; [B b]: NOCONCATENATE LOAD x RESIDENT A;
      UNLESS v = 1 C:
        LEFT KEEP (A) LOAD x FROM [lib://Files/x.qvd] (qvd);
      "D": // the last
      SQL SELECT 1 FROM $(orders); // Old: LOAD x
      /* Older: LOAD x */ DROP TABLES |`;
    expect(at(text)).toEqual(["A", "B b", "C", "D"]);
  });
  test("offers fields the script has named so far", () => {
    expect(at("LOAD x AS Amount RESIDENT T;\nLOAD Am|")).toContain("Amount");
  });
  test("offers nothing in comments and texts, and nothing unasked without a word", () => {
    expect([at("// or|"), at("LET a = 'or|'"), at("LOAD |")]).toEqual([null, null, null]);
    expect(at("LOAD |", true)).toContain("Left");
  });
});

describe("help", () => {
  const help = (text: string) => helpAt(text.replace("|", ""), text.indexOf("|"), known);
  test("tells a function from a statement of the same beginning", () => {
    expect(help("LET a = Le|ft(b, 1);")?.title).toBe("Left(text, n)");
    expect(help("Le|ft Join (Orders)")?.title).toBe("LEFT JOIN (table) LOAD …;");
  });
  test("names the page that documents a function, and none for a statement", () => {
    const page = { name: "Left", page: "StringFunctions/Left" };
    expect(help("LET a = Le|ft(b, 1);")?.rule).toEqual(page);
    expect(help("Le|ft Join (Orders)")?.rule).toBeUndefined();
    const offers = offersAt("L", 1, known, false)?.options ?? [];
    expect(offers.map(({ label, rule }) => [label, rule])).toContainEqual([page.name, page.page]);
    expect(offers.find(({ label }) => label === "LOAD")?.rule).toBeUndefined();
  });
  test("knows every statement, clause and operator of the language, and their plurals", () => {
    const language = { functions: [], keywords: [...KEYWORDS] };
    const title = (text: string) =>
      helpAt(text.replace("|", ""), text.indexOf("|"), { ...known, language })?.title;
    for (const { name, syntax } of KEYWORDS)
      expect(title(`${name[0]}|${name.slice(1)} x`), name).toBe(syntax);
    expect(title("DROP TAB|LES a")).toBeUndefined();
    expect(title("DR|OP TABLES a, b;")).toBe("DROP TABLE name, …;");
    const words = keywordWords(KEYWORDS);
    for (const word of ["unmap", "elseif", "xor", "tables", "end", "then", "into", "desc"])
      expect(words.has(word), word).toBe(true);
    expect(words.has("table") && !words.has("field1")).toBe(true);
  });
  test("tells a declared table with its columns, and a parameter with its default", () => {
    expect(help("FROM $(ord|ers)")).toMatchObject({
      title: "$(orders)",
      text: "order_id integer, ordered on",
    });
    expect(help("$(first_y|ear)")?.title).toBe("$(first_year): number = 2000");
    expect(help("x = |1")).toBeNull();
  });
});

describe("colours", () => {
  test("labels, keywords, functions, expansions, texts, names and comments are told apart", () => {
    expect(
      kinds("Orders:\nLOAD Left(a, 2) AS [My name]; // why\nSQL SELECT 'it''s' FROM $(orders);"),
    ).toEqual([
      ["Orders", "labelName"],
      [":", "punctuation"],
      ["LOAD", "keyword"],
      ["Left", "function"],
      ["(", "punctuation"],
      ["a", "variableName"],
      [",", "punctuation"],
      ["2", "number"],
      [")", "punctuation"],
      ["AS", "keyword"],
      ["[My name]", "propertyName"],
      [";", "punctuation"],
      ["// why", "comment"],
      ["SQL", "keyword"],
      ["SELECT", "keyword"],
      ["'it''s'", "string"],
      ["FROM", "keyword"],
      ["$(orders)", "variableName.special"],
      [";", "punctuation"],
    ]);
  });
  test("comments and quotes go on over lines, REM to its semicolon", () => {
    expect(kinds("/* a\nb */ LOAD 'x\ny'; REM no load\nhere; load").map(([, kind]) => kind)).toEqual([
      "comment",
      "comment",
      "keyword",
      "string",
      "string",
      "punctuation",
      "comment",
      "comment",
      "keyword",
    ]);
  });
  test("every character of the sample scripts gets through", () => {
    for (const name of ["sales", "inventory", "receivables"]) {
      const file = join(process.cwd(), "server/setup/sample/templates", name, "script.qvs");
      const script = readFileSync(file, "utf8");
      const together = kinds(script)
        .map(([text]) => text.replace(/\s/g, ""))
        .join("");
      expect(together).toBe(script.replace(/\s/g, ""));
    }
  });
});
