import { z } from "zod";
import { queries } from "@/server/api/metrics";
import {
  appModelInput,
  askApp,
  batchInput,
  checkContent,
  fieldValues,
  fieldValuesInput,
  getApp,
  getDashboard,
  getModel,
  listApps,
  queryApp,
  queryAppInput,
} from "@/server/apps";
import { repairApp } from "@/server/provisioning";
import { pageInput } from "@/server/shared/pagination";
import { route } from "../route";
import { instant, pageOf } from "../schemas";

const app = z.object({
  id: z.string(),
  tenantId: z.string(),
  templateId: z.string(),
  title: z.string(),
  stagedVersion: z.string().nullable(),
  publishedVersion: z.string().nullable(),
  stagedGenerationId: z.string().nullable(),
  publishedGenerationId: z.string().nullable(),
  publishedAt: instant,
  connections: z.record(z.string(), z.string()),
  parameters: z.record(z.string(), z.unknown()),
  schedule: z
    .object({
      cron: z.string(),
      zone: z.string(),
      partial: z.boolean().optional().describe("Partial reloads"),
    })
    .nullable(),
  createdAt: instant,
  updatedAt: instant,
});

const names = z.array(z.string());
const model = z.object({
  tables: z.array(
    z.object({
      name: z.string(),
      rows: z.number(),
      fields: names,
      columns: z.array(z.object({ field: z.string(), nulls: z.number(), distinct: z.number() })).optional(),
      comment: z.string().optional(),
      tags: names.optional(),
      loosened: z.literal(true).optional().describe("The script loosened it: its links do not count"),
    }),
  ),
  fields: z.array(
    z.object({
      name: z.string(),
      type: z.string(),
      tables: names,
      distinct: z.number(),
      key: z.boolean().describe("It links tables"),
      format: z.string().optional(),
      tags: names.optional(),
      comment: z.string().optional(),
    }),
  ),
  associations: z.array(z.object({ left: z.string(), right: z.string(), fields: names })),
  loops: z.array(names).describe("Tables that close a circle"),
  restricted: z.literal(true).optional().describe("The script has section access"),
  syntheticKeys: z.array(z.object({ name: z.string().optional(), tables: names, fields: names })),
  loosened: z
    .array(z.object({ table: z.string(), fields: names, circle: names }))
    .optional()
    .describe(
      "Tables whose links by these fields do not count: to open a circle, or, without one, because the script says so",
    ),
  keys: z
    .array(
      z.object({
        fields: names,
        distinct: z.number(),
        sides: z.array(
          z.object({
            table: z.string(),
            nulls: z.number(),
            distinct: z.number(),
            danglingRows: z.number(),
            danglingValues: z.number(),
            quality: z.enum(["perfect", "primary", "any"]),
            unique: z.boolean(),
          }),
        ),
      }),
    )
    .optional(),
});

const content = z.object({
  template: z.string(),
  version: z.string(),
  foundVersion: z.string().nullable().describe("What the platform says it has"),
  latestVersion: z.string(),
  checkedAt: instant,
  parts: z.array(
    z.object({
      kind: z.enum(["file", "theme", "script", "sheet", "text"]),
      name: z.string(),
      bytes: z.number(),
      sha256: z.string().nullable(),
      found: z.string().nullable(),
      state: z.enum(["same", "differs", "missing", "extra"]),
    }),
  ),
  state: z.enum(["same", "differs", "unasked"]),
  mend: z.enum(["import", "repair"]).nullable(),
});

const cell = z.union([z.string(), z.number(), z.boolean(), z.null()]);

async function timed<T>(work: () => Promise<T>): Promise<T> {
  const stop = queries.startTimer();
  try {
    return await work();
  } finally {
    stop();
  }
}

