import { z } from "zod";
import { listTenantDeliveries, pauseDelivery, removeDelivery } from "@/server/deliveries";
import { route } from "../route";
import { instant } from "../schemas";

const delivery = z.object({
  id: z.string(),
  tenantId: z.string(),
  app: z.object({ id: z.string(), title: z.string() }),
  sheet: z.string(),
  sheetTitle: z.string(),
  selected: z.int(),
  every: z.string(),
  weekday: z.int().nullable(),
  day: z.int().nullable(),
  at: z.string(),
  zone: z.string(),
  state: z.enum(["active", "paused"]),
  paused: z.enum(["self", "admin", "failures"]).nullable(),
  error: z.object({ code: z.string(), message: z.string() }).nullable(),
  lastSentAt: instant,
  waits: z.boolean(),
  nextAt: instant,
  person: z.object({ name: z.string(), email: z.string() }),
});

/** People make deliveries for themselves; a key looks after those of a tenant. */
export const deliveryRoutes = [
  route({
    method: "GET",
    path: "/deliveries",
    noun: "deliveries",
    summary: "List sheets that a tenant's people are sent by e-mail.",
    permission: "members:write",
    query: z.object({ tenant: z.string().min(1).max(60) }),
    output: z.object({ items: z.array(delivery) }),
    handle: (ctx, { query }) => listTenantDeliveries(ctx, { tenantId: query.tenant }),
  }),
  route({
    method: "PATCH",
    path: "/deliveries/{id}",
    noun: "deliveries",
    summary: "Pause somebody's delivery, or let it go on.",
    permission: "members:write",
    body: z.strictObject({ paused: z.boolean() }),
    async handle(ctx, { params, body }) {
      await pauseDelivery(ctx, { id: params.id ?? "", ...body });
    },
  }),
  route({
    method: "DELETE",
    path: "/deliveries/{id}",
    noun: "deliveries",
    summary: "Delete somebody's delivery.",
    permission: "members:write",
    async handle(ctx, { params }) {
      await removeDelivery(ctx, { id: params.id ?? "" });
    },
  }),
];
