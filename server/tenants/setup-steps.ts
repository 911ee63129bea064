import { and, asc, eq, inArray, isNotNull, type SQL, sql } from "drizzle-orm";
import type { Context } from "@/server/shared/context";
import { type Welcome, welcomeRow } from "./welcome";

/** First steps of a tenant's admin, each ticked by what people of this tenant did: never by who set it up. */
export interface SetupSteps {
  connection: { done: boolean /** The one to look at; null where there is none. */; id: string | null };
  people: { done: boolean };
  look: { done: boolean };
  app: { done: boolean /** The first one made that has data. */; id: string | null };
}

const INVITES = ["member.invite", "member.add"];
const TESTS = ["connection.test"];

export async function setupSteps(ctx: Context, tenantId: string): Promise<SetupSteps> {
  const people = await usersOf(ctx, tenantId);
  const [done, branded, opened, looked, connection, app] = await Promise.all([
    doneBy(ctx, tenantId, people),
    wroteOf(ctx, tenantId, people, "tenant.update", sql`like '%"branding"%'`),
    // Trying the options of an embed is no look at the app.
    wroteOf(ctx, tenantId, people, "embed.preview", sql`not like '%"trial"%'`),
    lookedBy(ctx, tenantId, people),
    connectionToLookAt(ctx, tenantId),
    firstApp(ctx, tenantId),
  ]);
  const did = (actions: string[]) => actions.some((action) => done.has(action));
  return {
    connection: { done: connection.answers && did(TESTS), id: connection.id },
    people: { done: did(INVITES) },
    look: { done: branded },
    app: { done: looked || opened, id: app },
  };
}

async function usersOf(ctx: Context, tenantId: string): Promise<string[]> {
  const { members: m } = ctx.store.tables;
  const rows = await ctx.store.read
    .select({ user: m.userId })
    .from(m)
    .where(and(eq(m.tenantId, tenantId), isNotNull(m.userId)));
  return rows.flatMap(({ user }) => (user ? [user] : []));
}

const actorsOf = (people: string[]) => people.map((id) => `user:${id}`);

/** What of the steps' doings stands in the audit with one of these people's own name. */
async function doneBy(ctx: Context, tenantId: string, people: string[]): Promise<Set<string>> {
  const { auditEntries: e } = ctx.store.tables;
  const rows = await ctx.store.read
    .selectDistinct({ action: e.action })
    .from(e)
    .where(
      and(
        eq(e.chain, tenantId),
        inArray(e.action, [...TESTS, ...INVITES]),
        inArray(e.actor, actorsOf(people)),
      ),
    );
  return new Set(rows.map(({ action }) => action));
}

/** One of these people did it, and what the audit tells of it is like this. */
async function wroteOf(ctx: Context, tenantId: string, people: string[], action: string, told: SQL) {
  const { auditEntries: e, auditPayloads: p } = ctx.store.tables;
  const [row] = await ctx.store.read
    .select({ id: e.id })
    .from(e)
    .innerJoin(p, eq(p.entryId, e.id))
    .where(
      and(
        eq(e.chain, tenantId),
        eq(e.action, action),
        inArray(e.actor, actorsOf(people)),
        sql`coalesce(cast(${p.payload} as text), '') ${told}`,
      ),
    )
    .limit(1);
  return row !== undefined;
}

/** Somebody saw it in the first steps themselves, which leaves no entry in the audit. */
async function lookedBy(ctx: Context, tenantId: string, people: string[]): Promise<boolean> {
  const { preferences: p } = ctx.store.tables;
  const rows = await ctx.store.read
    .select({ value: p.value })
    .from(p)
    .where(
      inArray(
        p.id,
        people.map((id) => welcomeRow(id, tenantId)),
      ),
    );
  return rows.some(({ value }) => (value as Welcome).looked);
}

/** The first connection that did not answer, or was never asked; where all answer, the first. */
async function connectionToLookAt(ctx: Context, tenantId: string) {
  const { connections: t } = ctx.store.tables;
  const rows = await ctx.store.read
    .select({ id: t.id, testResult: t.testResult })
    .from(t)
    .where(eq(t.tenantId, tenantId))
    .orderBy(asc(t.createdAt), asc(t.id));
  const answers = rows.some((row) => row.testResult?.ok === true);
  const open = rows.find((row) => row.testResult?.ok !== true);
  return { answers, id: (open ?? rows[0])?.id ?? null };
}

async function firstApp(ctx: Context, tenantId: string): Promise<string | null> {
  const { apps: a } = ctx.store.tables;
  const [app] = await ctx.store.read
    .select({ id: a.id })
    .from(a)
    .where(and(eq(a.tenantId, tenantId), isNotNull(a.publishedGenerationId)))
    .orderBy(asc(a.createdAt), asc(a.id))
    .limit(1);
  return app?.id ?? null;
}
