import { didYouMean } from "@/server/shared/nearest";
import type { Present } from "./people-plan";
import { groupName } from "./schemas";
import { type CellIssue, listOf, type Upload, type UploadRow } from "./upload-file";

/** What one row of a file of groups would do. */
export interface GroupRow {
  line: number;
  group: string;
  /** Addresses of people who come into the group. Who is in it already, and is not named, stays. */
  joining: string[];
  what: "add" | "change" | "same" | "bad";
  issues: CellIssue[];
}

export interface GroupsPlan {
  about: "groups";
  rows: GroupRow[];
  newGroups: string[];
}

function cellIssues(row: UploadRow, present: Present): CellIssue[] {
  const group = row.cells.get("group") ?? "";
  const addresses = present.members.map((member) => member.email.toLowerCase());
  const issues: CellIssue[] = [];
  if (group === "") issues.push({ column: "group", message: "is empty: every row needs the group's name" });
  else if (!groupName.safeParse(group).success)
    issues.push({ column: "group", message: "has more than 120 characters: make it shorter" });
  for (const email of listOf(row.cells.get("members")))
    if (!addresses.includes(email.toLowerCase()))
      issues.push({
        column: "members",
        message: `nobody here has the address "${email}": invite them first.${didYouMean(email.toLowerCase(), addresses)}`,
      });
  return issues;
}

/** What a file of groups would do, row by row. A group may stand in several rows, with one member each. */
export function planGroups(upload: Upload, present: Present): GroupsPlan {
  const rows = upload.rows.map((row): GroupRow => {
    const group = row.cells.get("group") ?? "";
    const issues = cellIssues(row, present);
    const wanted = listOf(row.cells.get("members")).map((email) => email.toLowerCase());
    const joining = wanted.filter((email) =>
      present.members.some((m) => m.email.toLowerCase() === email && !m.groups.includes(group)),
    );
    const known = present.groups.includes(group);
    const what = issues.length > 0 ? "bad" : !known ? "add" : joining.length > 0 ? "change" : "same";
    return { line: row.line, group, joining, what, issues };
  });
  const good = rows.filter((row) => row.what !== "bad").map((row) => row.group);
  return {
    about: "groups",
    rows,
    newGroups: [...new Set(good)].filter((name) => !present.groups.includes(name)),
  };
}
