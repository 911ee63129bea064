import { describe, expect, test } from "vitest";
import { Warming } from "./warming";

/** A kernel that notes what it is to load; `during` happens while it loads. */
function kernel(during: (field: string) => void = () => undefined) {
  const loaded: string[] = [];
  return {
    loaded,
    async ahead(field: string) {
      loaded.push(field);
      during(field);
    },
  };
}

describe("columns loaded ahead of clicks", () => {
  test("come one after the other while nothing is asked", async () => {
    const columns = kernel();
    expect(await new Warming(() => true).begin(columns, ["a", "b", "c"])).toBe(3);
    expect(columns.loaded).toEqual(["a", "b", "c"]);
  });

  test("are dropped with the first question, and not begun in front of one", async () => {
    let running = 0;
    const warming = new Warming(() => running === 0);
    const columns = kernel((field) => {
      if (field === "b") running++;
    });
    expect(await warming.begin(columns, ["a", "b", "c"])).toBe(2);
    expect(await warming.begin(columns, ["d"])).toBe(0);
    expect(columns.loaded).toEqual(["a", "b"]);
  });

  test("let a newer picture's columns go first", async () => {
    const [older, newer] = [kernel(), kernel()];
    const warming = new Warming(() => true);
    const before = warming.begin(older, ["a", "b"]);
    expect(await warming.begin(newer, ["c"])).toBe(1);
    expect(await before).toBe(0);
    expect([older.loaded, newer.loaded]).toEqual([[], ["c"]]);
  });

  test("that cannot be read are no matter of anybody's", async () => {
    const columns = kernel((field) => {
      if (field === "a") throw new Error("cut off");
    });
    expect(await new Warming(() => true).begin(columns, ["a", "b"])).toBe(2);
  });
});
