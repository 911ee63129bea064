import { simulate } from "@/server/provisioning/simulation/scenario";

const TELL_MS = 15_000;

/**
 * Plays seeds of the provisioning simulation, one after the other, for some minutes; ends at the first violated
 * invariant. `deep-simulation.ts <first seed> <minutes>`. Last line: `N passed, N failed, 0 skipped`.
 */
async function main(first: number, minutes: number): Promise<number> {
  const end = performance.now() + minutes * 60_000;
  let told = performance.now();
  let passed = 0;
  const close = (failed: number) => process.stdout.write(`${passed} passed, ${failed} failed, 0 skipped\n`);
  for (let seed = first; passed === 0 || performance.now() < end; seed++) {
    const { violations, trace } = await simulate(seed);
    if (violations.length > 0) {
      const lines = [...violations, "What happened:", ...trace.slice(-80)].map(String);
      process.stdout.write(`seed ${seed} violates:\n${lines.join("\n")}\n`);
      close(1);
      return 1;
    }
    passed++;
    if (performance.now() - told < TELL_MS) continue;
    told = performance.now();
    process.stdout.write(`  … ${passed} seeds\n`);
  }
  close(0);
  return 0;
}

const [first = "1", minutes = "1"] = process.argv.slice(2);
process.exit(await main(Number(first), Number(minutes)));
