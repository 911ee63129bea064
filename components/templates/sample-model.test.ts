import { expect, it } from "vitest";
import { runOf } from "./sample-model";

const app = (version: string | null, day: number) => ({
  ...{ id: `app_${version}`, tenantId: "ten_1", version, generation: version && `gen_${version}` },
  publishedAt: version ? new Date(Date.UTC(2026, 0, day)) : null,
});

it.each([
  ["its own run, although the draft ran later", "1.0.0", app("1.1.0-draft.1", 9), app("1.0.0", 1), "1.0.0"],
  ["the newest run of another version", "1.1.0", app("1.1.0-draft.1", 9), app("1.0.0", 1), "1.1.0-draft.1"],
  ["the release, where it ran later", "0.9.0", app("1.1.0-draft.1", 1), app("1.0.0", 9), "1.0.0"],
  ["nothing of a run that never ended well", "1.0.0", app(null, 1), null, undefined],
  ["nothing where nothing was run", "1.0.0", null, null, undefined],
])("a version's model is of %s", (_name, version, draft, released, expected) => {
  expect(runOf(version, { app: draft, released })?.version).toBe(expected);
});
