import type { z } from "zod";

export interface PlainIssue {
  path: PropertyKey[];
  message: string;
  /** Set where the issue is about a key of the object at `path`, not about its value. */
  key?: string;
}

type Issue = z.core.$ZodIssue;

/** Zod's issues as flat sentences: a union tells the complaint of the branch that fits best. */
export function flattenIssues(issues: readonly Issue[], base: PropertyKey[] = []): PlainIssue[] {
  return issues.flatMap((issue): PlainIssue[] => {
    const path = [...base, ...issue.path];
    if (issue.code === "unrecognized_keys")
      return [
        { path, message: issue.message, ...(issue.keys[0] === undefined ? {} : { key: issue.keys[0] }) },
      ];
    if (issue.code === "invalid_union") return unionIssues(issue.errors, path, issue.message);
    if (issue.code === "invalid_key" || issue.code === "invalid_element")
      return flattenIssues(issue.issues, path);
    return [{ path, message: plain(issue) }];
  });
}

function unionIssues(branches: Issue[][], path: PropertyKey[], message: string): PlainIssue[] {
  const fitting = branches.filter((b) => !b.some((i) => i.code === "invalid_type" && i.path.length === 0));
  const best = fitting.sort((a, b) => a.length - b.length)[0];
  if (best !== undefined && best.length > 0) return flattenIssues(best, path);
  const expected = branches.flatMap((b) =>
    b.flatMap((i) => (i.code === "invalid_type" ? [typeName(i.expected)] : [])),
  );
  return [{ path, message: expected.length > 0 ? `needs ${[...new Set(expected)].join(" or ")}` : message }];
}

function plain(issue: Issue): string {
  if (issue.code === "invalid_type" && issue.message.startsWith("Invalid input")) {
    const missing = issue.input === undefined && /received undefined/.test(issue.message);
    return missing
      ? "is missing"
      : `needs ${typeName(issue.expected)}, got ${issue.message.split("received ")[1] ?? "something else"}`;
  }
  if (issue.code === "invalid_value" && !issue.message.startsWith("must"))
    return `must be one of ${issue.values.map(String).join(", ")}`;
  if (issue.code === "too_big" && issue.message.startsWith("Too big"))
    return amount(issue.origin, "at most", issue.maximum);
  if (issue.code === "too_small" && issue.message.startsWith("Too small"))
    return issue.origin === "string" && Number(issue.minimum) === 1
      ? "is needed"
      : amount(issue.origin, "at least", issue.minimum);
  return issue.message;
}

/** `has at most 80 characters`, `is at least 1`. */
function amount(origin: string, bound: string, value: number | bigint): string {
  const units: Record<string, string> = { string: "characters", array: "entries", set: "entries" };
  const unit = units[origin];
  return unit === undefined ? `is ${bound} ${value}` : `has ${bound} ${value} ${unit}`;
}

function typeName(expected: string): string {
  const names: Record<string, string> = {
    string: "text",
    object: "a map",
    record: "a map",
    array: "a list",
    boolean: "true or false",
    number: "a number",
    int: "a whole number",
  };
  return names[expected] ?? expected;
}
