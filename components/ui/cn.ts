import { type ClassValue, clsx } from "clsx";
import { extendTailwindMerge } from "tailwind-merge";

const SIZES = ["11", "12", "13", "14", "16", "20", "26", "34"];

const merge = extendTailwindMerge({
  extend: {
    theme: {
      text: SIZES,
      "font-weight": ["regular", "strong"],
      radius: ["1", "2", "3", "4"],
      shadow: ["float", "modal"],
    },
  },
});

/** Class names as one text; of two that set the same thing the later wins. */
export function cn(...values: ClassValue[]): string {
  return merge(clsx(values));
}
