/** A fixed CPU and a fixed memory loop, so that a slow machine is seen beside figures that are absolute. */
import { runBench } from "./report";

const seconds = (from: number) => (performance.now() - from) / 1000;

/** 200 M dependent integer operations on one core. */
async function cpuLoop(): Promise<number> {
  const started = performance.now();
  let x = 1;
  for (let i = 0; i < 200_000_000; i++) x = (Math.imul(x, 1_664_525) + 1_013_904_223) | 0;
  if (x === 0.5) throw new Error("unreachable: keeps the loop from being removed");
  return seconds(started);
}

const WORDS = 16 * 1024 * 1024;

/** 4 M random reads from 64 MB, then ten copies of it: latency and bandwidth. */
async function memoryLoop(): Promise<number> {
  const source = new Uint32Array(WORDS).map((_, i) => Math.imul(i, 2_654_435_761));
  const target = new Uint32Array(WORDS);
  const started = performance.now();
  let at = 1;
  for (let i = 0; i < WORDS / 4; i++) at = ((source[at] ?? 0) ^ i) & (WORDS - 1);
  for (let i = 0; i < 10; i++) target.set(source);
  if (at < 0 || target.length !== WORDS) throw new Error("unreachable: keeps the loop from being removed");
  return seconds(started);
}

/** The yardsticks are this project's reference machine (2 shared cores); a ratio of 2 is a machine half as fast. */
await runBench("calibrate", {
  cpu: () => ({ unit: "s", ours: cpuLoop, yardstick: 0.2 }),
  memory: () => ({ unit: "s", ours: memoryLoop, yardstick: 0.5 }),
});
