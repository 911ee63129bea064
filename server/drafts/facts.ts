import { type BrowserSession, type Connection, lookInto } from "@/server/connections";
import type { Context } from "@/server/shared/context";
import { toErrorData } from "@/server/shared/errors";
import { parse } from "@/server/shared/parse";
import type { TemplateVersion } from "@/server/templates";
import { versionsOf } from "./catalogue";
import { checkTable, type DeclaredTable, isBlocking, type SourceFacts, type TableCheck } from "./check-model";
import { getDraft } from "./get";
import { type DraftApp, type DraftData, draftIdInput } from "./schemas";

/** What was seen in one connection, or why nothing could be. */
export type SeenSource = { ok: true; facts: SourceFacts } | { ok: false; code: string; message: string };

const SCHEMAS = ["public", "dbo", "main"];

/** Declared tables that are read through a connection. */
export function tablesThrough(
  app: DraftApp,
  manifest: TemplateVersion["manifest"],
  connection: string,
): DeclaredTable[] {
  return manifest.tables.filter((t) => app.connections[t.connection] === connection);
}

/** Tables whose columns a check asks for: the one mapped or named so, else the likeliest. */
function wantedTables(facts: SourceFacts, declared: { table: DeclaredTable; app: DraftApp }[]): string[] {
  const refs = declared.flatMap(({ table, app }) => {
    const check = checkTable(table, app.tables[table.name], facts);
    return check.source ? [check.source] : check.suggestions.slice(0, 1);
  });
  return [...new Set(refs)];
}

async function look(
  session: BrowserSession,
  connection: Connection,
  declared: { table: DeclaredTable; app: DraftApp }[],
): Promise<SourceFacts> {
  const { schema, database } = connection.properties;
  const own = [schema, database].filter((s): s is string => typeof s === "string" && s !== "");
  const facts: SourceFacts = {
    tables: await session.tables(),
    columns: {},
    schemas: [...own, ...SCHEMAS],
    exactCase: session.dialect.name === "postgres",
  };
  for (const ref of wantedTables(facts, declared)) facts.columns[ref] = await session.columns(ref);
  return facts;
}

/** Looks into every tested connection of a draft for what its templates need. @throws `draft.not_found` */
export async function lookAtSources(
  ctx: Context,
  input: { id: string },
  signal?: AbortSignal,
): Promise<Record<string, SeenSource>> {
  const { id } = parse(draftIdInput, input);
  const { data, connections } = await getDraft(ctx, { id });
  const versions = await versionsOf(
    ctx,
    (data.apps ?? []).map((a) => a.template),
  );
  const seen: Record<string, SeenSource> = {};
  for (const connection of connections) {
    const declared = (data.apps ?? []).flatMap((app) => {
      const manifest = versions.get(app.template)?.manifest;
      const tables = manifest ? tablesThrough(app, manifest, connection.name) : [];
      return tables.map((table) => ({ table, app }));
    });
    if (declared.length === 0 || !connection.testResult?.ok) continue;
    seen[connection.name] = await lookInto(
      ctx,
      { id: connection.id, permission: "connections:write", signal },
      async (session): Promise<SeenSource> => ({
        ok: true,
        facts: await look(session, connection, declared),
      }),
    ).catch((error: unknown): SeenSource => {
      const { code, message, advice } = toErrorData(error);
      return { ok: false, code, message: [message, advice].filter(Boolean).join(" ") };
    });
  }
  return seen;
}

/** Tables that would stop a reload, as sentences by template. */
export async function blockingTables(
  ctx: Context,
  id: string,
  data: DraftData,
): Promise<{ template: string; check: TableCheck }[]> {
  const seen = await lookAtSources(ctx, { id });
  const versions = await versionsOf(
    ctx,
    (data.apps ?? []).map((a) => a.template),
  );
  return (data.apps ?? []).flatMap((app) => {
    const manifest = versions.get(app.template)?.manifest;
    return (manifest?.tables ?? []).flatMap((table) => {
      const source = seen[app.connections[table.connection] ?? ""];
      if (!source?.ok) return [];
      const check = checkTable(table, app.tables[table.name], source.facts);
      return isBlocking(check) ? [{ template: app.template, check }] : [];
    });
  });
}
