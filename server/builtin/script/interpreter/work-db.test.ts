import { expect, test } from "vitest";
import { explain } from "./work-db";

test("what the disk refuses is no error of a statement, which a script could leave out and go on", () => {
  const refused = new Error('IO Error: Could not write file "work": No space left on device');
  expect(explain(refused)).toBe(refused);
  expect(explain(new Error("IO Error: odd"))).toMatchObject({ code: "script.failed" });
});
