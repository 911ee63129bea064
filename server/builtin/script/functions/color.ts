import type { Typed } from "../convert";
import type { CallContext, FunctionDefinition } from "../scope";
import { TYPES } from "../types";
import { define } from "./define";

/** Red, green and blue of the colours that have a name. */
const NAMED: Record<string, [number, number, number]> = {
  Black: [0, 0, 0],
  Blue: [0, 0, 128],
  Brown: [128, 128, 0],
  Cyan: [0, 128, 128],
  DarkGray: [128, 128, 128],
  Green: [0, 128, 0],
  LightBlue: [0, 0, 255],
  LightCyan: [0, 255, 255],
  LightGray: [192, 192, 192],
  LightGreen: [0, 255, 0],
  LightMagenta: [255, 0, 255],
  LightRed: [255, 0, 0],
  Magenta: [128, 0, 128],
  Red: [128, 0, 0],
  White: [255, 255, 255],
  Yellow: [255, 255, 0],
};

/**
 * Colours: a number of four bytes (alpha, red, green, blue) that shows as `RGB(r,g,b)` or `ARGB(a,r,g,b)`.
 * NULL where a part is none of 0 to 255.
 */
export const colors: FunctionDefinition[] = [
  define(
    "color",
    "RGB(red, green, blue)",
    "ChartFunctions/ColorFunctions/RGB",
    3,
    "A colour of three parts, each from 0 to 255; NULL beyond.",
    (c) => color("255", c.integer(0), c.integer(1), c.integer(2)),
  ),
  define(
    "color",
    "ARGB(alpha, red, green, blue)",
    "ChartFunctions/ColorFunctions/ARGB",
    4,
    "A colour that can be seen through: four parts, each from 0 to 255; NULL beyond.",
    (c) => color(c.integer(0), c.integer(1), c.integer(2), c.integer(3)),
  ),
  define(
    "color",
    "HSL(hue, saturation, luminosity)",
    "ChartFunctions/ColorFunctions/HSL",
    3,
    "A colour of parts from 0 to 1.",
    hsl,
  ),
  define(
    "color",
    "ColorMix1(x, color0, color1)",
    "ChartFunctions/ColorFunctions/color-functions-charts",
    3,
    "The colour between two, x from 0 to 1; NULL beyond.",
    (c) => {
      const x = c.double(0);
      return mixed(`CASE WHEN ${x} BETWEEN 0 AND 1 THEN ${x} END`, c.integer(1), c.integer(2));
    },
  ),
  define(
    "color",
    "ColorMix2(x, colorMinus1, color1 [, color0])",
    "ChartFunctions/ColorFunctions/color-functions-charts",
    [3, 4],
    "The colour between three, x from -1 to 1, NULL beyond; the middle one is white unless given.",
    (c) => {
      const x = c.double(0);
      const middle = c.count > 3 ? c.integer(3) : "4294967295";
      const end = `CASE WHEN ${x} < 0 THEN ${c.integer(1)} ELSE ${c.integer(2)} END`;
      return mixed(`CASE WHEN abs(${x}) <= 1 THEN abs(${x}) END`, middle, `(${end})`);
    },
  ),
  ...Object.entries(NAMED).map(([name, [red, green, blue]]) =>
    define(
      "color",
      `${name}([alpha])`,
      "ChartFunctions/ColorFunctions/color-functions-charts",
      [0, 1],
      `RGB(${red},${green},${blue}); alpha is 255 unless given.`,
      (c) => color(c.count > 0 ? c.integer(0) : "255", `${red}`, `${green}`, `${blue}`),
    ),
  ),
];

/** Parts are SQL of whole numbers; each is computed once. */
function color(alpha: string, red: string, green: string, blue: string): Typed {
  const parts = `{'a': ${alpha}, 'r': ${red}, 'g': ${green}, 'b': ${blue}}`;
  const valid = ["a", "r", "g", "b"].map((p) => `_p.${p} BETWEEN 0 AND 255`).join(" AND ");
  const number = "CAST(((CAST(_p.a AS BIGINT) * 256 + _p.r) * 256 + _p.g) * 256 + _p.b AS DOUBLE)";
  const opaque = "printf('RGB(%d,%d,%d)', _p.r, _p.g, _p.b)";
  const clear = "printf('ARGB(%d,%d,%d,%d)', _p.a, _p.r, _p.g, _p.b)";
  const dual = `{'num': ${number}, 'txt': CASE WHEN _p.a = 255 THEN ${opaque} ELSE ${clear} END}`;
  return { sql: once(parts, "_p", `CASE WHEN ${valid} THEN ${dual} END`), type: TYPES.dual };
}

/** @param share SQL DOUBLE from 0 (the first colour) to 1 */
function mixed(share: string, from: string, to: string): Typed {
  const part = (bits: number) => {
    const of = (value: string) => `((${value} >> ${bits}) & 255)`;
    return `CAST(round(${of("_m.f")} + (${of("_m.t")} - ${of("_m.f")}) * _m.x) AS BIGINT)`;
  };
  const { sql } = color(part(24), part(16), part(8), part(0));
  return { sql: once(`{'f': ${from}, 't': ${to}, 'x': ${share}}`, "_m", sql), type: TYPES.dual };
}

/** SQL in which a value has a name, so that it is written, and computed, once. */
function once(value: string, name: string, sql: string): string {
  return `list_transform([${value}], ${name} -> ${sql})[1]`;
}

function hsl(c: CallContext): Typed {
  const [h, s, l] = [c.double(0), c.double(1), c.double(2)];
  const part = (n: number) => {
    const k = `((${n} + ${h} * 12) % 12)`;
    const value = `${l} - ${s} * least(${l}, 1 - ${l}) * greatest(-1, least(${k} - 3, 9 - ${k}, 1))`;
    // greatest() and least() would leave NULL out.
    return `CASE WHEN ${h} IS NOT NULL THEN CAST(round(255 * (${value})) AS BIGINT) END`;
  };
  return color("255", part(0), part(8), part(4));
}
