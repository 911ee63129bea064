import { z } from "zod";
import { csvAnswer } from "@/server/api/invoice-files";
import { pageInput } from "@/server/shared/pagination";
import {
  declareMeter,
  declareMeterInput,
  exportEvents,
  getUsage,
  ingest,
  ingestInput,
  listMeters,
  listRejects,
  rebuildUsage,
  rejectsInput,
  traceUsage,
  usageByDay,
} from "@/server/usage";
import { route } from "../route";
import { instant, pageOf } from "../schemas";

const meter = z.object({
  id: z.string(),
  type: z.string().describe("Type of its CloudEvents"),
  aggregation: z.enum(["sum", "max", "unique", "last", "time-weighted"]),
  unit: z.string(),
  title: z.string().optional(),
});

const period = {
  from: z.coerce.date().optional().describe("Included; by default the billing period's beginning"),
  to: z.coerce.date().optional().describe("Not included; by default now"),
};

const answer = z.object({
  id: z.string().nullable(),
  source: z.string().nullable(),
  status: z.enum(["accepted", "duplicate", "rejected"]),
  reason: z.string().optional(),
  message: z.string().optional(),
});

const tenant = z.string().describe("A tenant's id");

export const usageRoutes = [
  route({
    method: "GET",
    path: "/usage",
    noun: "usage",
    summary: "What a tenant used of each meter, exactly.",
    permission: "usage:read",
    query: z.object({ tenant, ...period }),
    output: z.object({
      tenantId: z.string(),
      from: instant,
      to: instant,
      meters: z.array(meter.extend({ quantity: z.string().describe("Exact decimal") })),
    }),
    handle: (ctx, { query: { tenant: tenantId, ...rest } }) => getUsage(ctx, { tenantId, ...rest }),
  }),
  route({
    method: "GET",
    path: "/usage/events",
    noun: "usage",
    summary: "List the events behind a quantity, oldest first.",
    permission: "usage:read",
    query: z.object({ tenant, meter: z.string(), ...period, ...pageInput }),
    output: pageOf(
      z.object({
        id: z.string(),
        source: z.string(),
        time: instant,
        receivedAt: instant,
        quantity: z.string(),
        key: z.string().nullable(),
        data: z.record(z.string(), z.unknown()).nullable(),
      }),
    ),
    handle: (ctx, { query: { tenant: tenantId, ...rest } }) => traceUsage(ctx, { tenantId, ...rest }),
  }),
  route({
    method: "GET",
    path: "/usage/events.csv",
    noun: "usage",
    summary: "Export the events behind a quantity as CSV, oldest first; late ones are marked.",
    permission: "usage:read",
    query: z.object({ tenant, meter: z.string(), from: z.coerce.date(), to: z.coerce.date() }),
    handle: async (ctx, { query: { tenant: tenantId, ...rest } }) =>
      csvAnswer(await exportEvents(ctx, { tenantId, ...rest })),
  }),
  route({
    method: "GET",
    path: "/usage/days",
    noun: "usage",
    summary: "Show how a quantity comes about day by day, in UTC.",
    permission: "usage:read",
    query: z.object({ tenant, meter: z.string(), from: z.coerce.date(), to: z.coerce.date() }),
    output: z.object({
      meter,
      from: instant,
      to: instant,
      events: z.number(),
      quantity: z.string().describe("Of the whole time; only sums are the sum of the days"),
      days: z.array(z.object({ from: instant, to: instant, events: z.number(), quantity: z.string() })),
    }),
    handle: (ctx, { query: { tenant: tenantId, ...rest } }) => usageByDay(ctx, { tenantId, ...rest }),
  }),
  route({
    method: "POST",
    path: "/usage/events",
    noun: "usage",
    summary: "Take usage measured elsewhere: a batch of CloudEvents 1.0, at most 1000, each counted once.",
    permission: "usage:write",
    body: ingestInput,
    output: z.object({
      accepted: z.number(),
      duplicates: z.number(),
      rejected: z.number(),
      events: z.array(answer),
    }),
    handle: (ctx, { body }) => ingest(ctx, body),
  }),
  route({
    method: "GET",
    path: "/usage/rejects",
    noun: "usage",
    summary: "List events that were refused, with the reason, newest first.",
    permission: "usage:read",
    query: z.object({ tenant: tenant.optional(), reason: rejectsInput.shape.reason, ...pageInput }),
    output: pageOf(
      z.object({
        id: z.number(),
        tenantId: z.string().nullable(),
        tenant: z.string().nullable().describe("The tenant's name"),
        event: z.string().describe("As it came, cut at 4 kB"),
        reason: z.string(),
        message: z.string(),
        receivedAt: instant,
      }),
    ),
    handle: (ctx, { query: { tenant: tenantId, ...rest } }) => listRejects(ctx, { tenantId, ...rest }),
  }),
  route({
    method: "GET",
    path: "/usage/meters",
    noun: "usage",
    summary: "List what is measured.",
    permission: "usage:read",
    output: z.object({ items: z.array(meter) }),
    handle: async (ctx) => ({ items: await listMeters(ctx) }),
  }),
  route({
    method: "POST",
    path: "/usage/meters",
    noun: "usage",
    summary: "Declare a meter for events from outside; it never changes.",
    permission: "usage:write",
    body: declareMeterInput,
    status: 201,
    output: meter,
    handle: (ctx, { body }) => declareMeter(ctx, body),
  }),
  route({
    method: "POST",
    path: "/usage/rebuild",
    noun: "usage",
    summary: "Make a tenant's hours and days anew from its events.",
    permission: "usage:write",
    body: z.strictObject({ tenant }),
    output: z.object({ events: z.number() }),
    handle: (ctx, { body }) => rebuildUsage(ctx, { tenantId: body.tenant }),
  }),
];
