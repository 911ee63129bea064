/** Distance from one cell's start to the next, and where the first begins, in px of the screen. */
export interface Metrics {
  pitchX: number;
  pitchY: number;
  left: number;
  top: number;
}

/** Measures the grid as it stands on the screen, scale included. */
export function metricsOf(grid: HTMLElement): Metrics {
  const box = grid.getBoundingClientRect();
  const style = getComputedStyle(grid);
  const scale = grid.offsetWidth > 0 ? box.width / grid.offsetWidth : 1;
  const px = (value: string) => Number.parseFloat(value) || 0;
  const inner = grid.offsetWidth - px(style.paddingLeft) - px(style.paddingRight);
  return {
    pitchX: ((inner + px(style.columnGap)) / 24) * scale,
    pitchY: (px(style.gridAutoRows) + px(style.rowGap)) * scale,
    left: box.left + px(style.paddingLeft) * scale,
    top: box.top + px(style.paddingTop) * scale,
  };
}

/** The cell under a point of the screen; null outside the grid. */
export function cellAt(grid: HTMLElement, x: number, y: number): { x: number; y: number } | null {
  const box = grid.getBoundingClientRect();
  if (x < box.left || x > box.right || y < box.top || y > box.bottom) return null;
  const { pitchX, pitchY, left, top } = metricsOf(grid);
  return {
    x: Math.min(23, Math.max(0, Math.floor((x - left) / pitchX))),
    y: Math.max(0, Math.floor((y - top) / pitchY)),
  };
}
