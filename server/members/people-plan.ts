import { TENANT_ROLES, type TenantRole } from "@/db/schema/states";
import { didYouMean } from "@/server/shared/nearest";
import type { MemberRow } from "./member";
import { externalId, groupName, memberEmail } from "./schemas";
import { type CellIssue, listOf, type Upload, type UploadRow } from "./upload-file";

/** What one row of a file of people would do. */
export interface PersonRow {
  line: number;
  email: string;
  name: string;
  role: TenantRole;
  groups: string[];
  /** Id in the customer's own directory; null where there is none, or the file says none. */
  externalId: string | null;
  what: "add" | "change" | "same" | "bad";
  issues: CellIssue[];
  /** Id of the person who is there already. */
  id: string | null;
}

export interface PeoplePlan {
  about: "people";
  rows: PersonRow[];
  /** Groups the file names that are not there yet: they are made. */
  newGroups: string[];
}

/** What is there already. */
export interface Present {
  members: MemberRow[];
  groups: { name: string; externalId: string | null }[];
  /** How many people may still be added. */
  room: number;
  limit: number;
}

function roleOf(cell: string): TenantRole | null {
  return TENANT_ROLES.find((role) => role === cell.toLowerCase()) ?? null;
}

/** What is wrong with a directory's id, by itself and against the others that have it. */
export function externalIdIssues(
  cell: string,
  others: { externalId: string | null; name: string }[],
): CellIssue[] {
  if (cell === "") return [];
  const at = (message: string) => [{ column: "externalId", message }];
  const { error } = externalId.safeParse(cell);
  if (error) return at(`"${cell.slice(0, 40)}" ${error.issues[0]?.message ?? "is wrong"}`);
  const other = others.find((one) => one.externalId === cell);
  return other ? at(`"${cell}" is the one of ${other.name} already`) : [];
}

function takenBy(row: UploadRow, before: UploadRow[], present: Present) {
  const email = row.cells.get("email")?.toLowerCase();
  return [
    ...present.members.filter((member) => member.email.toLowerCase() !== email),
    ...before.map(({ line, cells }) => ({
      externalId: cells.get("externalid") || null,
      name: `line ${line}`,
    })),
  ];
}

function cellIssues(row: UploadRow, before: UploadRow[], present: Present): CellIssue[] {
  const issues: CellIssue[] = [];
  const cell = (name: string) => row.cells.get(name) ?? "";
  const email = cell("email");
  if (email === "") issues.push({ column: "email", message: "is empty: every row needs an address" });
  else if (!memberEmail.safeParse(email).success)
    issues.push({ column: "email", message: `"${email}" is not an e-mail address` });
  const twin = before.find((other) => other.cells.get("email")?.toLowerCase() === email.toLowerCase());
  if (email !== "" && twin)
    issues.push({ column: "email", message: `is in line ${twin.line} already: keep one of the two` });
  if (cell("name").length > 120)
    issues.push({ column: "name", message: "has more than 120 characters: make it shorter" });
  const role = cell("role");
  if (role !== "" && !roleOf(role)) {
    const meant = didYouMean(role.toLowerCase(), [...TENANT_ROLES]);
    issues.push({
      column: "role",
      message: `"${role}" is no role: write one of ${TENANT_ROLES.join(", ")}.${meant}`,
    });
  }
  const long = listOf(cell("groups")).find((name) => !groupName.safeParse(name).success);
  if (long)
    issues.push({ column: "groups", message: `"${long.slice(0, 40)}…" is longer than 120 characters` });
  return [...issues, ...externalIdIssues(cell("externalid"), takenBy(row, before, present))];
}

function sameGroups(a: readonly string[], b: readonly string[]): boolean {
  return [...a].sort().join("\n") === [...b].sort().join("\n");
}

/** A row against who is there: what a file leaves out stays as it is. */
function planned(row: UploadRow, present: Present, columns: string[]): Omit<PersonRow, "issues"> {
  const cell = (name: string) => row.cells.get(name) ?? "";
  const email = cell("email").toLowerCase();
  const known = present.members.find((member) => member.email.toLowerCase() === email);
  const name = cell("name") || known?.name || email;
  const role = roleOf(cell("role")) ?? known?.role ?? "viewer";
  const groups = columns.includes("groups") ? listOf(cell("groups")) : (known?.groups ?? []);
  const directoryId = cell("externalid") || known?.externalId || null;
  const line = { line: row.line, email, name, role, groups, externalId: directoryId, id: known?.id ?? null };
  if (!known) return { ...line, what: "add" };
  const same =
    known.name === name &&
    known.role === role &&
    known.externalId === directoryId &&
    sameGroups(known.groups, groups);
  return { ...line, what: same ? "same" : "change" };
}

/** What a file of people would do, row by row; a wrong row hinders no other. */
export function planPeople(upload: Upload, present: Present): PeoplePlan {
  let { room } = present;
  const rows = upload.rows.map((row, i): PersonRow => {
    const plan = planned(row, present, upload.columns);
    const issues = cellIssues(row, upload.rows.slice(0, i), present);
    if (issues.length === 0 && plan.what === "add" && room-- <= 0)
      issues.push({
        column: "email",
        message: `the plan allows ${present.limit} people: remove somebody, or choose a larger plan`,
      });
    return { ...plan, what: issues.length > 0 ? "bad" : plan.what, issues };
  });
  const named = rows.filter((row) => row.what !== "bad").flatMap((row) => row.groups);
  return {
    about: "people",
    rows,
    newGroups: [...new Set(named)].filter((name) => !present.groups.some((group) => group.name === name)),
  };
}
