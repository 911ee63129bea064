import { z } from "zod";
import {
  createConnection,
  createConnectionInput,
  deleteConnection,
  getConnection,
  listConnections,
  testConnection,
  updateConnection,
  updateConnectionInput,
} from "@/server/connections";
import { pageInput } from "@/server/shared/pagination";
import { route } from "../route";
import { instant, pageOf } from "../schemas";

const connection = z.object({
  id: z.string(),
  tenantId: z.string(),
  name: z.string(),
  kind: z.string(),
  properties: z.record(z.string(), z.unknown()),
  hasSecret: z.boolean(),
  testedAt: instant,
  createdAt: instant,
  updatedAt: instant,
});

const used = connection.extend({
  /** Apps that read through it: one change serves all of them. */
  usedBy: z.array(z.object({ app: z.string(), title: z.string() })),
});

const tested = z.object({
  ok: z.boolean(),
  ms: z.number(),
  version: z.string().optional(),
  code: z.string().optional(),
  message: z.string().optional(),
  advice: z.string().optional(),
});

export const connectionRoutes = [
  route({
    method: "GET",
    path: "/connections",
    noun: "connections",
    summary: "List connections. Secrets are never shown.",
    permission: "connections:read",
    query: z.object({ ...pageInput, tenant: z.string().optional() }),
    output: pageOf(used),
    handle: (ctx, { query: { tenant, ...page } }) => listConnections(ctx, { ...page, tenantId: tenant }),
  }),
  route({
    method: "POST",
    path: "/connections",
    noun: "connections",
    summary: "Store a connection; its secret is sealed and never readable again.",
    permission: "connections:write",
    body: createConnectionInput.omit({ tenantId: true }).extend({ tenant: z.string() }),
    status: 201,
    output: connection,
    handle: (ctx, { body: { tenant, ...body } }) =>
      createConnection(ctx, { ...body, tenantId: tenant }, ctx.tools.connectionTester),
  }),
  route({
    method: "POST",
    path: "/connections/test",
    noun: "connections",
    summary: "Test a connection that is not stored yet.",
    permission: "connections:test",
    body: createConnectionInput
      .omit({ tenantId: true, name: true })
      .extend({ tenant: z.string(), name: z.string().optional() }),
    output: tested,
    handle: (ctx, { body: { tenant, ...body } }) =>
      testConnection(ctx, { ...body, tenantId: tenant }, ctx.tools.connectionTester),
  }),
  route({
    method: "GET",
    path: "/connections/{id}",
    noun: "connections",
    summary: "Show a connection.",
    permission: "connections:read",
    output: used,
    handle: (ctx, { params }) => getConnection(ctx, { id: params.id ?? "" }),
  }),
  route({
    method: "PATCH",
    path: "/connections/{id}",
    noun: "connections",
    summary: "Change a connection's properties, or replace its secret.",
    permission: "connections:write",
    body: updateConnectionInput.omit({ id: true }),
    output: connection,
    handle: (ctx, { params, body }) =>
      updateConnection(ctx, { ...body, id: params.id ?? "" }, ctx.tools.connectionTester),
  }),
  route({
    method: "DELETE",
    path: "/connections/{id}",
    noun: "connections",
    summary: "Delete a connection no app reads from.",
    permission: "connections:write",
    handle: (ctx, { params }) => deleteConnection(ctx, { id: params.id ?? "" }),
  }),
  route({
    method: "POST",
    path: "/connections/{id}/test",
    noun: "connections",
    summary: "Test a stored connection.",
    permission: "connections:test",
    output: tested,
    handle: (ctx, { params }) => testConnection(ctx, { id: params.id ?? "" }, ctx.tools.connectionTester),
  }),
];
