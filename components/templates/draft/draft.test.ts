import { afterEach, describe, expect, test } from "vitest";
import { base64Of } from "./base64";
import { type Edits, keepEdits, storedEdits, withEdit } from "./edits";
import { languageOf } from "./language-of";
import { problemOf, problemsOf } from "./problems";

/** A page's storage, of so many letters at most. */
function storage(most = 10_000): Storage {
  const kept = new Map<string, string>();
  const of = {
    getItem: (key: string) => kept.get(key) ?? null,
    removeItem: (key: string) => void kept.delete(key),
    setItem(key: string, value: string) {
      if (value.length > most) throw new DOMException("Full.", "QuotaExceededError");
      kept.set(key, value);
    },
  };
  return of as Storage;
}
const given = Object.getOwnPropertyDescriptor(globalThis, "sessionStorage");
const put = (value: Storage) =>
  Object.defineProperty(globalThis, "sessionStorage", { value, configurable: true });

afterEach(() => {
  if (given) Object.defineProperty(globalThis, "sessionStorage", given);
  else Reflect.deleteProperty(globalThis, "sessionStorage");
});

describe("changes that are not saved", () => {
  test("keep the revision their file's first change began on, so that a conflict is found", () => {
    const first = withEdit({}, "script.qvs", "a", 3);
    const second = withEdit(withEdit(first, "script.qvs", "b", 5), "template.yaml", null, 5);
    expect(second).toEqual({
      "script.qvs": { text: "b", base: 3 },
      "template.yaml": { text: null, base: 5 },
    });
    expect(first).toEqual({ "script.qvs": { text: "a", base: 3 } });
  });

  test("are there again when one comes back, of their own template alone, until they are saved", () => {
    put(storage());
    const edits: Edits = { "script.qvs": { text: "a", base: 3 }, "sheets/x.yaml": { text: null, base: 4 } };
    keepEdits("sales", edits);
    expect([storedEdits("sales"), storedEdits("stock")]).toEqual([edits, {}]);
    keepEdits("sales", {});
    expect(storedEdits("sales")).toEqual({});
  });

  test("of another shape are left out, unreadable ones are none", () => {
    const kept = storage();
    put(kept);
    kept.setItem(
      "tenantry.draft.sales",
      JSON.stringify({ good: { text: "a", base: 1 }, bad: { text: 5, base: 1 }, old: "a", none: null }),
    );
    expect(storedEdits("sales")).toEqual({ good: { text: "a", base: 1 } });
    for (const text of ["{", "null", '"x"']) {
      kept.setItem("tenantry.draft.sales", text);
      expect(storedEdits("sales")).toEqual({});
    }
  });

  test("a full storage, or none at all, stops nobody", () => {
    put(storage(10));
    expect(() => keepEdits("sales", { "script.qvs": { text: "a".repeat(99), base: 1 } })).not.toThrow();
    Reflect.deleteProperty(globalThis, "sessionStorage");
    expect(() => keepEdits("sales", {})).not.toThrow();
    expect(storedEdits("sales")).toEqual({});
  });
});

describe("mistakes in a draft's files", () => {
  test("stand in their file at their place, with the key they are about said once", () => {
    const issues = [
      { file: "template.yaml", line: 4, column: 2, path: "tables[0]", message: "Unknown key." },
      { file: "template.yaml", message: "Cannot be read." },
      { file: "script.qvs", line: 2, path: "script", message: "script: misses a semicolon." },
    ];
    expect(problemsOf(issues as never, "template.yaml")).toEqual([
      { file: "template.yaml", line: 4, column: 2, message: "tables[0]: Unknown key.", severity: "error" },
      { file: "template.yaml", line: 1, column: 1, message: "Cannot be read.", severity: "error" },
    ]);
    expect(problemOf(issues[2] as never).message).toBe("script: misses a semicolon.");
  });
});

test("files are coloured by their kind", () => {
  const kinds = ["script.qvs", "parts/a.qvs", "template.yaml", "sheets/a.yml", "notes.md"].map(languageOf);
  expect(kinds).toEqual(["script", "script", "yaml", "yaml", "text"]);
});

test("a file of any size and any bytes arrives as it was", async () => {
  const bytes = Uint8Array.from({ length: 0x8000 * 2 + 5 }, (_, i) => (i * 7) % 256);
  expect(Buffer.from(await base64Of(new Blob([bytes])), "base64").equals(Buffer.from(bytes))).toBe(true);
  expect(await base64Of(new Blob([]))).toBe("");
});
