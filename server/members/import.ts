import { asc, eq } from "drizzle-orm";
import { scope, type TenantScope, within } from "@/server/auth";
import { planByRef } from "@/server/plans";
import type { Context } from "@/server/shared/context";
import { isAppError } from "@/server/shared/errors";
import { parse } from "@/server/shared/parse";
import { addMember } from "./add";
import { doGroup } from "./do-group";
import { ensureGroups } from "./groups";
import { type GroupsPlan, planGroups } from "./groups-plan";
import { type ImportPeopleInput, importPeopleInput, type UploadInput, uploadInput } from "./import-schemas";
import { inviteMember } from "./invite";
import { type PeoplePlan, type PersonRow, type Present, planPeople } from "./people-plan";
import { tenantRights } from "./rights";
import { updateMember } from "./update";
import { readUpload } from "./upload-file";

/** What came of an upload. Rows that failed changed nothing, and say why. */
export interface Imported {
  about: "people" | "groups";
  /** People. */
  added: number;
  /** People whose name, role, id or groups changed. */
  changed: number;
  /** Groups that were made. */
  groups: number;
  /** Rights that groups got. */
  granted: number;
  /** Rows that were wrong before, or that the server refused now. */
  failed: { line: number; message: string }[];
  /** Only without a mail server: links to hand over, shown once. */
  links: { email: string; name: string; link: string }[];
}

async function present(ctx: Context, opened: TenantScope): Promise<Present> {
  const { members: m, groups: g, tenants } = ctx.store.tables;
  const { read } = ctx.store;
  const [members, groups, [tenant]] = await Promise.all([
    read.select().from(m).where(within(opened, m)),
    read
      .select({ name: g.name, externalId: g.externalId })
      .from(g)
      .where(within(opened, g))
      .orderBy(asc(g.name)),
    read.select({ plan: tenants.plan }).from(tenants).where(eq(tenants.id, opened.tenantId)),
  ]);
  const limit = planByRef(tenant?.plan ?? "").entitlements.members;
  return { members, groups, limit, room: limit - members.length };
}

async function plan(ctx: Context, input: UploadInput): Promise<PeoplePlan | GroupsPlan> {
  const { tenantId, text, fileName } = parse(uploadInput, input);
  const opened = await scope(ctx, "members:write", tenantId);
  const upload = readUpload(text, fileName);
  const there = await present(ctx, opened);
  if (upload.about === "people") return planPeople(upload, there);
  return planGroups(upload, there, await tenantRights(ctx, opened, upload.columns));
}

/** What a file of people or groups would do; nothing is written. @throws `members.file` */
export function previewUpload(ctx: Context, input: UploadInput): Promise<PeoplePlan | GroupsPlan> {
  return plan(ctx, input);
}

/**
 * Does what the preview says, row by row, as if each were done by hand: the same rules, limits and audit. Wrong rows are
 * left out; the same file again changes nothing.
 * @throws `members.file`
 */
export async function importUpload(ctx: Context, input: ImportPeopleInput): Promise<Imported> {
  const { invite, ...upload } = parse(importPeopleInput, input);
  const { tenantId } = upload;
  const planned = await plan(ctx, upload);
  const { created } = await ensureGroups(ctx, { tenantId, names: planned.newGroups });
  const done: Imported = {
    ...{ about: planned.about, added: 0, changed: 0, groups: created.length, granted: 0 },
    ...{ failed: [], links: [] },
  };
  const joined = new Set<string>();
  const work =
    planned.about === "people"
      ? planned.rows.map((row) => ({ row, run: () => doPerson(ctx, { tenantId, row, invite }, done) }))
      : planned.rows.map((row) => ({ row, run: () => doGroup(ctx, { tenantId, row, joined }, done) }));
  for (const { row, run } of work) {
    if (row.what === "same") continue;
    if (row.what === "bad") {
      const message = row.issues.map((issue) => `${issue.column} ${issue.message}`).join("; ");
      done.failed.push({ line: row.line, message });
    } else await run().catch((error: unknown) => done.failed.push({ line: row.line, message: told(error) }));
  }
  return { ...done, changed: done.changed + joined.size };
}

/** Words of a refusal; what is no refusal ends the upload. */
function told(error: unknown): string {
  if (!isAppError(error)) throw error;
  return [error.message, error.options.advice].filter(Boolean).join(" ");
}

async function doPerson(
  ctx: Context,
  { tenantId, row, invite }: { tenantId: string; row: PersonRow; invite: boolean },
  done: Imported,
): Promise<void> {
  const { id, email, name, role, groups, externalId } = row;
  if (id) {
    await updateMember(ctx, { id, name, role, groups, externalId });
    done.changed++;
    return;
  }
  const person = {
    tenantId,
    email,
    role,
    groups,
    ...(name === email ? {} : { name }),
    ...(externalId ? { externalId } : {}),
  };
  if (invite) {
    const { invitation } = await inviteMember(ctx, person);
    if (invitation?.link) done.links.push({ email, name, link: invitation.link });
  } else await addMember(ctx, person);
  done.added++;
}
