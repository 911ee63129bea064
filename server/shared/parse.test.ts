import { describe, expect, it } from "vitest";
import { z } from "zod";
import { AppError } from "./errors";
import { parse } from "./parse";
import { strict } from "./strict";

const schema = z.strictObject({
  name: z.string().trim().min(1).max(80),
  groups: z.array(z.string()).max(2).default([]),
  rows: z.number().min(1).default(1),
});

const wrong = (n: number) => Object.fromEntries(Array.from({ length: n }, (_, i) => [`key${i}`, i]));
const refusal = (input: unknown) => refusalBy(schema, input);

function refusalBy(schema: z.ZodType, input: unknown): AppError {
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

  it("is answered shortly however much is wrong: by the first hundred fields, and a few unknown keys", () => {
    const list = z.strictObject({ ids: z.array(z.string()) });
    const issues = refusalBy(list, { ids: Array.from({ length: 50_000 }, () => 7) }).options.issues ?? [];
    expect(issues).toHaveLength(100);
    const { message } = refusalBy(strict({ name: z.string().optional() }), {
      ...wrong(50_000),
      ["n".repeat(400_000)]: 1,
    });
    expect(message.length).toBeLessThan(1000);
    expect(refusal({ name: "x", ...wrong(50_000) }).message.length).toBeLessThan(2000);
  });

  it("names every wrong field", () => {
    const { issues } = refusal({ name: "", rows: 0 }).options;
    expect(issues?.map((issue) => issue.path)).toEqual(["name", "rows"]);
  });
});
