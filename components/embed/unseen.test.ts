import { expect, test } from "vitest";
import { placeOfFloats } from "./unseen";

test("what floats stands within what is seen of a frame as high as its dashboard", () => {
  expect(placeOfFloats({ above: 0, below: 0 }, 700)).toEqual({ above: 0, below: 0 });
  expect(placeOfFloats({ above: 600, below: 1100 }, 2500)).toEqual({ above: 600, below: 1100 });
});

test("where hardly anything of the frame is seen it reaches beyond, downwards first, and never out of the frame", () => {
  expect(placeOfFloats({ above: 0, below: 2300 }, 2500)).toEqual({ above: 0, below: 2140 });
  expect(placeOfFloats({ above: 2400, below: 0 }, 2500)).toEqual({ above: 2140, below: 0 });
  expect(placeOfFloats({ above: 2400, below: 50 }, 2500)).toEqual({ above: 2140, below: 0 });
  expect(placeOfFloats({ above: 100, below: 0 }, 240)).toEqual({ above: 0, below: 0 });
});
