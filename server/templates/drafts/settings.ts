import { eq } from "drizzle-orm";
import type { DraftSample } from "@/db/schema";
import { append } from "@/server/audit";
import { authorize } from "@/server/auth";
import type { Context } from "@/server/shared/context";
import { parse } from "@/server/shared/parse";
import { draftRow, type TemplateDraft, toDraft } from "./draft";
import { type SampleInput, sampleInput } from "./schemas";

/** Sets what the draft is tried with: connections of the source tenant by slot, and parameters. @throws `templates.no_draft` */
export async function setDraftSample(ctx: Context, input: SampleInput): Promise<TemplateDraft> {
  authorize(ctx, "templates:author");
  const { id, connections, parameters } = parse(sampleInput, input);
  await keepDraftSample(ctx, id, (before) => {
    // Renamed tables belong to the connection they were found for.
    const same = JSON.stringify(before.connections ?? {}) === JSON.stringify(connections);
    return { connections, parameters, ...(same && before.tables ? { tables: before.tables } : {}) };
  });
  return toDraft(ctx, await draftRow(ctx, id));
}

/** Changes a draft's sample settings; equal ones write nothing. */
export async function keepDraftSample(
  ctx: Context,
  id: string,
  change: (before: DraftSample) => DraftSample,
): Promise<DraftSample> {
  authorize(ctx, "templates:author");
  const { templateDrafts: t } = ctx.store.tables;
  return ctx.store.tx(async (db) => {
    const row = await draftRow(ctx, id, db);
    const sample = change(row.sample);
    if (JSON.stringify(sample) === JSON.stringify(row.sample)) return row.sample;
    await db.update(t).set({ sample }).where(eq(t.id, row.id));
    const payload = { draft: row.id, connections: sample.connections, parameters: sample.parameters };
    await append(db, ctx, { tenantId: null, action: "template.draft.sample", target: id, payload });
    return sample;
  });
}
