import { expect, test } from "vitest";
import { cn } from "./cn";

test("a size and a colour of text do not push each other out", () => {
  expect(cn("text-12 text-ink-3", "text-13")).toBe("text-ink-3 text-13");
  expect(cn("text-13 text-ink", "text-ink-2")).toBe("text-13 text-ink-2");
});

test("our radii, weights and shadows are known as such", () => {
  expect(cn("rounded-2 font-medium shadow-float", "rounded-3 font-strong shadow-modal")).toBe(
    "rounded-3 font-strong shadow-modal",
  );
});
