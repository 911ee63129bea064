import { expect, test } from "vitest";
import { contentParts } from "../content";
import { type PlatformHarness, refused, World } from "./world";

const sheet = (title: string) => ({ sheet: "overview", format: 1, title: { en: title, de: "Übersicht" } });

/** `content`: what is really kept, and of one's own app only. A platform that cannot be asked leaves the verb out. */
export function contentSuite(open: () => PlatformHarness): void {
  test("what an app is made of comes back by the checksums of what was given; a change shows", async () => {
    const w = new World(open());
    await w.prepare();
    const { platform, tenant, app } = w;
    if (!platform.content) return;
    const sheets = [sheet("Overview")];
    await platform.importApp.apply(w.call(), w.appSpec({ version: "1.1.0", sheets }));
    const content = await platform.content(tenant, { app });
    expect(content).toMatchObject({ template: "sales", version: "1.1.0" });
    expect(content.parts).toEqual(contentParts({ script: w.script().script, sheets }));
    await platform.importApp.apply(w.call(), w.appSpec({ version: "1.1.0", sheets: [sheet("Changed")] }));
    const after = await platform.content(tenant, { app });
    const changed = after.parts.filter((part, i) => part.sha256 !== content.parts[i]?.sha256);
    expect(changed.map(({ kind, name }) => [kind, name])).toEqual([
      ["sheet", "overview"],
      ["text", "en"],
    ]);
  });

  test("nobody asks about another tenant's app", async () => {
    const harness = open();
    const [a, b] = [new World(harness), new World(harness)];
    await a.prepare();
    await b.prepare();
    const { content } = harness.platform;
    if (!content) return;
    await refused(content(b.tenant, { app: a.app }), "platform.not_found");
  });
}
