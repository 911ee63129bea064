import { expect, test } from "vitest";
import type { Sheet, SheetObject } from "@/server/templates/sheet-schema";
import { startVariables } from "./start-variables";

const sheet = (...objects: Partial<SheetObject>[]): Sheet => ({
  sheet: "s",
  format: 1,
  title: "S",
  objects: objects.map((o, i) => ({ id: `o${i}`, kind: "input", at: [0, 0, 1, 1], ...o }) as SheetObject),
});

test("inputs stand at their least value, their first choice, or today", () => {
  const found = startVariables(
    [
      sheet(
        { input: "slider", variable: "goal", min: 10 },
        { input: "number" },
        { input: "choice", variable: "by", choices: [{}, "Year", "Month"] },
        { input: "date", variable: "day" },
        { kind: "kpi", variable: "none" },
      ),
      sheet({ input: "slider", variable: "goal", min: 3 }),
    ],
    "2026-03-01",
  );
  expect(found).toEqual({ goal: 10, o1: 0, by: "Year", day: "2026-03-01" });
});
