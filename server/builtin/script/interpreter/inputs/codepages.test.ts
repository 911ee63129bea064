import { afterEach, describe, expect, it } from "vitest";
import { CODEPAGES } from "../../codepages";
import { type TestRun, testRun } from "../../testing/host";

let current: TestRun | undefined;
afterEach(() => current?.close());

async function rows(content: Buffer, load: string) {
  current = await testRun();
  await current.file("data.txt", content);
  await current.run(load);
  return current.rows("T");
}

/** Code page, text, and its bytes by the code page's table. */
const TEXTS: [number, string, string][] = [
  [1250, "Łódź", "a3f3649f"],
  [1251, "Мир", "cce8f0"],
  [1253, "Αθήνα", "c1e8deede1"],
  [1254, "Şişe", "de69fe65"],
  [1257, "Ąžuolas", "c0fe756f6c6173"],
  [866, "Мир", "8ca8e0"],
  [874, "ไทย", "e4b7c2"],
  [28592, "Łódź", "a3f364bc"],
  [28605, "€", "a4"],
  [20866, "Мир", "edc9d2"],
  [10000, "é", "8e"],
  [932, "日本", "93fa967b"],
  [936, "中文", "d6d0cec4"],
  [949, "한국", "c7d1b1b9"],
  [950, "中文", "a4a4a4e5"],
];

describe("code pages", () => {
  it("text files in each of them are read", async () => {
    current = await testRun();
    const statements = [];
    for (const [codepage, , hex] of TEXTS) {
      const bytes = [Buffer.from("k;v\n1;"), Buffer.from(hex, "hex"), Buffer.from("\n")];
      const path = await current.file(`${codepage}.txt`, Buffer.concat(bytes));
      statements.push(
        `T: LOAD ${codepage} AS page, v FROM [${path}] (txt, codepage is ${codepage}, delimiter is ';');`,
      );
    }
    await current.run(statements.join("\n"));
    expect(await current.rows("T")).toEqual(TEXTS.map(([codepage, text]) => [String(codepage), text]));
  });

  it.each(TEXTS.slice(0, 2))("%i: fixed records with %s, places in bytes", async (codepage, text, hex) => {
    const file = Buffer.concat([Buffer.from(hex, "hex"), Buffer.from("42\n")]);
    const bytes = hex.length / 2;
    expect(
      await rows(
        file,
        `T: LOAD @1:${bytes} AS v, @${bytes + 1}:n AS n FROM [lib://Files/data.txt] (fix, codepage is ${codepage});`,
      ),
    ).toEqual([[text, "42"]]);
  });

  it("1201 is UTF-16 with the high byte first", async () => {
    const file = Buffer.from("k;v\n1;Łódź\n", "utf16le").swap16();
    expect(await rows(file, "T: LOAD * FROM [lib://Files/data.txt] (txt, codepage is 1201);")).toEqual([
      ["1", "Łódź"],
    ]);
    await expect(
      rows(file, "T: LOAD @1:2 AS v FROM [lib://Files/data.txt] (fix, codepage is 1201);"),
    ).rejects.toMatchObject({ code: "script.unsupported" });
  });

  it("the platform's decoder knows all of them", () => {
    for (const name of CODEPAGES.values()) expect(() => new TextDecoder(name), name).not.toThrow();
  });

  it("others are refused by name, with their place and those there are", async () => {
    await expect(
      rows(Buffer.from("x"), "T: LOAD * FROM [lib://Files/data.txt] (txt, codepage is 850);"),
    ).rejects.toMatchObject({
      code: "script.unsupported",
      message: "Code page 850 is not supported.",
      options: { params: { line: 1, column: 57 }, advice: expect.stringContaining("1250, 1251, 1252") },
    });
  });
});
