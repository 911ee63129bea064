import { expect, test } from "vitest";
import type { Platform, RemoveSpec } from "../port";
import { type PlatformHarness, refused, World } from "./world";

const nothing: RemoveSpec = { apps: [], members: [], groups: [], connections: [] };

function remover({ platform }: World): NonNullable<Platform["remove"]> {
  if (!platform.remove) throw new Error(`${platform.id} has no remove.`);
  return platform.remove.bind(platform);
}

/** `remove`: for good, only what is named, only this tenant's. */
export function removingSuite(open: () => PlatformHarness): void {
  test("a removed app answers nothing and counts nothing; what was not named stays", async () => {
    const w = new World(open());
    await w.prepare();
    const { generationId } = await w.reload();
    await w.publish(generationId);
    await w.platform.ensureGroups.apply(w.call(), { names: ["Sales", "Staff"] });
    const spec = { ...nothing, apps: [w.app], groups: ["Staff"] };
    await remover(w)(w.call(), spec);
    await refused(w.sum(), "platform.not_found");
    expect(await w.platform.usage(w.tenant)).toEqual({ rows: 0, bytes: 0, apps: 0 });
    const groups = async (name: string) =>
      (await w.platform.ensureGroups.apply(w.call(), { names: [name] })).effect;
    expect([await groups("Sales"), await groups("Staff")]).toEqual(["found", "created"]);
  });

  test("what is not there is fine, and a repeated removal too", async () => {
    const w = new World(open());
    await w.prepare();
    await w.platform.ensureMembers.apply(w.call(), { members: [w.member()] });
    const spec = { apps: ["app_none"], members: ["a@acme.test"], groups: ["None"], connections: ["none"] };
    const call = w.call();
    await remover(w)(call, spec);
    await remover(w)({ ...call, attempt: 2 }, spec);
    expect((await w.platform.ensureMembers.apply(w.call(), { members: [w.member()] })).effect).toBe(
      "created",
    );
    expect((await w.platform.importApp.apply(w.call(), w.appSpec())).effect).toBe("found");
  });

  test("things of the same names in another tenant stay", async () => {
    const harness = open();
    const [a, b] = [new World(harness), new World(harness)];
    for (const w of [a, b]) {
      await w.prepare();
      await w.platform.ensureMembers.apply(w.call(), { members: [w.member()] });
    }
    const spec = { apps: [b.app], members: ["a@acme.test"], groups: [], connections: ["main"] };
    await remover(a)(a.call(), spec);
    const { platform: p } = harness;
    expect((await p.importApp.apply(b.call(), b.appSpec())).effect).toBe("found");
    expect((await p.ensureMembers.apply(b.call(), { members: [b.member()] })).effect).toBe("found");
    expect((await p.putConnections.apply(b.call(), { connections: [harness.connection()] })).effect).toBe(
      "found",
    );
  });
}
