import { linear, oklab } from "./oklch";

type Triple = [number, number, number];

/** Full protan, deutan and tritan vision, as matrices of linear light. */
const EYES: [matrix: number[], need: number][] = [
  [[1, 0, 0, 0, 1, 0, 0, 0, 1], 9],
  [[0.152286, 1.052583, -0.204868, 0.114503, 0.786281, 0.099216, -0.003882, -0.048116, 1.051998], 8],
  [[0.367322, 0.860646, -0.227968, 0.280085, 0.672501, 0.047413, -0.01182, 0.04294, 0.968881], 8],
  [[1.255528, -0.076749, -0.178779, -0.078411, 0.930809, 0.147602, 0.004733, 0.691367, 0.3039], 6],
];

function seen(hex: string, matrix: number[]): Triple {
  const rgb = linear(hex);
  const row = (at: number) => {
    const sum = rgb.reduce((total, part, i) => total + (matrix[at + i] ?? 0) * part, 0);
    return Math.min(1, Math.max(0, sum));
  };
  return oklab([row(0), row(3), row(6)]);
}

/** Two colors that every kind of vision tells apart (distance in OKLab × 100). */
export function areApart(a: string, b: string): boolean {
  return EYES.every(([matrix, need]) => {
    const [x, y] = [seen(a, matrix), seen(b, matrix)];
    return 100 * Math.hypot(x[0] - y[0], x[1] - y[1], x[2] - y[2]) >= need;
  });
}
