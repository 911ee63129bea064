/** An ECharts decal without its color. */
export interface Pattern {
  symbol: "rect" | "circle" | "triangle" | "diamond";
  symbolSize?: number;
  dashArrayX: number[] | number[][];
  dashArrayY: number[];
  rotation?: number;
  /** Set where it is drawn. */
  color?: string;
}

const TURN = Math.PI / 4;

const stripes = (rotation: number, gap: number): Pattern => ({
  symbol: "rect",
  dashArrayX: [1, 0],
  dashArrayY: [2, gap],
  rotation,
});

const grains = (symbol: Pattern["symbol"], symbolSize: number, step: number): Pattern => ({
  symbol,
  symbolSize,
  dashArrayX: [
    [step, step],
    [0, step, step, 0],
  ],
  dashArrayY: [step, 0],
});

/** Of a value that the selection in its own field leaves out. */
export const HATCH: Pattern = { ...stripes(-TURN, 4.5), dashArrayY: [1.5, 4.5] };

/** Of a place whose figure is missing. */
export const DOTS: Pattern = grains("circle", 0.45, 3);

/** The eight series told apart without color; the first is plain. */
const SERIES: readonly (Pattern | undefined)[] = [
  undefined,
  stripes(-TURN, 6),
  grains("circle", 0.7, 6),
  stripes(0, 5),
  stripes(TURN, 6),
  stripes(2 * TURN, 5),
  grains("triangle", 0.6, 8),
  grains("diamond", 0.7, 7),
];

/** Pattern of the n-th series (from 0) where the reader asks for more contrast; nothing for the first and "other". */
export const seriesPattern = (index: number): Pattern | undefined => SERIES[index];
