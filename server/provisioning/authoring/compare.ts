import { type AppRow, getModel, queryApp } from "@/server/apps";
import { authorize } from "@/server/auth";
import type { Context } from "@/server/shared/context";
import { isAppError } from "@/server/shared/errors";
import { parse } from "@/server/shared/parse";
import { anyTemplateVersion, draftContentAt, draftInput, getDraft } from "@/server/templates";
import { trialApp } from "./trial";

/** A value before and after; null where there is none on that side. */
export interface Pair<T> {
  name: string;
  before: T | null;
  after: T | null;
}

/** A draft beside the newest release. */
export interface DraftComparison {
  latestVersion: string;
  /** The release as typed, to be shown as a difference; null where there is none. */
  texts: Record<string, string> | null;
  /** Which versions' data are compared; null where one was not run on sample data yet. */
  data: { before: string; after: string } | null;
  /** Rows by table. */
  tables: Pair<number>[];
  /** Distinct values by field. */
  fields: Pair<number>[];
  /** Figures over all data: every declared measure of either side. */
  measures: Pair<number | string>[];
}

/**
 * The draft against the newest release: as text, and, once both ran on the same sample data, by tables, fields and
 * figures. @throws `templates.no_draft`
 */
export async function compareDraft(ctx: Context, input: { id: string }): Promise<DraftComparison> {
  authorize(ctx, "templates:read");
  const { id } = parse(draftInput, input);
  const { latestVersion } = await getDraft(ctx, { id });
  const texts = latestVersion ? (await draftContentAt(ctx, { id, at: latestVersion })).texts : null;
  const [draft, released] = await Promise.all([trialApp(ctx, "draft", id), trialApp(ctx, "released", id)]);
  const current = released?.publishedVersion === latestVersion;
  const [before, after] = await Promise.all([current ? factsOf(ctx, released) : null, factsOf(ctx, draft)]);
  if (!before || !after) return { latestVersion, texts, data: null, tables: [], fields: [], measures: [] };
  return {
    latestVersion,
    texts,
    data: { before: before.version, after: after.version },
    tables: paired(before.tables, after.tables),
    fields: paired(before.fields, after.fields),
    measures: paired(before.measures, after.measures),
  };
}

interface Facts {
  version: string;
  tables: Map<string, number>;
  fields: Map<string, number>;
  measures: Map<string, number | string>;
}

async function factsOf(ctx: Context, app: AppRow | null): Promise<Facts | null> {
  if (!app?.publishedGenerationId || !app.publishedVersion) return null;
  const { model, version } = await getModel(ctx, { id: app.id });
  return {
    version,
    tables: new Map(model.tables.map((t) => [t.name, t.rows])),
    fields: new Map(model.fields.map((f) => [f.name, f.distinct])),
    measures: await figures(ctx, app, version),
  };
}

async function figures(ctx: Context, app: AppRow, version: string): Promise<Map<string, number | string>> {
  const found = await anyTemplateVersion(ctx, { id: app.templateId, version });
  const values = new Map<string, number | string>();
  for (const { name, expression } of found?.manifest.measures ?? []) {
    const value = await figure(ctx, app.id, expression);
    if (value !== null) values.set(name, value);
  }
  return values;
}

/** One measure over all data; a measure that cannot be answered is told by its error. */
async function figure(ctx: Context, id: string, expression: string): Promise<number | string | null> {
  try {
    const { rows } = await queryApp(ctx, { id, dimensions: [], measures: [expression] });
    const value = rows[0]?.[0] ?? null;
    return typeof value === "number" || typeof value === "string" ? value : null;
  } catch (error) {
    if (isAppError(error)) return error.message;
    throw error;
  }
}

function paired<T>(before: Map<string, T>, after: Map<string, T>): Pair<T>[] {
  return [...new Set([...before.keys(), ...after.keys()])].map((name) => ({
    name,
    before: before.get(name) ?? null,
    after: after.get(name) ?? null,
  }));
}
