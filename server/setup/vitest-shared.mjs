import { afterAll } from "vitest";

/**
 * Runs before each test file of a process that several share: what the portal keeps for its whole process begins anew,
 * and a file that leaves other settings behind fails.
 */
for (const key of Object.getOwnPropertySymbols(globalThis))
  if (key.description?.startsWith("tenantry.")) Reflect.deleteProperty(globalThis, key);

const settings = JSON.stringify(process.env);
const folder = process.cwd();
afterAll(() => {
  if (JSON.stringify(process.env) !== settings || process.cwd() !== folder)
    throw new Error(
      "This file changes its process for all after it: it needs one of its own (vitest-own-process.mjs).",
    );
});
