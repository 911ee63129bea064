import type { Box } from "./scene";

/**
 * Tiles whose areas stand to each other as the weights do, as square as they can be; in the order of the weights,
 * which should fall. Weights of zero and below get no area.
 */
export function squarify(weights: readonly number[], box: Box): Box[] {
  const total = weights.reduce((all, weight) => all + Math.max(0, weight), 0);
  const tiles: Box[] = weights.map(() => ({ x: box.x, y: box.y, width: 0, height: 0 }));
  if (total <= 0) return tiles;
  const scale = (box.width * box.height) / total;
  let free = { ...box };
  for (let start = 0; start < weights.length; ) {
    const side = Math.min(free.width, free.height);
    const end = rowEnd(weights, start, scale, side);
    const areas = weights.slice(start, end).map((weight) => Math.max(0, weight) * scale);
    const sum = areas.reduce((all, area) => all + area, 0);
    const depth = side > 0 ? sum / side : 0;
    const upright = free.width >= free.height;
    let at = upright ? free.y : free.x;
    areas.forEach((area, i) => {
      const length = depth > 0 ? area / depth : 0;
      tiles[start + i] = upright
        ? { x: free.x, y: at, width: depth, height: length }
        : { x: at, y: free.y, width: length, height: depth };
      at += length;
    });
    free = upright
      ? { ...free, x: free.x + depth, width: Math.max(0, free.width - depth) }
      : { ...free, y: free.y + depth, height: Math.max(0, free.height - depth) };
    start = end;
  }
  return tiles;
}

/** How many tiles share a row: as long as the worst of them becomes no longer. */
function rowEnd(weights: readonly number[], start: number, scale: number, side: number): number {
  let sum = 0;
  let low = Number.POSITIVE_INFINITY;
  let high = 0;
  let worst = Number.POSITIVE_INFINITY;
  for (let end = start; end < weights.length; end++) {
    const area = Math.max(0, weights[end] ?? 0) * scale;
    sum += area;
    low = Math.min(low, area);
    high = Math.max(high, area);
    const ratio =
      low > 0
        ? Math.max((side * side * high) / (sum * sum), (sum * sum) / (side * side * low))
        : Number.POSITIVE_INFINITY;
    if (end > start && ratio > worst) return end;
    worst = ratio;
  }
  return weights.length;
}
