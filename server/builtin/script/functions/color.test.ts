import { describe } from "vitest";
import { functionTable } from "../testing/function-table";

const table = functionTable();

describe("colours", () => {
  table("parts", [
    ["RGB(255, 0, 16)", "RGB(255,0,16)"],
    ["RGB(255, 0, 16) = ARGB(255, 255, 0, 16)", "-1"],
    ["ARGB(128, 1, 2, 3)", "ARGB(128,1,2,3)"],
    ["ARGB(1, 2, 3, 4) + 0", "16909060"],
    ["RGB(256, 0, 0)", null],
    ["RGB(Null(), 0, 0)", null],
    ["Red()", "RGB(128,0,0)"],
    ["LightRed()", "RGB(255,0,0)"],
    ["Red(100)", "ARGB(100,128,0,0)"],
    ["HSL(0, 1, 0.5)", "RGB(255,0,0)"],
    ["HSL(1/3, 1, 0.5)", "RGB(0,255,0)"],
    ["HSL(0, 0, 0.5)", "RGB(128,128,128)"],
  ]);

  table("by name", [
    ["Black()", "RGB(0,0,0)"],
    ["Blue()", "RGB(0,0,128)"],
    ["Brown()", "RGB(128,128,0)"],
    ["Cyan()", "RGB(0,128,128)"],
    ["DarkGray()", "RGB(128,128,128)"],
    ["Green()", "RGB(0,128,0)"],
    ["LightBlue()", "RGB(0,0,255)"],
    ["LightCyan()", "RGB(0,255,255)"],
    ["LightGray()", "RGB(192,192,192)"],
    ["LightGreen()", "RGB(0,255,0)"],
    ["LightMagenta()", "RGB(255,0,255)"],
    ["LightRed()", "RGB(255,0,0)"],
    ["Magenta()", "RGB(128,0,128)"],
    ["Red()", "RGB(128,0,0)"],
    ["White()", "RGB(255,255,255)"],
    ["Yellow()", "RGB(255,255,0)"],
    ["Yellow(0)", "ARGB(0,255,255,0)"],
    ["White(256)", null],
    ["HSL(Null(), 1, 0.5)", null],
  ]);

  table("mixes", [
    ["ColorMix1(0, Black(), White())", "RGB(0,0,0)"],
    ["ColorMix1(0.5, Black(), White())", "RGB(128,128,128)"],
    ["ColorMix1(1, RGB(1, 2, 3), RGB(4, 5, 6))", "RGB(4,5,6)"],
    ["ColorMix1(1.5, Black(), White())", null],
    ["ColorMix2(-1, LightRed(), LightGreen())", "RGB(255,0,0)"],
    ["ColorMix2(0, LightRed(), LightGreen())", "RGB(255,255,255)"],
    ["ColorMix2(0.5, LightRed(), LightGreen(), Black())", "RGB(0,128,0)"],
    ["ColorMix1(0.5, ColorMix1(0.5, Black(), White()), ColorMix2(0, Red(), Green()))", "RGB(192,192,192)"],
    ["ColorMix2(Null(), Red(), Green())", null],
  ]);
});
