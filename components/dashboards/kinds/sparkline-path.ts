type Values = readonly (number | null)[];

export interface SparkScale {
  x(index: number): number;
  y(value: number): number;
}

/** Places in a box of 100 × 32, two units free above and below. A flat course runs through the middle. */
export function scaleOf(values: Values, count: number): SparkScale {
  const known = values.filter((v) => v !== null);
  const low = Math.min(...known);
  const high = Math.max(...known);
  const flat = !(high > low);
  const round = (n: number) => Math.round(n * 100) / 100;
  return {
    x: (index) => round(count > 1 ? (index / (count - 1)) * 100 : 50),
    y: (value) => (flat ? 16 : round(30 - ((value - low) / (high - low)) * 28)),
  };
}

/** One path for each unbroken stretch; a single value between gaps is a short dash. */
export function segmentsOf(values: Values, scale: SparkScale): string[] {
  const paths: string[] = [];
  let path = "";
  const end = () => {
    if (path) paths.push(path.includes("L") ? path : `${path}h.01`);
    path = "";
  };
  values.forEach((value, i) => {
    if (value === null) end();
    else path += `${path ? "L" : "M"}${scale.x(i)} ${scale.y(value)}`;
  });
  end();
  return paths;
}
