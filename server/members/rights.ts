import { eq } from "drizzle-orm";
import type { AppRow } from "@/server/apps";
import { type TenantScope, within } from "@/server/auth";
import type { Context } from "@/server/shared/context";
import { didYouMean } from "@/server/shared/nearest";
import type { Sheet } from "@/server/templates";
import { declared } from "./class-grants";
import type { Grantable } from "./grant-rows";
import { baseSheets } from "./sheet-grants";
import { type CellIssue, listOf, type UploadRow } from "./upload-file";

/** Columns of a file of groups that grant something, in small letters. */
const COLUMNS = { apps: "app", sheets: "sheet", fieldclasses: "field-class" } as const;
type Column = keyof typeof COLUMNS;
const SHOWN: Record<Column, string> = { apps: "apps", sheets: "sheets", fieldclasses: "fieldClasses" };

/** Something a file may grant, as the audit tells of it. */
export interface Right extends Grantable {
  /** As people know it: `Orders`, `Orders / Overview`, `salaries`. */
  name: string;
  told: { action: string; target: string; payload: Record<string, unknown> };
}

/** A right that a group does not have yet. */
export interface NewRight extends Right {
  /** Everybody had it until now: it is closed to all other groups by this. */
  closes: boolean;
}

/** What may be granted in a tenant, and which groups have what. */
export interface TenantRights {
  tenantId: string;
  apps: { id: string; title: string; sheets: Sheet[] }[];
  classes: string[];
  given: (Grantable & { group: string })[];
}

/** Reads only what the file's columns can name. @internal */
export async function tenantRights(
  ctx: Context,
  opened: TenantScope,
  columns: readonly string[],
): Promise<TenantRights> {
  const { tenantId } = opened;
  const named = (column: Column) => columns.includes(column);
  if (!(Object.keys(COLUMNS) as Column[]).some(named)) return { tenantId, apps: [], classes: [], given: [] };
  const { apps: a, grants: g, groups: t } = ctx.store.tables;
  const [rows, classes, given] = await Promise.all([
    ctx.store.read.select().from(a).where(within(opened, a)).orderBy(a.title),
    named("fieldclasses") ? declared(ctx, opened) : new Map<string, unknown>(),
    ctx.store.read
      .select({ kind: g.kind, appId: g.appId, target: g.target, group: t.name })
      .from(g)
      .innerJoin(t, eq(t.id, g.groupId))
      .where(within(opened, g)),
  ]);
  const sheets = (app: AppRow) => (named("sheets") ? baseSheets(ctx, app) : []);
  const apps = await Promise.all(
    rows.map(async (app) => ({ id: app.id, title: app.title, sheets: await sheets(app) })),
  );
  return { tenantId, apps, classes: [...classes.keys()], given };
}

type App = TenantRights["apps"][number];
/** What a text means, or what is wrong with it. */
type Meant = Right | string;

const same = (a: string, b: string) => a.toLowerCase() === b.toLowerCase();

function appCalled({ apps }: TenantRights, name: string): App | string {
  const found = apps.filter(({ id, title }) => id === name || same(title, name));
  const [app, more] = found;
  if (more) return `${found.length} apps are called "${name}": write the id of one, from its page's address`;
  const titles = apps.map(({ title }) => title);
  return app ?? `there is no app "${name}".${didYouMean(name, titles)}`;
}

function appRight(rights: TenantRights, name: string): Meant {
  const app = appCalled(rights, name);
  if (typeof app === "string") return app;
  const told = { action: "app.grant", target: app.id, payload: { app: app.title } };
  return { kind: "app", appId: app.id, target: "", name: app.title, told };
}

const titlesOf = ({ title }: Sheet) => (typeof title === "string" ? [title] : Object.values(title));

/** `App / Sheet`; either may have strokes in its name. */
function sheetRight(rights: TenantRights, cell: string): Meant {
  const cuts = [...cell.matchAll(/\//g)].map(({ index }) => index);
  if (cuts.length === 0) return `"${cell}" names no app: write App / Sheet`;
  const tries = cuts.map((at) => ({
    app: appCalled(rights, cell.slice(0, at).trim()),
    name: cell.slice(at + 1).trim(),
  }));
  const { app, name } = tries.find((one) => typeof one.app !== "string") ?? tries[0] ?? { app: "", name: "" };
  if (typeof app === "string") return app;
  const sheet = app.sheets.find((one) => one.sheet === name || titlesOf(one).some((it) => same(it, name)));
  if (!sheet) {
    const known = app.sheets.flatMap(titlesOf);
    return `"${app.title}" has no sheet "${name}" of its template.${didYouMean(name, known)}`;
  }
  const [title = sheet.sheet] = titlesOf(sheet);
  const payload = { app: app.title, sheet: sheet.sheet };
  const told = { action: "sheet.grant", target: app.id, payload };
  return { kind: "sheet", appId: app.id, target: sheet.sheet, name: `${app.title} / ${title}`, told };
}

function classRight({ classes, tenantId }: TenantRights, name: string): Meant {
  if (!classes.includes(name)) return `no app has a field class "${name}".${didYouMean(name, classes)}`;
  const told = { action: "field_class.grant", target: tenantId, payload: { class: name } };
  return { kind: "field-class", appId: "", target: name, name, told };
}

const MEANT = { apps: appRight, sheets: sheetRight, fieldclasses: classRight };

const isOf = (right: Grantable) => (other: Grantable) =>
  other.kind === right.kind && other.appId === right.appId && other.target === right.target;

/** What a row would grant that its group does not have yet, and what it names that is not there. @internal */
export function rightsOfRow(
  row: UploadRow,
  group: string,
  rights: TenantRights,
): { granting: NewRight[]; issues: CellIssue[] } {
  const granting: NewRight[] = [];
  const issues: CellIssue[] = [];
  for (const column of Object.keys(COLUMNS) as Column[])
    for (const name of listOf(row.cells.get(column))) {
      const meant = MEANT[column](rights, name);
      if (typeof meant === "string") issues.push({ column: SHOWN[column], message: meant });
      else {
        const given = rights.given.filter(isOf(meant));
        if (given.some((one) => one.group === group) || granting.some(isOf(meant))) continue;
        granting.push({ ...meant, closes: given.length === 0 });
      }
    }
  return { granting, issues };
}
