import { afterAll, beforeAll, describe } from "vitest";
import { contentSuite } from "./contract/content";
import { publishingSuite } from "./contract/publishing";
import { reloadSuite } from "./contract/reloads";
import { removingSuite } from "./contract/removing";
import { tenantSuite } from "./contract/tenants";
import { verbSuite } from "./contract/verbs";
import type { PlatformHarness } from "./contract/world";

export { type PlatformHarness, SCRIPTS, SECRET } from "./contract/world";

/** The one suite every platform passes. Each test makes tenants of its own on the harness's platform. */
export function describePlatform(name: string, open: () => Promise<PlatformHarness>): void {
  describe(`platform contract: ${name}`, () => {
    let harness: PlatformHarness | null = null;
    const opened = (): PlatformHarness => {
      if (!harness) throw new Error("The harness is not open.");
      return harness;
    };
    beforeAll(async () => {
      harness = await open();
    });
    afterAll(() => harness?.close());
    describe("verbs", () => verbSuite(opened));
    describe("reloads", () => reloadSuite(opened));
    describe("publishing", () => publishingSuite(opened));
    describe("tenants", () => tenantSuite(opened));
    describe("content", () => contentSuite(opened));
    describe("removing", () => removingSuite(opened));
  });
}
