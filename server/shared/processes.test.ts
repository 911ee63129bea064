import { existsSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { processEntry } from "./processes";

test("a built portal starts bundles, a development one sources through tsx", () => {
  expect(processEntry("reload", { built: true })).toEqual({
    file: join(process.cwd(), "dist", "reload.mjs"),
    execArgv: ["--enable-source-maps"],
  });
  const source = processEntry("engine-host", { built: false });
  expect(source.execArgv).toEqual(["--import", "tsx"]);
  expect(source.file).toBe(join(process.cwd(), "server/builtin/host/entry.ts"));
  expect(existsSync(join(process.cwd(), "server/builtin/host"))).toBe(true);
});
