/** Code pages by the numbers Windows gives them, with the name the platform's decoder has for each. */
export const CODEPAGES: ReadonlyMap<number, string> = new Map([
  [65001, "utf-8"],
  [1200, "utf-16le"],
  [1201, "utf-16be"],
  [866, "ibm866"],
  [874, "windows-874"],
  ...[1250, 1251, 1252, 1253, 1254, 1255, 1256, 1257, 1258].map((n): [number, string] => [n, `windows-${n}`]),
  ...[1, 2, 3, 4, 5, 6, 7, 8, 9, 13, 15].map((n): [number, string] => [28590 + n, `iso-8859-${n}`]),
  [10000, "macintosh"],
  [20866, "koi8-r"],
  [21866, "koi8-u"],
  [932, "shift_jis"],
  [936, "gbk"],
  [949, "euc-kr"],
  [950, "big5"],
  [51932, "euc-jp"],
  [54936, "gb18030"],
]);

/** Two bytes a character: a line's end is not one byte. */
export function isWide(codepage: number): boolean {
  return codepage === 1200 || codepage === 1201;
}
