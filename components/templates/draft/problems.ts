import type { Problem } from "../../script-editor/mount";
import type { Issue } from "./use-draft";

/** An issue as the editor shows it; one without a place is at the file's beginning. */
export function problemOf(issue: Issue): Problem & { file: string } {
  const { file = "", line = 1, column = 1, message, path } = issue;
  const text = path && !message.startsWith(path) ? `${path}: ${message}` : message;
  return { file, line, column, message: text, severity: "error" };
}

export const problemsOf = (issues: readonly Issue[], file: string) =>
  issues.filter((issue) => issue.file === file).map(problemOf);
