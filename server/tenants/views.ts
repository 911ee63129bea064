import { and, eq, inArray, isNotNull, isNull } from "drizzle-orm";
import type { z } from "zod";
import type { Database } from "@/db/store";
import { isOperator } from "@/server/auth";
import type { Context } from "@/server/shared/context";
import { AppError, notFound } from "@/server/shared/errors";
import { newId } from "@/server/shared/ids";
import { parse } from "@/server/shared/parse";
import { MOST_VIEWS, type SaveViewInput, saveViewInput, startViewInput, viewIdInput } from "./views-schemas";

interface StoredView {
  id: string;
  name: string;
  query: string;
  shared: boolean;
}

interface Stored {
  views: StoredView[];
  /** The one the list begins with. */
  start: string | null;
}

/** A way to look at the tenants list: a name for its address. */
export interface TenantView extends StoredView {
  /** null: the asker's own. */
  owner: string | null;
  /** The asker's list begins with it. */
  start: boolean;
}

const rowOf = (userId: string) => `${userId}:tenant-views`;
const NOTHING: Stored = { views: [], start: null };

function personOf({ actor }: Context) {
  if (actor.type === "user") return actor;
  throw new AppError("forbidden", "account.users_only", "This is for people only.");
}

async function storedOf(ctx: Context, db: Pick<Database, "select">, userId: string): Promise<Stored> {
  const { preferences: p } = ctx.store.tables;
  const [row] = await db
    .select({ value: p.value })
    .from(p)
    .where(eq(p.id, rowOf(userId)));
  return (row?.value as Stored | undefined) ?? NOTHING;
}

/** Views that other operators share, with whose they are. */
async function sharedBy(ctx: Context, except: string): Promise<(StoredView & { owner: string })[]> {
  const { preferences: p, users: u } = ctx.store.tables;
  const people = await ctx.store.read
    .select({ id: u.id, name: u.name })
    .from(u)
    .where(and(isNotNull(u.operatorRole), isNull(u.disabledAt)));
  const names = new Map(people.filter(({ id }) => id !== except).map(({ id, name }) => [rowOf(id), name]));
  if (names.size === 0) return [];
  const rows = await ctx.store.read
    .select({ id: p.id, value: p.value })
    .from(p)
    .where(inArray(p.id, [...names.keys()]));
  return rows.flatMap(({ id, value }) =>
    (value as Stored).views
      .filter((view) => view.shared)
      .map((view) => ({ ...view, owner: names.get(id) ?? "" })),
  );
}

/** Views of whoever asks, by name, then those other operators share with operators. */
export async function tenantViews(ctx: Context): Promise<TenantView[]> {
  const person = personOf(ctx);
  const { views, start } = await storedOf(ctx, ctx.store.read, person.id);
  const others = isOperator(person) ? await sharedBy(ctx, person.id) : [];
  const byName = (a: StoredView, b: StoredView) => a.name.localeCompare(b.name);
  return [
    ...views.toSorted(byName).map((view) => ({ ...view, owner: null, start: view.id === start })),
    ...others.toSorted(byName).map((view) => ({ ...view, start: view.id === start })),
  ];
}

/** @unaudited: a name for an address, kept for whoever wrote it */
async function change<T>(ctx: Context, work: (stored: Stored) => { stored: Stored; result: T }): Promise<T> {
  const person = personOf(ctx);
  const { preferences: p } = ctx.store.tables;
  return ctx.store.tx(async (db) => {
    const { stored, result } = work(await storedOf(ctx, db, person.id));
    const row = { id: rowOf(person.id), value: stored, updatedAt: ctx.clock.now() };
    await db.insert(p).values(row).onConflictDoUpdate({ target: p.id, set: row });
    return result;
  });
}

/**
 * Saves the list as it is shown under a name, or changes one's own view.
 * @throws `tenant_view.not_found`, `tenants.view_taken`, `tenants.too_many_views`
 */
export async function saveTenantView(ctx: Context, input: SaveViewInput): Promise<{ id: string }> {
  const { id, shared, ...wanted } = parse(saveViewInput, input);
  const mayShare = isOperator(personOf(ctx));
  return change(ctx, ({ views, start }) => {
    if (id && !views.some((view) => view.id === id)) throw notFound("tenant_view", id);
    const others = views.filter((view) => view.id !== id);
    if (others.some((view) => view.name.toLowerCase() === wanted.name.toLowerCase()))
      throw new AppError("conflict", "tenants.view_taken", `You have a view "${wanted.name}" already.`, {
        advice: "Choose another name, or delete the other view.",
        issues: [{ path: "name", message: "is taken" }],
      });
    if (others.length >= MOST_VIEWS)
      throw new AppError("limit", "tenants.too_many_views", `You have ${MOST_VIEWS} views already.`, {
        advice: "Delete one you no longer use.",
        params: { most: MOST_VIEWS },
      });
    const view = { ...wanted, id: id ?? newId("tenantView"), shared: shared && mayShare };
    return { stored: { views: [...others, view], start }, result: { id: view.id } };
  });
}

/** Deletes one's own view. One that is not theirs, or gone, is answered alike: nothing happens. */
export async function removeTenantView(ctx: Context, input: z.input<typeof viewIdInput>): Promise<void> {
  const { id } = parse(viewIdInput, input);
  await change(ctx, ({ views, start }) => {
    const stored = { views: views.filter((view) => view.id !== id), start: start === id ? null : start };
    return { stored, result: undefined };
  });
}

/** Says which view the list begins with, one's own or a shared one. @throws `tenant_view.not_found` */
export async function startWithTenantView(
  ctx: Context,
  input: z.input<typeof startViewInput>,
): Promise<void> {
  const { id } = parse(startViewInput, input);
  if (id !== null && !(await tenantViews(ctx)).some((view) => view.id === id))
    throw notFound("tenant_view", id);
  await change(ctx, ({ views }) => ({ stored: { views, start: id }, result: undefined }));
}
