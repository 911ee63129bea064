import { didYouMean } from "@/server/shared/nearest";
import { externalIdIssues, type Present } from "./people-plan";
import { type NewRight, rightsOfRow, type TenantRights } from "./rights";
import { groupName } from "./schemas";
import { type CellIssue, listOf, type Upload, type UploadRow } from "./upload-file";

/** What one row of a file of groups would do. */
export interface GroupRow {
  line: number;
  group: string;
  /** Addresses of people who come into the group. Who is in it already, and is not named, stays. */
  joining: string[];
  /** What the group gets to open that it does not yet. What it has and the file does not name, it keeps. */
  granting: NewRight[];
  /** Id in the customer's own directory; null where there is none, or the file says none. */
  externalId: string | null;
  what: "add" | "change" | "same" | "bad";
  issues: CellIssue[];
}

export interface GroupsPlan {
  about: "groups";
  rows: GroupRow[];
  newGroups: string[];
}

/** Groups another row or the tenant has given an id of the directory; a group's own rows may repeat it. */
function takenBy(group: string, before: UploadRow[], present: Present) {
  const rows = before
    .filter(({ cells }) => cells.get("group") !== group)
    .map(({ line, cells }) => ({ externalId: cells.get("externalid") || null, name: `line ${line}` }));
  return [...present.groups.filter(({ name }) => name !== group), ...rows];
}

function cellIssues(row: UploadRow, before: UploadRow[], present: Present): CellIssue[] {
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
  return [...issues, ...externalIdIssues(row.cells.get("externalid") ?? "", takenBy(group, before, present))];
}

/** What a file of groups would do, row by row. A group may stand in several rows, with one member each. */
export function planGroups(upload: Upload, present: Present, rights: TenantRights): GroupsPlan {
  const rows = upload.rows.map((row, i): GroupRow => {
    const group = row.cells.get("group") ?? "";
    const { granting, issues: unknown } = rightsOfRow(row, group, rights);
    const issues = [...cellIssues(row, upload.rows.slice(0, i), present), ...unknown];
    const wanted = listOf(row.cells.get("members")).map((email) => email.toLowerCase());
    const joining = wanted.filter((email) =>
      present.members.some((m) => m.email.toLowerCase() === email && !m.groups.includes(group)),
    );
    const known = present.groups.find(({ name }) => name === group);
    const externalId = row.cells.get("externalid") || known?.externalId || null;
    const change = joining.length + granting.length > 0 || (known && known.externalId !== externalId);
    const what = issues.length > 0 ? "bad" : !known ? "add" : change ? "change" : "same";
    return { line: row.line, group, joining, granting, externalId, what, issues };
  });
  const good = rows.filter((row) => row.what !== "bad").map((row) => row.group);
  return {
    about: "groups",
    rows,
    newGroups: [...new Set(good)].filter((name) => !present.groups.some((group) => group.name === name)),
  };
}
