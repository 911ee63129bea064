import { Decimal as Base } from "decimal.js";
import { z } from "zod";

/** Exact for products of two 27-digit numbers and their sums; halves go to the even neighbour. */
export const Decimal = Base.clone({
  precision: 100,
  rounding: Base.ROUND_HALF_EVEN,
  toExpNeg: -40,
  toExpPos: 60,
});
export type Decimal = Base;

export const PLACES = 12;

/** An exact decimal of at most 15 digits before and 12 after the point, as text: `"0.000002"`. */
export const decimalText = z
  .string()
  .regex(
    /^-?\d{1,15}(\.\d{1,12})?$/,
    'is no decimal like "12.5" (at most 15 digits before the point, 12 after it)',
  );

/** Not below zero. */
export const amountText = decimalText.refine((text) => !text.startsWith("-"), "is below zero");
