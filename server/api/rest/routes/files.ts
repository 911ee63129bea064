import type { ReadableStream as WebStream } from "node:stream/web";
import { z } from "zod";
import { deleteFile, listFiles, uploadFile } from "@/server/files";
import { AppError } from "@/server/shared/errors";
import { pageInput } from "@/server/shared/pagination";
import { route } from "../route";
import { instant, pageOf } from "../schemas";

const file = z.object({
  id: z.string(),
  tenantId: z.string(),
  name: z.string(),
  path: z.string(),
  mediaType: z.string(),
  bytes: z.number(),
  sha256: z.string(),
  createdAt: instant,
});

export const fileRoutes = [
  route({
    method: "GET",
    path: "/files",
    noun: "files",
    summary: "List uploaded files.",
    permission: "files:read",
    query: z.object({ ...pageInput, tenant: z.string().optional() }),
    output: pageOf(file),
    handle: (ctx, { query: { tenant, ...page } }) => listFiles(ctx, { ...page, tenantId: tenant }),
  }),
  route({
    method: "POST",
    path: "/files",
    noun: "files",
    summary: "Upload a file as the raw body. A connection reads it as `upload:<name>`.",
    permission: "files:write",
    query: z.object({ tenant: z.string(), name: z.string() }),
    rawBody: true,
    status: 201,
    output: file,
    async handle(ctx, { query, request }) {
      if (!request.body) throw new AppError("malformed", "files.empty", "The request has no body.");
      return uploadFile(
        ctx,
        { tenantId: query.tenant, name: query.name },
        request.body as unknown as WebStream<Uint8Array>,
      );
    },
  }),
  route({
    method: "DELETE",
    path: "/files/{id}",
    noun: "files",
    summary: "Delete an uploaded file.",
    permission: "files:write",
    handle: (ctx, { params }) => deleteFile(ctx, { id: params.id ?? "" }),
  }),
];
