import { afterEach, describe, expect, test, vi } from "vitest";
import { textMeasure } from "./text-measure";

afterEach(() => vi.unstubAllGlobals());

describe("texts measured for the drawing library", () => {
  test("are measured by the page, in the font that is asked", () => {
    const pen = { font: "", measureText: vi.fn((text: string) => ({ width: text.length * 5 })) };
    vi.stubGlobal("document", { createElement: () => ({ getContext: () => pen }) });
    const measure = textMeasure();
    expect(measure?.("Umsatz", "640 12px Hanken")).toEqual({ width: 30 });
    expect(pen.font).toBe("640 12px Hanken");
    expect(measure?.("国", "640 12.5px Hanken").width).toBe(12.5);
    expect(pen.measureText).toHaveBeenCalledTimes(1);
    expect(measure?.("中国", "12px Hanken").width).toBe(10);
  });

  test("are the library's own business where there is no page", () => {
    expect(textMeasure()).toBeNull();
  });
});
