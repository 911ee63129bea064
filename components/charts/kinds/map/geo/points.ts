import { inkOn } from "../../../draw/colors";
import type { Mark } from "../../../draw/marks";
import { type MarkPaint, seriesPaint, statePaint } from "../../../draw/paints";
import type { SceneItem } from "../../../draw/scene";
import type { ValueColors } from "../../../draw/value-colors";
import { APART, bySize, type Cluster, clustersOf } from "./clusters";
import { type Gathered, gathered } from "./gather";
import type { GeoChart } from "./model";
import type { Place } from "./places";
import { boundsOf, type MapView } from "./projection";
import { clusterMark, placeMark, verdictOf } from "./words";

const LEAST = 3;
const OPACITY = 0.78;
/** Around the number of a cluster, px. */
const AIR = 5;
const RIM = 3;
/** A bubble grows with what it takes in, and then covers more: so often it is looked at again. */
const MERGES = 5;
/** Part of their radii that the middles of two bubbles with numbers are apart. */
const NUMBERS_APART = 0.75;

/** A place, or some that lie together, as it is drawn. */
export interface Bubble {
  cluster: Cluster;
  gathered: Gathered;
  /** Its area grows with the figure. */
  r: number;
  /** How many places it stands for, written on it; empty for one alone. */
  count: string;
}

/** The bubbles of a map, the largest first: small ones lie on top, and none hides another's middle. */
export function bubblesOf(places: readonly Place[], chart: GeoChart): Bubble[] {
  let found = sized(clustersOf(places, chart.frame.toPixel), chart);
  for (let i = 0; i < MERGES; i++) {
    const merged = mergedOf(found);
    if (merged.length === found.length) break;
    found = sized(merged, chart);
  }
  return found;
}

function sized(clusters: readonly Cluster[], { input, figures }: GeoChart): Bubble[] {
  const { width, height, context, textWidth } = input;
  const found = clusters.map((cluster) => {
    const { places, lead } = cluster;
    const alone = places.length === 1;
    return {
      cluster,
      gathered: alone
        ? lead.gathered
        : gathered(
            places.flatMap((place) => place.bars),
            figures,
          ),
      count: alone ? "" : context.formats.value(places.length, { kind: "integer" }, { compact: true }),
    };
  });
  const amount = ({ total }: Gathered) => Math.abs(total ?? 0);
  const most = found.reduce((all, one) => Math.max(all, amount(one.gathered)), 0) || 1;
  const largest = Math.max(8, Math.min(28, Math.min(width, height) * 0.08));
  return found
    .map((one) => {
      const least = one.count ? textWidth(one.count, 12, true) / 2 + AIR : LEAST;
      return { ...one, r: Math.max(least, largest * Math.sqrt(amount(one.gathered) / most)) };
    })
    .sort((a, b) => b.r - a.r);
}

/** Bubbles whose middle a larger one covers are part of it; numbers keep more room. */
function mergedOf(bubbles: readonly Bubble[]): Cluster[] {
  const kept: Bubble[] = [];
  for (const bubble of bubbles) {
    const over = kept.findIndex((larger) => covers(larger, bubble));
    const larger = kept[over];
    if (!larger) kept.push(bubble);
    else {
      const places = [...larger.cluster.places, ...bubble.cluster.places].sort(bySize);
      kept[over] = { ...larger, cluster: { ...larger.cluster, places } };
    }
  }
  return kept.map(({ cluster }) => cluster);
}

function covers(larger: Bubble, { cluster, r, count }: Bubble): boolean {
  const [x, y] = cluster.at;
  const distance = Math.hypot(larger.cluster.at[0] - x, larger.cluster.at[1] - y);
  return distance < Math.max(larger.r, count ? (larger.r + r) * NUMBERS_APART : 0);
}

/** Bubbles, shaded by their figures where the sheet asks for it. */
export type PointChart = GeoChart & { shades: ValueColors | null };

function paintOf({ cluster, gathered: { state, total } }: Bubble, { input, shades }: PointChart): MarkPaint {
  const { palette } = input;
  const verdict = cluster.places.length === 1 ? verdictOf(cluster.lead) : null;
  return statePaint(
    state,
    verdict,
    total === null
      ? { fill: palette.surface }
      : shades
        ? { fill: shades.colorOf(total) }
        : seriesPaint(0, palette),
    palette,
  );
}

/** The bubble as it is filled and lined: hollow below zero, a grey ring without a figure. */
function lookOf(bubble: Bubble, chart: PointChart) {
  const { palette } = chart.input;
  const { total } = bubble.gathered;
  const paint = paintOf(bubble, chart);
  if (paint.fill === "transparent") return paint;
  if (total === null && !paint.pattern) return { ...paint, stroke: palette.text3, lineWidth: 1.5 };
  if ((total ?? 0) < 0) return { fill: palette.surface, stroke: paint.fill, lineWidth: 2 };
  return { stroke: palette.surface, lineWidth: 1, ...paint };
}

export function bubbleItems(bubble: Bubble, chart: PointChart): SceneItem[] {
  const { palette, width, height } = chart.input;
  const { cluster, r, count, gathered: all } = bubble;
  const { id } = cluster.lead;
  const [x, y] = cluster.at;
  if (x < 0 || y < 0 || x > width || y > height) return [];
  const look = lookOf(bubble, chart);
  const ring = { layer: "over" as const, kind: "circle" as const, x, y, fill: "transparent" };
  const items: SceneItem[] = [
    { id, layer: "marks", kind: "circle", x, y, r, opacity: count ? 1 : OPACITY, ...look },
  ];
  if (count && look.fill !== "transparent") {
    const solid = look.pattern ? palette.ghost : look.fill;
    items.push(
      {
        ...ring,
        id: `${id}:rim`,
        r: r + RIM,
        stroke: look.stroke === palette.surface ? solid : look.stroke,
        lineWidth: 1.5,
      },
      {
        id: `${id}:count`,
        layer: "over",
        kind: "text",
        x,
        y,
        text: count,
        size: 12,
        strong: true,
        align: "center",
        color: inkOn(solid),
        ...(look.pattern ? { rim: palette.surface } : {}),
      },
    );
  }
  if (all.selected)
    items.push({ ...ring, id: `${id}:chosen`, r: r + (count ? RIM : 1), stroke: palette.text, lineWidth: 2 });
  return items;
}

export function bubbleMark(bubble: Bubble, chart: PointChart): Mark {
  const { cluster, r, count } = bubble;
  const [x, y] = cluster.at;
  const { fill } = paintOf(bubble, chart);
  const shape = { kind: "circle" as const, x, y, r: count ? r + RIM : r };
  const key = { glyph: "circle" as const, color: fill };
  if (cluster.places.length > 1) return clusterMark(cluster, shape, key, zoomOf(cluster, chart), chart);
  const plain = fill === "transparent" || bubble.gathered.total === null;
  return placeMark(cluster.lead, shape, plain ? undefined : key, chart);
}

/** Where a reader sees a cluster's places apart; null where no zoom does that. */
function zoomOf({ places }: Cluster, { frame }: GeoChart): MapView | null {
  const box = boundsOf(places.map(({ middle }) => middle));
  return Math.max(box.width, box.height) * frame.mostScale < APART ? null : frame.viewOn(box);
}
