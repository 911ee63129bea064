import { parseArgs } from "node:util";
import { simulate } from "./simulation/scenario";

/** `--seeds 10000 --from 1`: lives of simulated customers, one line for each that went wrong; exit code 1 then. */
async function main(): Promise<number> {
  const { values } = parseArgs({
    options: { seeds: { type: "string", default: "1000" }, from: { type: "string", default: "1" } },
  });
  const [from, count] = [Number(values.from), Number(values.seeds)];
  const met = new Map<string, number>();
  let bad = 0;
  for (let seed = from; seed < from + count; seed++) {
    const result = await simulate(seed);
    for (const m of result.met) met.set(m, (met.get(m) ?? 0) + 1);
    if (result.violations.length > 0) {
      bad++;
      process.stdout.write(`${JSON.stringify({ seed, violations: result.violations })}\n`);
    }
  }
  process.stdout.write(
    `${JSON.stringify({ seeds: count, from, violated: bad, met: Object.fromEntries([...met].sort()) })}\n`,
  );
  return bad > 0 ? 1 : 0;
}

process.exitCode = await main();
