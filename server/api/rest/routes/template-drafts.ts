import { z } from "zod";
import { compareDraft, reloadDraft } from "@/server/provisioning";
import {
  cloneTemplate,
  cloneTemplateInput,
  discardDraft,
  exportTemplate,
  exportTemplateInput,
  getDraft,
  MAX_IMPORT_BYTES,
  releaseDraft,
  releaseDraftInput,
  reloadDraftInput,
  saveDraft,
  saveDraftInput,
  startDraft,
} from "@/server/templates";
import { route } from "../route";
import { instant } from "../schemas";

const draft = z.object({
  id: z.string(),
  title: z.string(),
  baseVersion: z.string().nullable(),
  latestVersion: z.string().describe("Empty where the template was never released"),
  revision: z.number(),
  texts: z.record(z.string(), z.string()).describe("By path: template.yaml, script.qvs, sheets/<name>.yaml"),
  files: z.array(z.object({ path: z.string(), sha256: z.string(), bytes: z.number() })),
  issues: z.array(
    z.object({
      path: z.string(),
      message: z.string(),
      file: z.string().optional(),
      line: z.number().optional(),
      column: z.number().optional(),
    }),
  ),
  warnings: z.array(z.string()),
  contentHash: z.string().nullable(),
  changed: z.boolean().nullable(),
  proposal: z.object({ size: z.enum(["major", "minor", "patch"]), version: z.string() }).nullable(),
  updatedBy: z.string(),
  updatedAt: instant,
});

const idOf = (params: Record<string, string>) => ({ id: params.id ?? "" });

export const templateDraftRoutes = [
  route({
    method: "GET",
    path: "/templates/{id}/export",
    noun: "templates",
    summary: "Download a template's folder as a zip: the newest release, a version, or the draft.",
    permission: "templates:read",
    query: exportTemplateInput.omit({ id: true }),
    async handle(ctx, { params, query }) {
      const { name, bytes } = await exportTemplate(ctx, { ...idOf(params), ...query });
      return new Response(bytes, {
        headers: {
          "content-type": "application/zip",
          "content-disposition": `attachment; filename="${name}"`,
        },
      });
    },
  }),
  route({
    method: "POST",
    path: "/templates/{id}/clone",
    noun: "templates",
    summary: "Copy a released version as the draft of a new template.",
    permission: "templates:author",
    body: cloneTemplateInput.omit({ id: true }),
    status: 201,
    output: draft,
    handle: (ctx, { params, body }) => cloneTemplate(ctx, { ...idOf(params), ...body }),
  }),
  route({
    method: "GET",
    path: "/templates/{id}/draft",
    noun: "templates",
    summary: "Show a template's draft with its texts and what is wrong in them.",
    permission: "templates:read",
    output: draft,
    handle: (ctx, { params }) => getDraft(ctx, idOf(params)),
  }),
  route({
    method: "POST",
    path: "/templates/{id}/draft",
    noun: "templates",
    summary: "Begin a draft of the newest release; where there is one already, it is answered.",
    permission: "templates:author",
    status: 201,
    output: draft,
    handle: (ctx, { params }) => startDraft(ctx, idOf(params)),
  }),
  route({
    method: "PATCH",
    path: "/templates/{id}/draft",
    noun: "templates",
    summary: "Save files of a draft, made on a revision of it. Mistakes are kept, and named.",
    permission: "templates:author",
    body: saveDraftInput.omit({ id: true }),
    maxBodyBytes: MAX_IMPORT_BYTES,
    output: draft,
    handle: (ctx, { params, body }) => saveDraft(ctx, { ...idOf(params), ...body }),
  }),
  route({
    method: "DELETE",
    path: "/templates/{id}/draft",
    noun: "templates",
    summary: "Discard a draft.",
    permission: "templates:author",
    output: z.object({ gone: z.boolean().describe("The template with it: it was never released") }),
    handle: (ctx, { params }) => discardDraft(ctx, idOf(params)),
  }),
  route({
    method: "POST",
    path: "/templates/{id}/draft/reload",
    noun: "templates",
    summary: "Run a draft, or the newest release to compare with, on sample data.",
    permission: "templates:author",
    body: reloadDraftInput.omit({ id: true }),
    status: 202,
    output: z.object({ run: z.string(), tenant: z.string(), app: z.string(), version: z.string() }),
    handle: (ctx, { params, body }) => reloadDraft(ctx, { ...idOf(params), ...body }),
  }),
  route({
    method: "GET",
    path: "/templates/{id}/draft/comparison",
    noun: "templates",
    summary:
      "Compare a draft with the newest release: texts, and tables, fields and figures on the same data.",
    permission: "templates:read",
    output: z.object({
      latestVersion: z.string(),
      texts: z.record(z.string(), z.string()).nullable(),
      data: z.object({ before: z.string(), after: z.string() }).nullable(),
      tables: z.array(z.record(z.string(), z.unknown())),
      fields: z.array(z.record(z.string(), z.unknown())),
      measures: z.array(z.record(z.string(), z.unknown())),
    }),
    handle: (ctx, { params }) => compareDraft(ctx, idOf(params)),
  }),
  route({
    method: "POST",
    path: "/templates/{id}/draft/release",
    noun: "templates",
    summary: "Release a draft for good under a version, with its changelog in Markdown.",
    permission: "templates:author",
    body: releaseDraftInput.omit({ id: true }),
    status: 201,
    output: z.object({ id: z.string(), version: z.string() }),
    async handle(ctx, { params, body }) {
      const { templateId, version } = await releaseDraft(ctx, { ...idOf(params), ...body });
      return { id: templateId, version };
    },
  }),
];
