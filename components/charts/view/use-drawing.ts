import { type RefObject, useLayoutEffect, useRef } from "react";
import type { EChartsType } from "../draw/echarts";
import { useDrawingLibrary } from "../draw/library";
import type { Look } from "../draw/model";
import type { SceneItem } from "../draw/scene";
import { sceneOption } from "../draw/scene-option";
import { inTurn } from "../draw/turns";

interface Drawn {
  width: number;
  height: number;
  look: Look;
}

/**
 * Draws a scene into an element. Marks move from their last place only when the figures have changed: not at the first
 * drawing, at another size or theme, while figures are stale, nor for readers who want less motion.
 * @returns false where the library could not be fetched
 */
export function useDrawing(
  element: RefObject<HTMLElement | null>,
  scene: readonly SceneItem[] | null,
  { width, height, look, stale }: { width: number; height: number; look: Look | null; stale: boolean },
): boolean {
  const { found: open, failed } = useDrawingLibrary();
  const chart = useRef<EChartsType | null>(null);
  const drawn = useRef<Drawn | null>(null);
  // Figures that turn stale are no reason to draw the same again.
  const waiting = useRef(stale);
  useLayoutEffect(() => {
    waiting.current = stale;
  }, [stale]);
  useLayoutEffect(() => {
    const box = element.current;
    if (!open || !box || !scene || !look || width < 1 || height < 1) return;
    const draw = () => {
      chart.current ??= open(box, width, height);
      const last = drawn.current;
      if (last && (last.width !== width || last.height !== height))
        chart.current.resize({ width, height, silent: true });
      const same = last?.width === width && last.height === height && last.look === look;
      const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
      chart.current.setOption(sceneOption(scene, look, same && !waiting.current && !calm), { silent: true });
      drawn.current = { width, height, look };
    };
    if (chart.current) return inTurn(draw);
    draw();
  }, [open, element, scene, width, height, look]);
  useLayoutEffect(
    () => () => {
      chart.current?.dispose();
      chart.current = null;
      drawn.current = null;
    },
    [],
  );
  return !failed;
}
