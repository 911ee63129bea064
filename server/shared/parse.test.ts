import { describe, expect, it } from "vitest";
import { z } from "zod";
import { AppError } from "./errors";
import { parse } from "./parse";

const schema = z.strictObject({
  name: z.string().trim().min(1).max(80),
  groups: z.array(z.string()).max(2).default([]),
  rows: z.number().min(1).default(1),
});

function refusal(input: unknown): AppError {
  try {
    parse(schema, input);
  } catch (error) {
    if (error instanceof AppError) return error;
  }
  throw new Error("was not refused");
}

describe("input that is refused", () => {
  it.each([
    [{ name: "x".repeat(81) }, "name: has at most 80 characters"],
    [{ name: " " }, "name: is needed"],
    [{}, "name: is missing"],
    [{ name: 7 }, "name: needs text, got number"],
    [{ name: "x", groups: ["a", "b", "c"] }, "groups: has at most 2 entries"],
    [{ name: "x", rows: 0 }, "rows: is at least 1"],
  ])("says in a person's words what is wrong with %j", (input, message) => {
    expect(refusal(input)).toMatchObject({ code: "input.invalid", message });
  });

  it("names every wrong field", () => {
    const { issues } = refusal({ name: "", rows: 0 }).options;
    expect(issues?.map((issue) => issue.path)).toEqual(["name", "rows"]);
  });
});
