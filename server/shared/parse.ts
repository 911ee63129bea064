import type { z } from "zod";
import { AppError } from "./errors";
import { flattenIssues } from "./zod-issues";

/** `connections[0].properties.host` from zod's path. */
export function pathText(path: readonly PropertyKey[]): string {
  return path.reduce<string>(
    (text, part) =>
      typeof part === "number" ? `${text}[${part}]` : text ? `${text}.${String(part)}` : String(part),
    "",
  );
}

/** More than anybody mends at once: an answer is not larger than what was asked. */
const MOST_ISSUES = 100;
const MOST_LETTERS = 1000;

/** `input.invalid` with one issue per wrong field; zod's own text never reaches a person. */
export function inputError(error: z.core.$ZodError): AppError {
  const issues = flattenIssues(error.issues.slice(0, MOST_ISSUES)).map((i) => ({
    path: pathText(i.path),
    message: i.message.slice(0, MOST_LETTERS),
  }));
  const first = issues[0];
  return new AppError(
    "invalid",
    "input.invalid",
    first ? `${first.path || "The input"}: ${first.message}` : "The input is not valid.",
    { issues },
  );
}

/** Parses a verb's input; throws `input.invalid` with one issue per wrong field. */
export function parse<S extends z.ZodType>(schema: S, input: unknown): z.output<S> {
  const result = schema.safeParse(input);
  if (result.success) return result.data;
  throw inputError(result.error);
}
