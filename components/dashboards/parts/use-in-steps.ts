"use client";

import { startTransition, useEffect, useState } from "react";
import type { SheetObject } from "@/server/templates/sheet-schema";

/** Drawn at a time after the first ones. */
const STEP = 4;
const PLAIN = new Set<SheetObject["kind"]>(["kpi", "filters", "text", "button", "input"]);

/** How many stand before and with the first chart. */
function beginning(objects: SheetObject[]): number {
  const chart = objects.findIndex(({ kind }) => !PLAIN.has(kind));
  return chart < 0 ? objects.length : chart + 1;
}

/**
 * The objects of a sheet, a few more at each step: the first figures are on screen while the rest is being drawn, and
 * a reader who clicks meanwhile is heard.
 */
export function useInSteps(sheet: string, objects: SheetObject[]): SheetObject[] {
  const [drawn, setDrawn] = useState({ sheet, count: 0 });
  const first = beginning(objects);
  const count = drawn.sheet === sheet ? Math.max(first, drawn.count) : first;
  useEffect(() => {
    if (count < objects.length) startTransition(() => setDrawn({ sheet, count: count + STEP }));
  }, [sheet, count, objects.length]);
  return count < objects.length ? objects.slice(0, count) : objects;
}
