import { z } from "zod";
import {
  addTemplate,
  applyTenants,
  deleteTenant,
  previewAddTemplate,
  previewFleetPlan,
  resumeTenant,
  startFleetPlan,
  suspendTenant,
  updateWhole,
} from "@/server/provisioning";
import { getTenant, listTenants, listTenantsInput, updateTenantInput } from "@/server/tenants";
import { route } from "../route";
import { instant, pageOf, tenantOutput } from "../schemas";

const secrets = z.record(z.string().max(200), z.string().max(20_000)).default({});

const applied = z.object({
  tenants: z.array(
    z.object({
      tenant: z.string(),
      slug: z.string(),
      run: z.string(),
      removes: z.array(z.string()).optional(),
    }),
  ),
});

const adding = z.strictObject({
  /** With its version: `sales@1.2.0`. */
  template: z.string().min(1).max(120),
  tenants: z.array(z.string().min(1).max(60)).min(1).max(200),
});

const moving = z.strictObject({
  /** `growth@1`, or the newest version by `growth`. */
  plan: z.string().min(1).max(60),
  when: z.enum(["now", "period-end"]).default("now"),
  tenants: z.array(z.string().min(1).max(60)).min(1).max(200),
});

const movedPlan = z.object({
  tenant: z.string(),
  name: z.string(),
  plan: z.string(),
  effect: z
    .object({ currency: z.string(), now: z.int(), next: z.int(), from: instant })
    .nullable()
    .describe("Minor units; null without a subscription"),
  problem: z
    .object({
      code: z.string(),
      params: z.record(z.string(), z.string()),
      exceeded: z.array(z.object({ key: z.string(), used: z.number(), limit: z.number() })).optional(),
    })
    .nullable(),
});

export const tenantRoutes = [
  route({
    method: "GET",
    path: "/tenants",
    noun: "tenants",
    summary: "List tenants.",
    permission: "tenants:read",
    query: listTenantsInput,
    output: pageOf(tenantOutput),
    handle: (ctx, { query }) => listTenants(ctx, query),
  }),
  route({
    method: "POST",
    path: "/tenants",
    noun: "tenants",
    summary: "Describe one tenant, as in a tenants file, and provision it.",
    permission: "tenants:create",
    body: z.strictObject({ tenant: z.record(z.string(), z.unknown()), secrets }),
    maxBodyBytes: 1_000_000,
    status: 202,
    output: applied.shape.tenants.element,
    async handle(ctx, { body }) {
      const { tenants } = await applyTenants(ctx, {
        file: JSON.stringify({ tenants: [body.tenant] }),
        fileName: "request",
        secrets: body.secrets,
      });
      return tenants[0];
    },
  }),
  route({
    method: "POST",
    path: "/tenants/apply",
    noun: "tenants",
    summary:
      "Bring tenants to what a tenants file (YAML) describes; one run each. Unchanged ones are left alone.",
    permission: "tenants:create",
    body: z.strictObject({
      file: z.string().min(1),
      fileName: z.string().max(500).default("tenants.yaml"),
      secrets,
      prune: z.boolean().default(false),
      folder: z.string().max(1000).optional(),
    }),
    maxBodyBytes: 20_000_000,
    status: 202,
    output: applied,
    handle: (ctx, { body: { folder, ...body } }) =>
      applyTenants(ctx, ctx.actor.type === "local" && folder ? { ...body, folder } : body),
  }),
  route({
    method: "POST",
    path: "/tenants/add-template/check",
    noun: "tenants",
    summary: "Say tenant by tenant whether a template can be added, and why not. Changes nothing.",
    permission: "tenants:update",
    body: adding,
    output: z.object({
      rows: z.array(
        z.object({
          tenant: z.string(),
          name: z.string(),
          problem: z.object({ code: z.string(), params: z.record(z.string(), z.unknown()) }).nullable(),
          connections: z.record(z.string(), z.string()),
        }),
      ),
      fit: z.int(),
    }),
    async handle(ctx, { body: { template, tenants } }) {
      const { rows, fit } = await previewAddTemplate(ctx, { template, ids: tenants });
      return { rows: rows.map(({ tenantId, plan, ...row }) => ({ tenant: tenantId, ...row })), fit };
    },
  }),
  route({
    method: "POST",
    path: "/tenants/add-template",
    noun: "tenants",
    summary: "Add a template to tenants there are, by one run; those that cannot have it are left alone.",
    permission: "tenants:update",
    body: adding,
    status: 202,
    output: z.object({ run: z.string(), tenants: z.int(), left: z.int() }),
    handle: (ctx, { body: { template, tenants } }) => addTemplate(ctx, { template, ids: tenants }),
  }),
  route({
    method: "POST",
    path: "/tenants/change-plan/check",
    noun: "tenants",
    summary: "Say tenant by tenant what another plan would cost, or why it cannot be had. Changes nothing.",
    permission: "tenants:update",
    body: moving,
    output: z.object({ plan: z.string(), rows: z.array(movedPlan), fit: z.int() }),
    async handle(ctx, { body: { tenants, ...body } }) {
      const { plan, rows, fit } = await previewFleetPlan(ctx, { ...body, ids: tenants });
      return { plan, rows: rows.map(({ tenantId, ...row }) => ({ tenant: tenantId, ...row })), fit };
    },
  }),
  route({
    method: "POST",
    path: "/tenants/change-plan",
    noun: "tenants",
    summary:
      "Give tenants another plan, with their subscriptions, by one run; those that cannot have it are left alone.",
    permission: "tenants:update",
    body: moving,
    status: 202,
    output: z.object({ run: z.string(), tenants: z.int(), left: z.int() }),
    handle: (ctx, { body: { tenants, ...body } }) => startFleetPlan(ctx, { ...body, ids: tenants }),
  }),
  route({
    method: "GET",
    path: "/tenants/{id}",
    noun: "tenants",
    summary: "Show one tenant.",
    permission: "tenants:read",
    output: tenantOutput,
    handle: (ctx, { params }) => getTenant(ctx, { id: params.id ?? "" }),
  }),
  route({
    method: "PATCH",
    path: "/tenants/{id}",
    noun: "tenants",
    summary: "Change a tenant's details.",
    permission: "tenants:update",
    body: updateTenantInput.omit({ id: true }),
    output: tenantOutput,
    handle: (ctx, { params, body }) => updateWhole(ctx, { ...body, id: params.id ?? "" }),
  }),
  route({
    method: "DELETE",
    path: "/tenants/{id}",
    noun: "tenants",
    summary: "Delete a tenant with its apps, data and keys, for ever; a run does it.",
    permission: "tenants:delete",
    status: 202,
    output: z.object({ run: z.string() }),
    handle: (ctx, { params }) => deleteTenant(ctx, { id: params.id ?? "" }),
  }),
  route({
    method: "POST",
    path: "/tenants/{id}/suspend",
    noun: "tenants",
    summary: "Close a tenant to its people; its data stays. A run does it.",
    permission: "tenants:update",
    status: 202,
    output: z.object({ run: z.string() }),
    handle: (ctx, { params }) => suspendTenant(ctx, { id: params.id ?? "" }),
  }),
  route({
    method: "POST",
    path: "/tenants/{id}/resume",
    noun: "tenants",
    summary: "Open a suspended tenant again; a run does it.",
    permission: "tenants:update",
    status: 202,
    output: z.object({ run: z.string() }),
    handle: (ctx, { params }) => resumeTenant(ctx, { id: params.id ?? "" }),
  }),
];
