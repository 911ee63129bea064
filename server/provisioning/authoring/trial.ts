import { desc, eq } from "drizzle-orm";
import type { ReloadState } from "@/db/schema/states";
import { type AppRow, findApp } from "@/server/apps";
import { authorize } from "@/server/auth";
import { listConnections } from "@/server/connections";
import type { Context } from "@/server/shared/context";
import { parse } from "@/server/shared/parse";
import { draftInput } from "@/server/templates";
import { findSourceTenant, type SourceRole } from "./source-tenant";

/** One run of a draft on sample data. */
export interface Trial {
  run: string;
  state: ReloadState;
  reload: string | null;
  startedBy: string;
  createdAt: Date;
  endedAt: Date | null;
  error: string | null;
}

/** An app of a source tenant: what the last good run made. */
export interface TrialApp {
  id: string;
  tenantId: string;
  /** Version whose data it serves; null before the first good run. */
  version: string | null;
  generation: string | null;
  publishedAt: Date | null;
}

/** What a draft was tried with, and what came of it. */
export interface DraftTrials {
  /** The source tenant, null before the first run. */
  source: { id: string; name: string } | null;
  app: TrialApp | null;
  /** The newest release on the same data, once it was asked for. */
  released: TrialApp | null;
  /** Connections of the source tenant, to choose from. */
  connections: { id: string; name: string; kind: string }[];
  /** Newest first; the last 30. */
  runs: Trial[];
}

const SHOWN = 30;

/** Runs of a template's drafts on sample data, and the apps they made. */
export async function draftTrials(ctx: Context, input: { id: string }): Promise<DraftTrials> {
  authorize(ctx, "templates:read");
  const { id } = parse(draftInput, input);
  const [source, app, released] = await Promise.all([
    findSourceTenant(ctx, "draft"),
    trialApp(ctx, "draft", id),
    trialApp(ctx, "released", id),
  ]);
  if (!source) return { source: null, app: null, released: null, connections: [], runs: [] };
  const { items } = await listConnections(ctx, { tenantId: source.id, limit: 200 });
  return {
    source: { id: source.id, name: source.name },
    app: app && shown(app),
    released: released && shown(released),
    connections: items.map((c) => ({ id: c.id, name: c.name, kind: c.kind })),
    runs: app ? await runsOf(ctx, app.id) : [],
  };
}

/** The app of a template in a source tenant, or null before its first run. */
export async function trialApp(ctx: Context, role: SourceRole, template: string): Promise<AppRow | null> {
  const source = await findSourceTenant(ctx, role);
  return source ? findApp(ctx, source.id, template) : null;
}

function shown(app: AppRow): TrialApp {
  const { id, tenantId, publishedVersion, publishedGenerationId, publishedAt } = app;
  return { id, tenantId, version: publishedVersion, generation: publishedGenerationId, publishedAt };
}

async function runsOf(ctx: Context, app: string): Promise<Trial[]> {
  const { reloads: r, runs } = ctx.store.tables;
  const rows = await ctx.store.read
    .select({ reload: r, run: runs })
    .from(r)
    .innerJoin(runs, eq(runs.id, r.runId))
    .where(eq(r.appId, app))
    .orderBy(desc(r.createdAt), desc(r.id))
    .limit(SHOWN);
  return rows.map(({ reload, run }) => ({
    run: run.rootId,
    state: reload.state,
    reload: reload.id,
    startedBy: run.startedBy,
    createdAt: reload.createdAt,
    endedAt: reload.endedAt,
    error: reload.error?.message ?? null,
  }));
}
