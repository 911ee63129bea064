import { describe, expect, it } from "vitest";
import { isOwnSave } from "./own-save";

const known = { details: { name: "Aur", slug: "aur" }, people: { groups: ["Sales"] } };
const first = { details: { name: "Aurora", slug: "aurora" } };
const second = { details: { name: "Aurora Ltd", slug: "aurora-ltd" } };

describe("a draft that changed after a save without an answer", () => {
  it("was changed by that save, whatever the order of its parts", () => {
    const now = { people: { groups: ["Sales"] }, details: { slug: "aurora", name: "Aurora" } };
    expect(isOwnSave(now, known, [first, second])).toBe(true);
  });

  it("was changed by somebody else where anything differs", () => {
    expect(isOwnSave({ ...known, ...first, apps: [] }, known, [first])).toBe(false);
    expect(isOwnSave({ details: first.details }, known, [first])).toBe(false);
    expect(isOwnSave({ ...known, ...first }, known, [])).toBe(false);
  });
});
