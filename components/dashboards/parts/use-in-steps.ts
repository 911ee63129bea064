"use client";

import { startTransition, useEffect, useState } from "react";
import type { SheetObject } from "@/server/templates/sheet-schema";

/** Drawn at a time after the first ones. */
const STEP = 4;
const PLAIN = new Set<SheetObject["kind"]>(["kpi", "filters", "text", "button", "input"]);

/** The first chart and the figures before it; what selects comes a step later. */
function beginning(objects: SheetObject[]): SheetObject[] {
  const chart = objects.findIndex(({ kind }) => !PLAIN.has(kind));
  return chart < 0 ? objects : objects.slice(0, chart + 1).filter(({ kind }) => kind !== "filters");
}

/**
 * The objects of a sheet, a few more at each step: the first figures are on screen while the rest is being drawn, and
 * a reader who clicks meanwhile is heard.
 */
export function useInSteps(sheet: string, objects: SheetObject[]): SheetObject[] {
  const [drawn, setDrawn] = useState({ sheet, count: 0 });
  const count = drawn.sheet === sheet ? drawn.count : 0;
  const first = beginning(objects);
  const all = count >= objects.length || first.length === objects.length;
  useEffect(() => {
    if (!all) startTransition(() => setDrawn({ sheet, count: Math.max(count, first.length) + STEP }));
  }, [sheet, count, all, first.length]);
  if (all) return objects;
  return count === 0 ? first : objects.slice(0, count);
}
