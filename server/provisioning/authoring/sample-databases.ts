import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { parse } from "yaml";
import { z } from "zod";
import type { TableMapping } from "@/db/schema";
import { mappingInput } from "@/server/apps";
import { grantFiles } from "@/server/connections";
import { checkTable, isBlocking, type SourceFacts } from "@/server/drafts/check-model";
import { type Context, systemContext } from "@/server/shared/context";
import type { Manifest } from "@/server/templates";

const entry = z.object({
  connections: z.array(
    z.object({
      name: z.string(),
      kind: z.string(),
      properties: z.record(z.string(), z.unknown()),
      secret: z.unknown().optional(),
    }),
  ),
  name: z.string(),
  slug: z.string(),
  apps: z.array(z.object({ template: z.string(), tables: z.record(z.string(), mappingInput).default({}) })),
});

/** A sample customer's database, and the names it has for a template's tables. */
export interface SampleDatabase {
  /** Name of the connection in the source tenant. */
  name: string;
  kind: string;
  properties: Record<string, unknown>;
  tables: Record<string, TableMapping>;
}

const SIGNAL_MS = 20_000;
const SCHEMAS = ["public", "dbo", "main"];

/** Sample databases that need no password, as the sample customers' tenants files describe them. */
async function sampleDatabases(ctx: Context, template: string): Promise<SampleDatabase[]> {
  const folder = join(ctx.dataFolder, "sample");
  const names = (await readdir(folder).catch(() => [])).filter((n) => n.endsWith(".yaml")).sort();
  const found: SampleDatabase[] = [];
  for (const file of names) {
    const read = z
      .object({ tenants: z.tuple([entry]) })
      .safeParse(parse(await readFile(join(folder, file), "utf8")));
    if (!read.success) continue;
    const { connections, apps, slug } = read.data.tenants[0];
    const tables = apps.find((a) => a.template.startsWith(`${template}@`))?.tables ?? {};
    for (const { name, kind, properties, secret } of connections)
      if (secret === undefined) found.push({ name: `${slug} ${name}`, kind, properties, tables });
  }
  // Those with the template's own names first: they suit a template that is only being written, too.
  return found.sort((a, b) => Object.keys(a.tables).length - Object.keys(b.tables).length);
}

/**
 * The first sample database that has every table and column the slot's tables need. The source tenant is given the
 * right to read it. Null where none fits, or there are none.
 */
export async function fittingSample(
  ctx: Context,
  tenantId: string,
  manifest: Manifest,
  slot: Manifest["connections"][number],
): Promise<SampleDatabase | null> {
  const declared = manifest.tables.filter((t) => t.connection === slot.name);
  for (const sample of await sampleDatabases(ctx, manifest.id)) {
    if (slot.kinds && !slot.kinds.includes(sample.kind)) continue;
    const paths = ctx.tools.connectionTester.paths(sample.kind, sample.properties);
    // The installation's own samples: whoever may author may read them, although the folder is the operator's to open.
    await grantFiles(systemContext(ctx, "source-tenant", ctx.requestId), ctx.tools.fileGrants, {
      tenantId,
      paths,
    });
    if (await fits(ctx, tenantId, sample, declared)) return sample;
  }
  return null;
}

async function fits(
  ctx: Context,
  tenantId: string,
  { kind, properties, tables }: SampleDatabase,
  declared: Manifest["tables"],
): Promise<boolean> {
  const signal = AbortSignal.timeout(SIGNAL_MS);
  const session = await ctx.tools.schemaBrowser.open(
    { tenantId, kind, properties, secret: null },
    { signal, statementTimeoutMs: SIGNAL_MS },
  );
  try {
    const facts: SourceFacts = {
      tables: await session.tables(),
      columns: {},
      schemas: SCHEMAS,
      exactCase: session.dialect.name === "postgres",
    };
    for (const table of declared) {
      const { source } = checkTable(table, tables[table.name], facts);
      if (source) facts.columns[source] ??= await session.columns(source);
      if (isBlocking(checkTable(table, tables[table.name], facts))) return false;
    }
    return true;
  } catch (error) {
    ctx.log.warn({ err: error, kind }, "a sample database cannot be looked into");
    return false;
  } finally {
    await session.close();
  }
}