export const appRoutes = [
  route({
    method: "GET",
    path: "/apps",
    noun: "apps",
    summary: "List apps.",
    permission: "apps:read",
    query: z.object({ ...pageInput, tenant: z.string().optional(), template: z.string().optional() }),
    output: pageOf(app),
    handle: (ctx, { query: { tenant, template, ...page } }) =>
      listApps(ctx, { ...page, tenantId: tenant, templateId: template }),
  }),
  route({
    method: "GET",
    path: "/apps/{id}",
    noun: "apps",
    summary: "Show an app.",
    permission: "apps:read",
    output: app,
    handle: (ctx, { params }) => getApp(ctx, { id: params.id ?? "" }),
  }),
  route({
    method: "GET",
    path: "/apps/{id}/content",
    noun: "apps",
    summary:
      "Compare an app with its template's version: files, script, sheets and texts by checksum, looked at now.",
    permission: "reloads:read",
    output: content,
    handle: (ctx, { params }) => checkContent(ctx, { id: params.id ?? "" }),
  }),
  route({
    method: "POST",
    path: "/apps/{id}/repair",
    noun: "apps",
    summary: "Write an app's content on its platform again, by a run.",
    permission: "apps:write",
    status: 202,
    output: z.object({ run: z.string() }),
    handle: (ctx, { params }) => repairApp(ctx, { id: params.id ?? "" }),
  }),
  route({
    method: "GET",
    path: "/apps/{id}/model",
    noun: "apps",
    summary:
      "The data model of what an app serves: tables, fields, keys, and how well they link. Counts, no values.",
    permission: "apps:read",
    query: appModelInput.omit({ id: true }),
    output: z.object({
      app: z.object({ id: z.string(), title: z.string() }),
      generation: z.string(),
      version: z.string(),
      dataAt: z.string(),
      rows: z.number(),
      model,
    }),
    handle: (ctx, { params, query }) => getModel(ctx, { ...query, id: params.id ?? "" }),
  }),
  route({
    method: "POST",
    path: "/apps/{id}/query",
    noun: "apps",
    summary: "Ask an app: dimensions, measures, selections; numbers come as numbers.",
    asks: true,
    permission: "apps:query",
    body: z.strictObject(queryAppInput.shape).omit({ id: true }),
    output: z.object({
      columns: z.array(
        z.object({ name: z.string(), kind: z.enum(["dimension", "measure"]), type: z.string() }),
      ),
      rows: z.array(z.array(cell)),
      totals: z.array(cell).optional(),
      rowCount: z.number(),
      generation: z.string(),
    }),
    handle: (ctx, { params, body }) => timed(() => queryApp(ctx, { ...body, id: params.id ?? "" })),
  }),
  route({
    method: "POST",
    path: "/apps/{id}/field-values",
    noun: "apps",
    summary: "Values of a field with their selection states.",
    asks: true,
    permission: "apps:query",
    body: fieldValuesInput.omit({ id: true }),
    output: z.object({
      field: z.string(),
      values: z.array(z.object({ value: cell, state: z.string(), frequency: z.number() })),
      total: z.number(),
      generation: z.string(),
    }),
    handle: (ctx, { params, body }) => timed(() => fieldValues(ctx, { ...body, id: params.id ?? "" })),
  }),
  route({
    method: "POST",
    path: "/apps/{id}/ask",
    noun: "apps",
    summary:
      "Answer all questions of one click: cubes, cross tables, list boxes and searches under one selection.",
    asks: true,
    permission: "apps:query",
    body: batchInput,
    output: z.object({
      generation: z.string(),
      answers: z.record(
        z.string(),
        z
          .looseObject({ kind: z.enum(["cube", "pivot", "values", "find", "select", "error"]) })
          .describe("As its question's kind"),
      ),
      fields: z.record(
        z.string(),
        z.object({ counts: z.record(z.string(), z.number()), distinct: z.number() }),
      ),
    }),
    handle: (ctx, { params, body, request }) =>
      timed(() => askApp(ctx, { ...body, id: params.id ?? "" }, request.signal)),
  }),
  route({
    method: "GET",
    path: "/apps/{id}/dashboard",
    noun: "apps",
    summary: "What a dashboard of the app shows: sheets, measures, fields, language, branding.",
    permission: "apps:query",
    output: z.object({
      app: z.object({ id: z.string(), title: z.string(), template: z.string(), version: z.string() }),
      generation: z.string(),
      dataAt: z.string(),
      sheets: z.array(z.looseObject({ sheet: z.string() })),
      measures: z.record(z.string(), z.looseObject({ value: z.string() })),
      fields: z.record(z.string(), z.looseObject({ type: z.string(), distinct: z.number() })),
      language: z.string(),
      currency: z.string().nullable(),
      tenant: z.object({ name: z.string() }),
      branding: z.looseObject({}),
    }),
    handle: (ctx, { params }) => getDashboard(ctx, { id: params.id ?? "" }),
  }),
];
