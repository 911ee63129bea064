import { z } from "zod";
import {
  getTemplate,
  getTemplateVersion,
  importTemplateSource,
  listTemplates,
  listTemplatesInput,
  MAX_IMPORT_BYTES,
  sourceFromFiles,
  templateFilesInput,
} from "@/server/templates";
import { route } from "../route";
import { instant, pageOf } from "../schemas";

const template = z.object({
  id: z.string(),
  module: z.string(),
  title: z.record(z.string(), z.string()),
  latestVersion: z.string(),
  createdAt: instant,
  updatedAt: instant,
});

export const templateRoutes = [
  route({
    method: "GET",
    path: "/templates",
    noun: "templates",
    summary: "List templates.",
    permission: "templates:read",
    query: listTemplatesInput,
    output: pageOf(template),
    handle: (ctx, { query }) => listTemplates(ctx, query),
  }),
  route({
    method: "POST",
    path: "/templates",
    noun: "templates",
    summary:
      "Import a template's folder: its files with paths, in base64. The same content again is found, not made.",
    permission: "templates:import",
    body: templateFilesInput,
    maxBodyBytes: MAX_IMPORT_BYTES,
    status: 201,
    output: z.object({
      id: z.string(),
      version: z.string(),
      effect: z.enum(["created", "found"]),
      warnings: z.array(z.string()),
    }),
    async handle(ctx, { body }) {
      const { effect, version, warnings } = await importTemplateSource(
        ctx,
        sourceFromFiles(body),
        ctx.tools.checkScript,
      );
      return { id: version.templateId, version: version.version, effect, warnings };
    },
  }),
  route({
    method: "GET",
    path: "/templates/{id}",
    noun: "templates",
    summary: "Show a template and its versions.",
    permission: "templates:read",
    output: template.extend({
      versions: z.array(z.object({ version: z.string(), state: z.string(), releasedAt: instant })),
    }),
    handle: (ctx, { params }) => getTemplate(ctx, { id: params.id ?? "" }),
  }),
  route({
    method: "GET",
    path: "/templates/{id}/versions/{version}",
    noun: "templates",
    summary: "Show one version with its script, sheets and manifest.",
    permission: "templates:read",
    output: z.object({
      templateId: z.string(),
      version: z.string(),
      script: z.string(),
      sheets: z.array(z.record(z.string(), z.unknown())),
      manifest: z.record(z.string(), z.unknown()),
      changelog: z.string().nullable(),
    }),
    handle: (ctx, { params }) =>
      getTemplateVersion(ctx, { id: params.id ?? "", version: params.version ?? "" }),
  }),
];
