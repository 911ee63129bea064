import { z } from "zod";
import { cancelReload, startReload } from "@/server/provisioning";
import { getReload, listReloads, listReloadsInput, reloadLog } from "@/server/reloads";
import { route } from "../route";
import { instant, pageOf } from "../schemas";

const reload = z.object({
  id: z.string(),
  tenantId: z.string(),
  appId: z.string(),
  runId: z.string().nullable(),
  generationId: z.string().nullable(),
  state: z.string(),
  trigger: z.string(),
  attempt: z.number(),
  progress: z.record(z.string(), z.unknown()).nullable(),
  error: z.record(z.string(), z.unknown()).nullable(),
  createdAt: instant,
  startedAt: instant,
  endedAt: instant,
});

const line = z.object({
  id: z.number(),
  at: instant,
  level: z.string(),
  source: z.string(),
  message: z.string(),
});

const { tenantId: _tenantId, appId: _appId, ...filters } = listReloadsInput.shape;

export const reloadRoutes = [
  route({
    method: "GET",
    path: "/reloads",
    noun: "reloads",
    summary: "List reloads, newest first.",
    permission: "reloads:read",
    query: z.object({ ...filters, tenant: z.string().optional(), app: z.string().optional() }),
    output: pageOf(reload),
    handle: (ctx, { query: { tenant, app, ...page } }) =>
      listReloads(ctx, { ...page, tenantId: tenant, appId: app }),
  }),
  route({
    method: "POST",
    path: "/reloads",
    noun: "reloads",
    summary: "Reload an app, verify what came, and publish it.",
    permission: "reloads:start",
    body: z.strictObject({ app: z.string(), partial: z.boolean().optional() }),
    status: 202,
    output: z.object({ run: z.string(), reload: z.string() }),
    handle: (ctx, { body }) => startReload(ctx, { ...body, trigger: "api" }),
  }),
  route({
    method: "GET",
    path: "/reloads/{id}",
    noun: "reloads",
    summary: "Show a reload with its progress.",
    permission: "reloads:read",
    output: reload,
    handle: (ctx, { params }) => getReload(ctx, { id: params.id ?? "" }),
  }),
  route({
    method: "GET",
    path: "/reloads/{id}/log",
    noun: "reloads",
    summary: "Log lines of a reload after the last one seen.",
    permission: "reloads:read",
    query: z.object({
      after: z.coerce.number().int().min(0).default(0),
      limit: z.coerce.number().int().min(1).max(5000).default(1000),
    }),
    output: z.object({ items: z.array(line) }),
    handle: async (ctx, { params, query }) => ({
      items: await reloadLog(ctx, { ...query, id: params.id ?? "" }),
    }),
  }),
  route({
    method: "POST",
    path: "/reloads/{id}/cancel",
    noun: "reloads",
    summary: "Stop a reload; the last good generation keeps serving.",
    permission: "reloads:cancel",
    status: 202,
    output: reload,
    async handle(ctx, { params }) {
      await cancelReload(ctx, { id: params.id ?? "" });
      return getReload(ctx, { id: params.id ?? "" });
    },
  }),
];
