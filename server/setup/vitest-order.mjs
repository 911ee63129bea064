import { BaseSequencer } from "vitest/node";

/** Files that take longer than others of their size, longest first: begun last, one of them would keep the rest waiting. */
export const SLOW = [
  "server/provisioning/simulation.test.ts",
  "server/acceptance/crash.test.ts",
  "server/acceptance/northwind.test.ts",
  "server/acceptance/secrets.test.ts",
  "server/acceptance/faults.test.ts",
  "server/builtin/host/hosts.test.ts",
  "server/builtin/associative/ask-equivalence.test.ts",
  "server/builtin/associative/equivalence.test.ts",
  "server/builtin/kernel/equivalence.test.ts",
  "server/setup/sample/world.test.ts",
  "server/builtin/reload/reload.test.ts",
  "server/builtin/platform.test.ts",
];

export class SlowestFirst extends BaseSequencer {
  /** @param {import("vitest/node").TestSpecification[]} files */
  async sort(files) {
    const place = (/** @type {import("vitest/node").TestSpecification} */ { moduleId }) => {
      const at = SLOW.findIndex((name) => moduleId.endsWith(name));
      return at < 0 ? SLOW.length : at;
    };
    const shares = (/** @type {import("vitest/node").TestSpecification} */ { project }) =>
      project.config.isolate ? 0 : 1;
    const sorted = await super.sort(files);
    // Those that share a process one after the other: any other between them ends it.
    return sorted.sort((a, b) => shares(a) - shares(b) || place(a) - place(b));
  }
}
