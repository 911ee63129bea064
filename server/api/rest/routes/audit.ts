import { z } from "zod";
import { archiveFile, listArchives, readArchive, verifyArchive } from "@/server/audit/archives";
import { listAudit } from "@/server/audit/list";
import { auditFilter } from "@/server/audit/schemas";
import { verifyAudit } from "@/server/audit/verify-all";
import { pageInput } from "@/server/shared/pagination";
import { route } from "../route";
import { instant, pageOf } from "../schemas";

const line = z.object({
  id: z.string(),
  at: instant,
  tenantId: z.string().nullable(),
  actor: z.string(),
  actorName: z.string().nullable(),
  viewedAs: z.string().nullable(),
  viewedAsName: z.string().nullable(),
  action: z.string(),
  target: z.string(),
  targetName: z.string().nullable(),
  payload: z.record(z.string(), z.unknown()).nullable(),
  address: z.string().nullable().describe("Network address, `cli` for the command line."),
  requestId: z.string().nullable().describe("The request or run that did it."),
});

const archive = z.object({
  id: z.string(),
  tenantId: z.string(),
  firstSeq: z.int(),
  lastSeq: z.int(),
  entries: z.int(),
  firstAt: instant,
  lastAt: instant,
  bytes: z.int(),
  sha256: z.string(),
  createdAt: instant,
});

export const auditRoutes = [
  route({
    method: "GET",
    path: "/audit",
    noun: "audit",
    summary: "List what was done, newest first: of one tenant, or of all.",
    permission: "audit:read",
    query: auditFilter.omit({ tenantId: true }).extend({ ...pageInput, tenant: z.string().optional() }),
    output: pageOf(line),
    handle: (ctx, { query: { tenant, ...asked } }) => listAudit(ctx, { ...asked, tenantId: tenant }),
  }),
  route({
    method: "GET",
    path: "/audit/check",
    noun: "audit",
    summary:
      "Recompute the chain of one tenant, or all chains, archives included; names the first broken entry.",
    permission: "audit:read",
    query: z.object({ tenant: z.string().optional() }),
    output: z.object({
      ok: z.boolean(),
      chains: z.int(),
      entries: z.int(),
      problems: z.array(
        z.object({
          chain: z.string(),
          problem: z.string(),
          seq: z.int().optional(),
          how: z.enum(["edited", "removed", "reordered", "truncated", "unreadable"]).optional(),
        }),
      ),
    }),
    handle: (ctx, { query: { tenant } }) => verifyAudit(ctx, tenant ? { tenantId: tenant } : {}),
  }),
  route({
    method: "GET",
    path: "/audit/archives",
    noun: "audit",
    summary: "List archives of old entries, with their checksums, newest first.",
    permission: "audit:read",
    query: z.object({ ...pageInput, tenant: z.string().optional() }),
    output: pageOf(archive),
    handle: (ctx, { query: { tenant, ...asked } }) => listArchives(ctx, { ...asked, tenantId: tenant }),
  }),
  route({
    method: "GET",
    path: "/audit/archives/{id}",
    noun: "audit",
    summary: "Read entries of an archive, newest first, a hundred at a time.",
    permission: "audit:read",
    query: z.object({ from: z.coerce.number().int().min(0).default(0) }),
    output: z.object({ lines: z.array(line), next: z.int().nullable(), total: z.int() }),
    handle: (ctx, { params, query }) => readArchive(ctx, { id: params.id ?? "", ...query }),
  }),
  route({
    method: "GET",
    path: "/audit/archives/{id}/file",
    noun: "audit",
    summary: "Download an archive: gzip of one JSON a line.",
    permission: "audit:read",
    async handle(ctx, { params }) {
      const { name, content } = await archiveFile(ctx, { id: params.id ?? "" });
      return new Response(new Uint8Array(Buffer.from(content, "base64")), {
        headers: {
          "content-type": "application/gzip",
          "content-disposition": `attachment; filename="${name}"`,
        },
      });
    },
  }),
  route({
    method: "GET",
    path: "/audit/archives/{id}/check",
    noun: "audit",
    summary: "Recompute an archive, and that it fits what is before and after it.",
    permission: "audit:read",
    output: z.object({ ok: z.boolean(), entries: z.int(), problem: z.string().nullable() }),
    handle: (ctx, { params }) => verifyArchive(ctx, { id: params.id ?? "" }),
  }),
];
