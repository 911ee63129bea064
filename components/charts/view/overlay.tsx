import type { Shape } from "../draw/marks";
import type { Box } from "../draw/scene";

/** Path of a mark's outline, `pad` px around it. */
export function outline(shape: Shape, pad: number): string {
  if (shape.kind === "rect") {
    const [x, y] = [shape.x - pad, shape.y - pad];
    return `M${x} ${y}h${shape.width + 2 * pad}v${shape.height + 2 * pad}h${-shape.width - 2 * pad}z`;
  }
  if (shape.kind === "circle") {
    const r = shape.r + pad;
    return `M${shape.x - r} ${shape.y}a${r} ${r} 0 1 0 ${2 * r} 0a${r} ${r} 0 1 0 ${-2 * r} 0z`;
  }
  if (shape.kind === "area")
    return shape.rings
      .map((ring) => `M${ring.map(([x, y]) => `${x.toFixed(1)} ${y.toFixed(1)}`).join("L")}z`)
      .join("");
  const at = (angle: number, r: number) =>
    `${(shape.x + Math.cos(angle) * r).toFixed(1)} ${(shape.y + Math.sin(angle) * r).toFixed(1)}`;
  const end = Math.min(shape.end, shape.start + 2 * Math.PI - 1e-3);
  const large = end - shape.start > Math.PI ? 1 : 0;
  const [inner, outer] = [Math.max(0, shape.inner - pad), shape.outer + pad];
  return `M${at(shape.start, outer)}A${outer} ${outer} 0 ${large} 1 ${at(end, outer)}L${at(end, inner)}A${inner} ${inner} 0 ${large} 0 ${at(shape.start, inner)}z`;
}

/** Behind the drawing: the place of what the pointer is over. Nothing of the drawing is painted anew for it. */
export function HoverBand({ shape, width, height }: { shape: Shape | null; width: number; height: number }) {
  return (
    <svg className="chart-band" width={width} height={height} aria-hidden="true">
      {shape?.kind === "rect" && <path d={outline(shape, 0)} />}
    </svg>
  );
}

/** Over the drawing: the cursor's ring, a thin ring for the pointer where it has no band, the dragged box. */
export function Rings({
  cursor,
  hover,
  brush,
  width,
  height,
}: {
  cursor: Shape | null;
  hover: Shape | null;
  brush: Box | null;
  width: number;
  height: number;
}) {
  return (
    <svg className="chart-rings" width={width} height={height} aria-hidden="true">
      {hover && <path className="chart-ring-hover" d={outline(hover, 1)} />}
      {cursor && <path className="chart-ring-rim" d={outline(cursor, 2)} />}
      {cursor && <path className="chart-ring" d={outline(cursor, 2)} />}
      {brush && <rect className="chart-brush" {...brush} />}
    </svg>
  );
}
