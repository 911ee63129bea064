import { Circle, ClipPath, Defs, G, Path, Rect, Text } from "@react-pdf/renderer";
import type { ReactElement } from "react";
import type { Look } from "../../charts/draw/model";
import type { Pattern } from "../../charts/draw/patterns";
import type { Layer, SceneItem } from "../../charts/draw/scene";
import { truncated } from "../../charts/draw/truncate";
import { WEIGHT } from "../../documents/fonts";

const ORDER: readonly Layer[] = ["ground", "marks", "over"];
const ANCHOR = { left: "start", center: "middle", right: "end" } as const;
/** Half the height of capital letters, and where the baseline lies in a line, in parts of the letters' size. */
const HALF_CAPITAL = 0.35;
const LINE_MIDDLE = { top: 0.5, middle: 0, bottom: -0.5 } as const;

export interface PaperLook extends Look {
  /** Typefaces, each for what the one before has no letters for. */
  families: string[];
}

/** A scene as vector shapes and selectable words. @param id unique on its page */
export function SceneSvg({ items, look, id }: { items: readonly SceneItem[]; look: PaperLook; id: string }) {
  const sorted = ORDER.flatMap((layer) => items.filter((item) => item.layer === layer));
  return (
    <G>
      {sorted.map((item, i) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: drawn once
        <Item key={i} item={item} look={look} id={`${id}-${i}`} />
      ))}
    </G>
  );
}

function Item({ item, look, id }: { item: SceneItem; look: PaperLook; id: string }): ReactElement | null {
  if (item.kind === "text") return <Words item={item} look={look} />;
  if (item.kind === "line")
    return (
      <Path
        d={pathOf(item.points, false)}
        fill="none"
        stroke={item.stroke}
        strokeWidth={item.lineWidth ?? 1}
        strokeDasharray={item.dash?.join(" ")}
        strokeOpacity={item.opacity ?? 1}
      />
    );
  const paint = {
    fill: item.fill && item.fill !== "transparent" ? item.fill : "none",
    fillOpacity: item.opacity ?? 1,
    ...(item.stroke
      ? { stroke: item.stroke, strokeWidth: item.lineWidth ?? 1, strokeDasharray: item.dash?.join(" ") }
      : {}),
  };
  const shape = <Outline item={item} paint={paint} />;
  if (!item.pattern) return shape;
  return (
    <G>
      {shape}
      <Hatch item={item} pattern={item.pattern} id={id} />
    </G>
  );
}

type Shape = Exclude<SceneItem, { kind: "text" | "line" }>;

function Outline({ item, paint }: { item: Shape; paint: Record<string, unknown> }): ReactElement {
  switch (item.kind) {
    case "rect":
      return (
        <Rect
          x={item.x}
          y={item.y}
          width={Math.max(0, item.width)}
          height={Math.max(0, item.height)}
          rx={item.radius ?? 0}
          {...paint}
        />
      );
    case "circle":
      return <Circle cx={item.x} cy={item.y} r={Math.max(0, item.r)} {...paint} />;
    case "area":
      return <Path d={pathOf(item.points, true)} {...paint} />;
    case "sector":
      return <Path d={sectorPath(item)} {...paint} />;
  }
}

const round = (n: number) => Math.round(n * 100) / 100;

const pathOf = (points: readonly (readonly [number, number])[], closed: boolean) =>
  points.map(([x, y], i) => `${i === 0 ? "M" : "L"}${round(x)} ${round(y)}`).join("") + (closed ? "Z" : "");

/** A ring's piece; a whole ring as two halves, which arcs cannot draw at once. */
function sectorPath({ x, y, inner, outer, start, end }: Extract<SceneItem, { kind: "sector" }>): string {
  if (end - start >= 2 * Math.PI - 1e-6) {
    const middle = start + Math.PI;
    const half = { kind: "sector" as const, id: "", layer: "marks" as const, x, y, inner, outer };
    return (
      sectorPath({ ...half, start, end: middle }) +
      sectorPath({ ...half, start: middle, end: start + 2 * Math.PI - 1e-5 })
    );
  }
  const at = (r: number, angle: number) =>
    `${round(x + r * Math.cos(angle))} ${round(y + r * Math.sin(angle))}`;
  const large = end - start > Math.PI ? 1 : 0;
  const out = `M${at(outer, start)}A${round(outer)} ${round(outer)} 0 ${large} 1 ${at(outer, end)}`;
  if (inner <= 0) return `${out}L${round(x)} ${round(y)}Z`;
  return `${out}L${at(inner, end)}A${round(inner)} ${round(inner)} 0 ${large} 0 ${at(inner, start)}Z`;
}

/** Stripes of a pattern inside its shape; patterns of grains are drawn as stripes of their step. */
function Hatch({ item, pattern, id }: { item: Shape; pattern: Pattern; id: string }) {
  const [mark = 1.5, gap = 4.5] = pattern.dashArrayY;
  const step = Math.max(3, mark + gap);
  const angle = pattern.symbol === "rect" ? (pattern.rotation ?? 0) : Math.PI / 3;
  const { x, y, width, height } = boundsOf(item);
  const [cx, cy] = [x + width / 2, y + height / 2];
  const reach = Math.hypot(width, height) / 2 + step;
  const [dx, dy] = [Math.cos(angle), Math.sin(angle)];
  let d = "";
  for (let away = -reach; away <= reach; away += step) {
    const [px, py] = [cx - away * dy, cy + away * dx];
    d += `M${round(px - reach * dx)} ${round(py - reach * dy)}L${round(px + reach * dx)} ${round(py + reach * dy)}`;
  }
  return (
    <G>
      <Defs>
        <ClipPath id={id}>
          <Outline item={item} paint={{}} />
        </ClipPath>
      </Defs>
      <G clipPath={`url(#${id})`}>
        <Path d={d} fill="none" stroke={pattern.color ?? "#ffffff"} strokeWidth={Math.max(0.8, mark * 0.8)} />
      </G>
    </G>
  );
}

function boundsOf(item: Shape): { x: number; y: number; width: number; height: number } {
  if (item.kind === "rect") return item;
  if (item.kind !== "area") {
    const r = item.kind === "circle" ? item.r : item.outer;
    return { x: item.x - r, y: item.y - r, width: 2 * r, height: 2 * r };
  }
  const [xs, ys] = [item.points.map(([px]) => px), item.points.map(([, py]) => py)];
  const [x, y] = [Math.min(...xs), Math.min(...ys)];
  return { x, y, width: Math.max(...xs) - x, height: Math.max(...ys) - y };
}

function Words({ item, look }: { item: Extract<SceneItem, { kind: "text" }>; look: PaperLook }) {
  const size = item.size ?? 12;
  const text =
    item.maxWidth === undefined
      ? item.text
      : truncated(item.text, item.maxWidth, look.textWidth, size, item.strong);
  if (text.trim() === "") return null;
  const baseline = item.y + (LINE_MIDDLE[item.baseline ?? "middle"] + HALF_CAPITAL) * size;
  return (
    <Text
      x={item.x}
      y={baseline}
      fill={item.color}
      fillOpacity={item.opacity ?? 1}
      textAnchor={ANCHOR[item.align ?? "left"]}
      style={{
        fontFamily: look.families,
        fontSize: size,
        fontWeight: item.strong ? WEIGHT.strong : WEIGHT.regular,
      }}
    >
      {text}
    </Text>
  );
}
