import { tracked } from "@trpc/server";
import { z } from "zod";
import { listReloads } from "@/server/reloads";
import {
  cancelRun,
  getRun,
  listRuns,
  listRunsInput,
  openRun,
  retryRun,
  retryRunInput,
  runIdInput,
  undoRun,
} from "@/server/runs";
import { streamRunEvents } from "../run-events";
import { procedure, router } from "../trpc";

const PAGE = 5000;

export const runs = router({
  list: procedure.input(listRunsInput).query(({ ctx, input }) => listRuns(ctx.ctx, input)),
  /** A snapshot, and the event after which a live stream goes on. */
  get: procedure.input(runIdInput).query(async ({ ctx: { ctx }, input }) => {
    const { rootId } = await openRun(ctx, "runs:read", input.id);
    let lastEventId = 0;
    for (let page = PAGE; page === PAGE; ) {
      const events = await ctx.workflows.events(rootId, lastEventId, PAGE);
      lastEventId = events.at(-1)?.id ?? lastEventId;
      page = events.length;
    }
    const run = await getRun(ctx, { id: rootId });
    const ids = new Set([run.id, ...run.children.map((c) => c.id)]);
    const reloads = run.tenantId
      ? (await listReloads(ctx, { tenantId: run.tenantId, limit: 200 })).items
      : [];
    return { run, reloads: reloads.filter((r) => r.runId !== null && ids.has(r.runId)), lastEventId };
  }),
  /** Live events of several runs in one stream: a browser's tabs share it. */
  events: procedure
    .input(
      z.object({
        ids: z.array(z.string().min(1).max(200)).min(1).max(50),
        lastEventId: z.union([z.string(), z.number()]).nullish(),
      }),
    )
    .subscription(async function* ({ ctx: { ctx }, input, signal }) {
      const roots = await Promise.all(input.ids.map((id) => openRun(ctx, "runs:read", id)));
      const ids = [...new Set(roots.map((r) => r.rootId))];
      const gone = signal ?? new AbortController().signal;
      for await (const event of streamRunEvents(
        ctx.workflows,
        ids,
        Number(input.lastEventId ?? 0) || 0,
        gone,
      )) {
        yield tracked(String(event.id), event);
      }
    }),
  retry: procedure.input(retryRunInput).mutation(({ ctx, input }) => retryRun(ctx.ctx, input)),
  cancel: procedure.input(runIdInput).mutation(({ ctx, input }) => cancelRun(ctx.ctx, input)),
  undo: procedure.input(runIdInput).mutation(({ ctx, input }) => undoRun(ctx.ctx, input)),
});
