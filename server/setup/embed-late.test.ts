import { expect, test } from "vitest";
import { importsThatMayFail } from "./embed-late.mjs";

const files = new Map([
  [
    "main.js",
    'import{a}from"./there.js";const f=()=>import("./popup.js"),g=()=>import("./drawing.js"),h=()=>import("./alone.js");',
  ],
  ["popup.js", 'import { b } from "./shared.js";import"./there.js";export const p=b;'],
  ["shared.js", 'import{c}from"./deep.js";export const b=c;'],
  ["deep.js", "export const c=1;"],
  ["drawing.js", 'import{a}from"./there.js";export const d=a;'],
  ["alone.js", "export const e=2;"],
]);
const known = { first: ["drawing.js"], there: ["main.js", "there.js"] };

test("files that are asked for later are fetched with all they need, what is wanted from the start is imported", () => {
  const text = importsThatMayFail(files.get("main.js") ?? "", files, known);
  expect(text).not.toMatch(/import\("/);
  expect(text).toContain('$late("./popup.js")');
  expect(text).toContain('$late("./alone.js")');
  expect(text).toContain('$first("./drawing.js")');
  expect(text).toContain('$needs={"./popup.js":["./shared.js","./deep.js"]}');
});

test("a script that asks for nothing later stays as it is", () => {
  const text = files.get("popup.js") ?? "";
  expect(importsThatMayFail(text, files, known)).toBe(text);
});
