import { describe, expect, it } from "vitest";
import { family, type Part } from "./children";
import { type OpenSite, onSite } from "./site";

export function familyRetryRules(open: OpenSite): void {
  describe("families run again", () => {
    it(
      "retrying a parent retries its failed children from their failed step, under their ids, and keeps the others",
      onSite(open, async (site) => {
        const driver = site.driver();
        const log: string[] = [];
        const fails = new Set(["x", "z"]);
        family(driver, log, fails);
        await driver.launch();
        await driver.start("parent@1", {}, { id: "r" });
        await driver.wait("r");
        fails.clear();
        log.length = 0;
        await driver.retryFrom("r");
        expect(await driver.wait("r")).toMatchObject({ state: "succeeded", output: ["x!", "y!", "z!"] });
        expect(log.sort()).toEqual(["check x", "check z"]);
      }),
    );

    it(
      "an undone family can be run again",
      onSite(open, async (site) => {
        const driver = site.driver();
        const log: string[] = [];
        family(driver, log, new Set());
        await driver.launch();
        await driver.start("parent@1", {}, { id: "r" });
        await driver.wait("r");
        await driver.undo("r");
        await driver.wait("r");
        log.length = 0;
        await driver.retryFrom("r");
        expect(await driver.wait("r")).toMatchObject({ state: "succeeded", output: ["x!", "y!", "z!"] });
        expect(log.filter((line) => line.startsWith("make")).sort()).toEqual(["make x", "make y", "make z"]);
      }),
    );

    it(
      "children one after the other can be undone and run again, in their order",
      onSite(open, async (site) => {
        const driver = site.driver();
        const log: string[] = [];
        driver.define<Part, void>("part@1", async (wf, { part }) => {
          await wf.step("make", async () => log.push(part), { undo: async () => void log.push(`un${part}`) });
        });
        driver.define("parent@1", async (wf) => {
          for (const part of ["x", "y"]) await wf.child("part@1", { part }, { id: `${wf.id}:${part}` });
        });
        await driver.launch();
        await driver.start("parent@1", {}, { id: "r" });
        await driver.wait("r");
        await driver.undo("r");
        await driver.wait("r");
        await driver.retryFrom("r");
        expect(await driver.wait("r")).toMatchObject({ state: "succeeded" });
        expect(log).toEqual(["x", "y", "uny", "unx", "x", "y"]);
      }),
    );
  });
}
