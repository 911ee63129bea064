import { z } from "zod";
import { askForCapability, setCapability, tenantCapabilities } from "@/server/capabilities";
import { askForCapabilityInput, setCapabilityInput } from "@/server/capabilities/schemas";
import { route } from "../route";
import { instant } from "../schemas";

const title = z.record(z.string(), z.string());
const tenant = z.string().min(1).max(60);

const capabilities = z.object({
  plan: z.object({ ref: z.string(), title }),
  items: z.array(
    z.object({
      capability: z.string(),
      on: z.boolean(),
      byPlan: z.boolean(),
      override: z
        .object({
          on: z.boolean(),
          reason: z.string().optional(),
          by: z.string().optional(),
          at: instant.optional(),
        })
        .nullable(),
      addedBy: z.array(title).describe("Titles of plans that have it"),
      asked: z.object({ at: instant, note: z.string().nullable().optional() }).nullable(),
    }),
  ),
});

export const capabilityRoutes = [
  route({
    method: "GET",
    path: "/capabilities",
    noun: "capabilities",
    summary: "List what is on for a tenant, what decides it, and which plans add what is off.",
    permission: "tenants:read",
    query: z.object({ tenant }),
    output: capabilities,
    handle: (ctx, { query }) => tenantCapabilities(ctx, { tenantId: query.tenant }),
  }),
  route({
    method: "PUT",
    path: "/capabilities",
    noun: "capabilities",
    summary: "Switch a capability for a tenant, or leave it to its plan again.",
    permission: "tenants:update",
    body: setCapabilityInput.omit({ tenantId: true }).extend({ tenant }),
    handle: (ctx, { body: { tenant: tenantId, ...body } }) => setCapability(ctx, { ...body, tenantId }),
  }),
  route({
    method: "POST",
    path: "/capabilities/requests",
    noun: "capabilities",
    summary: "Ask for a capability that is off.",
    permission: "tenants:customize",
    body: askForCapabilityInput.omit({ tenantId: true }).extend({ tenant }),
    handle: (ctx, { body: { tenant: tenantId, ...body } }) => askForCapability(ctx, { ...body, tenantId }),
  }),
];
