import { existsSync } from "node:fs";
import { beforeAll, describe, expect, test } from "vitest";
import { firstScripts } from "./embed-bundle.mjs";

/** What a host's page waits for before the first figures. */
const LIMIT_BYTES = 300_000;

/** Modules that position, trap focus or lock scrolling: of popups, which nobody opens before the first figures. */
const POPUPS =
  /node_modules\/(@floating-ui\/|@base-ui\/react\/[^ ]*(popover|menu|menubar|dialog|drawer|tooltip|select|combobox|autocomplete|preview-card|navigation-menu|toast|floating-ui)[^/]*\/)/;

let first: Awaited<ReturnType<typeof firstScripts>>;

beforeAll(async () => {
  first = await firstScripts();
});

describe("the embed's first scripts", () => {
  test("are the element, the opening, the dashboard and the chunks they cannot begin without", () => {
    const modules = first.flatMap((file) => file.modules);
    expect(first.map((file) => file.name)).toEqual(
      expect.arrayContaining([
        "tenantry.js",
        expect.stringMatching(/^opening-/),
        expect.stringMatching(/^embed-/),
      ]),
    );
    for (const own of ["components/embed/embed.tsx", "components/charts/draw/echarts.ts"])
      expect(modules).toContain(own);
    for (const { name, size } of first) expect(size, name).toBeGreaterThan(0);
  });

  test(`weigh less than ${LIMIT_BYTES / 1000} kB together, gzip`, () => {
    const total = first.reduce((sum, { size }) => sum + size, 0);
    const sizes = first.map(({ name, size }) => `${name}: ${size}`).join(", ");
    expect(total, sizes).toBeLessThan(LIMIT_BYTES);
  });

  test("hold no library of popups: see LATER beside this test", () => {
    // What the pattern is made for is where it is looked for.
    for (const path of ["popover/root/PopoverRoot.mjs", "floating-ui-react/index.mjs"]) {
      const module = `node_modules/@base-ui/react/${path}`;
      expect([existsSync(module), POPUPS.test(module)], module).toEqual([true, true]);
    }
    expect(first.flatMap((file) => file.modules).filter((path) => POPUPS.test(path))).toEqual([]);
  });

  test("hold no page of the portal and nothing of the server but what both share", () => {
    const foreign = first
      .flatMap((file) => file.modules)
      .filter((path) => /^(app|components\/(embeds|layout|providers\/(?!i18n)))\//.test(path));
    expect(foreign).toEqual([]);
  });
});
