import { z } from "zod";
import { sseResponse, streamRunEvents } from "@/server/api/run-events";
import { cancelRun, getRun, listRuns, listRunsInput, openRun, retryRun, undoRun } from "@/server/runs";
import { route } from "../route";
import { instant, pageOf } from "../schemas";

const error = z
  .object({ code: z.string(), message: z.string(), advice: z.string().optional(), retryable: z.boolean() })
  .nullable();

const run = z.object({
  id: z.string(),
  kind: z.string(),
  tenantId: z.string().nullable(),
  title: z.string(),
  state: z.string(),
  result: z.string().nullable(),
  startedBy: z.string(),
  error,
  createdAt: instant,
  startedAt: instant,
  endedAt: instant,
});

const step = z.object({
  seq: z.number(),
  name: z.string(),
  kind: z.string(),
  state: z.string(),
  attempt: z.number(),
  effect: z.string().nullable(),
  message: z.string().nullable(),
  error,
  startedAt: instant,
  endedAt: instant,
});

const detail = run.extend({
  starterName: z.string().nullable(),
  steps: z.array(step),
  children: z.array(run.extend({ steps: z.array(step) })),
  can: z.object({ retry: z.boolean(), undo: z.boolean(), cancel: z.boolean() }),
});

const { tenantId: _tenantId, ...filters } = listRunsInput.shape;

function controlRoute(verb: "cancel" | "undo", summary: string, act: typeof cancelRun) {
  return route({
    method: "POST",
    path: `/runs/{id}/${verb}`,
    noun: "runs",
    summary,
    permission: "runs:control",
    status: 202,
    output: detail,
    async handle(ctx, { params }) {
      await act(ctx, { id: params.id ?? "" });
      return getRun(ctx, { id: params.id ?? "" });
    },
  });
}

/** Where an event stream goes on: the standard header, or a parameter for clients that cannot set one. */
function lastSeen(request: Request): number {
  const given = request.headers.get("last-event-id") ?? new URL(request.url).searchParams.get("after") ?? "0";
  const id = Number(given);
  return Number.isSafeInteger(id) && id > 0 ? id : 0;
}

export const runRoutes = [
  route({
    method: "GET",
    path: "/runs",
    noun: "runs",
    summary: "List runs, newest first.",
    permission: "runs:read",
    query: z.object({ ...filters, tenant: z.string().optional() }),
    output: pageOf(run),
    handle: (ctx, { query: { tenant, ...page } }) => listRuns(ctx, { ...page, tenantId: tenant }),
  }),
  route({
    method: "GET",
    path: "/runs/{id}",
    noun: "runs",
    summary: "Show a run with its steps and the runs it started.",
    permission: "runs:read",
    output: detail,
    handle: (ctx, { params }) => getRun(ctx, { id: params.id ?? "" }),
  }),
  route({
    method: "GET",
    path: "/runs/{id}/events",
    noun: "runs",
    summary: "Server-sent events of a run: all since Last-Event-ID, then live, until an `end` event.",
    permission: "runs:read",
    async handle(ctx, { params, request }) {
      const row = await openRun(ctx, "runs:read", params.id ?? "");
      const abort = new AbortController();
      request.signal.addEventListener("abort", () => abort.abort(), { once: true });
      return sseResponse(
        streamRunEvents(ctx.workflows, [row.rootId], lastSeen(request), abort.signal),
        abort,
      );
    },
  }),
  route({
    method: "POST",
    path: "/runs/{id}/retry",
    noun: "runs",
    summary: "Go on from the failed step, or from the one named.",
    permission: "runs:control",
    body: z.strictObject({ step: z.string().max(100).optional() }),
    status: 202,
    output: detail,
    async handle(ctx, { params, body }) {
      await retryRun(ctx, { id: params.id ?? "", step: body.step });
      return getRun(ctx, { id: params.id ?? "" });
    },
  }),
  controlRoute("cancel", "Stop a run; what it did is undone.", cancelRun),
  controlRoute("undo", "Undo what an ended run did.", undoRun),
];
