import { parseEnv } from "@/server/shared/env";
import { fillWith, SCENARIOS } from "./scenarios";

/** `npm run seed -- <scenario>`: fills the data folder (`TENANTRY_DATA`) with a named scenario. */
async function main(name: string | undefined): Promise<number> {
  if (name === undefined) {
    const list = Object.entries(SCENARIOS).map(([key, { about }]) => `  ${key.padEnd(15)}${about}`);
    process.stdout.write(`npm run seed -- <scenario>\n${list.join("\n")}\n`);
    return 0;
  }
  const began = performance.now();
  const lines = await fillWith(name, parseEnv());
  const seconds = ((performance.now() - began) / 1000).toFixed(1);
  process.stdout.write(
    `${lines.join("\n")}\n${name}: done in ${seconds} s. Start with TENANTRY_SAMPLE=off npm start\n`,
  );
  return 0;
}

main(process.argv[2]).then(
  (code) => process.exit(code),
  (error: unknown) => {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    process.exit(1);
  },
);
