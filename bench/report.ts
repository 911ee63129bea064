import { execFileSync } from "node:child_process";

/** One line of output: see the README's table of figures. `ratio` is always ours / yardstick. */
export interface CaseReport {
  bench: string;
  case: string;
  ours: number;
  yardstick: number;
  ratio: number;
  unit: string;
  /** Runs whose median `ours` and `yardstick` are. */
  n: number;
  commit: string;
  node: string;
  /** Of one run (median): this process only, children not counted. */
  cpuSeconds: { ours: number; yardstick?: number };
  wallSeconds: { ours: number; yardstick?: number };
  [detail: string]: unknown;
}

export interface CaseSpec {
  unit: string;
  /** One run; resolves with its figure in `unit` (a time, a size, or a rate). */
  ours(): Promise<number>;
  /** The named yardstick measured in the same run, or a fixed limit. */
  yardstick: number | (() => Promise<number>);
  /** Alternating runs; default 5. */
  runs?: number;
  /** Before the counted runs, once each; default 1. */
  warmups?: number;
  /** More members of the line, read after the last run. */
  details?(): Record<string, unknown>;
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  const high = sorted[middle] ?? Number.NaN;
  return sorted.length % 2 ? high : (high + (sorted[middle - 1] ?? high)) / 2;
}

/** Significant digits, so that a line can be read: 4 are more than any machine gives twice. */
const round = (value: number) => Number(value.toPrecision(4));

interface Sample {
  figure: number;
  wall: number;
  cpu: number;
}

async function sample(body: () => Promise<number>): Promise<Sample> {
  const [started, before] = [performance.now(), process.cpuUsage()];
  const figure = await body();
  const used = process.cpuUsage(before);
  return { figure, wall: (performance.now() - started) / 1000, cpu: (used.user + used.system) / 1e6 };
}

/** Runs ours and the yardstick in turns, so that a noisy minute hits both, and takes the median of each. */
export async function measure(bench: string, name: string, spec: CaseSpec): Promise<CaseReport> {
  const { runs = 5, warmups = 1 } = spec;
  const limit = spec.yardstick;
  const yardstick = typeof limit === "number" ? null : limit;
  const [ours, theirs]: [Sample[], Sample[]] = [[], []];
  for (let i = -warmups; i < runs; i++) {
    const pair = { theirs: yardstick && (await sample(yardstick)), ours: await sample(spec.ours) };
    if (i < 0) continue;
    ours.push(pair.ours);
    if (pair.theirs) theirs.push(pair.theirs);
  }
  const of = (samples: Sample[], key: keyof Sample) => round(median(samples.map((s) => s[key])));
  const both = (key: "wall" | "cpu") => ({
    ours: of(ours, key),
    ...(yardstick ? { yardstick: of(theirs, key) } : {}),
  });
  const figures = {
    ours: of(ours, "figure"),
    yardstick: typeof limit === "number" ? limit : of(theirs, "figure"),
  };
  return {
    bench,
    case: name,
    ...figures,
    ratio: round(figures.ours / figures.yardstick),
    unit: spec.unit,
    n: runs,
    commit: commit(),
    node: process.version,
    cpuSeconds: both("cpu"),
    wallSeconds: both("wall"),
    ...spec.details?.(),
  };
}

function commit(): string {
  try {
    const git = (...args: string[]) => execFileSync("git", args, { encoding: "utf8", stdio: "pipe" }).trim();
    return git("rev-parse", "--short=12", "HEAD") + (git("status", "--porcelain", "-uno") ? "+" : "");
  } catch {
    return "unknown";
  }
}

export type Cases = Record<string, () => CaseSpec | Promise<CaseSpec>>;

/**
 * A bench file's main: `runBench("p5", { serial, batched })`. Runs the cases named on the command line (all by
 * default) and prints one JSON line each. A case that cannot run says why on stderr and makes the exit code 1.
 */
export async function runBench(bench: string, cases: Cases): Promise<void> {
  const asked = process.argv.slice(2);
  const names = asked.length ? asked : Object.keys(cases);
  for (const name of names) {
    const make = cases[name];
    try {
      if (!make) throw new Error(`there is no such case; there are: ${Object.keys(cases).join(", ")}`);
      console.log(JSON.stringify(await measure(bench, name, await make())));
    } catch (error) {
      console.error(`${bench} ${name} could not run: ${error instanceof Error ? error.message : error}`);
      process.exitCode = 1;
    }
  }
}
