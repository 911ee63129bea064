import { z } from "zod";
import { fileAnswer } from "@/server/api/invoice-files";
import { listPlans, makePlan, planYaml, retirePlan } from "@/server/plans";
import { makePlanInput, retirePlanInput } from "@/server/plans/schemas";
import { route } from "../route";

const plan = z.record(z.string(), z.unknown());

export const planRoutes = [
  route({
    method: "GET",
    path: "/plans",
    noun: "plans",
    summary: "List plans with what they include.",
    permission: "plans:read",
    output: z.object({ items: z.array(plan) }),
    handle: async (ctx) => ({ items: await listPlans(ctx) }),
  }),
  route({
    method: "POST",
    path: "/plans",
    noun: "plans",
    summary:
      "Make a plan, or the next version of one. Nobody's plan and nothing that was billed changes by it.",
    permission: "plans:write",
    body: makePlanInput,
    status: 201,
    output: plan,
    handle: (ctx, { body }) => makePlan(ctx, body),
  }),
  route({
    method: "GET",
    path: "/plans/{id}/yaml",
    noun: "plans",
    summary: "Show a version of a plan, like growth@1, as the installation's file writes it.",
    permission: "plans:read",
    handle: async (ctx, { params }) => {
      const { name, text } = planYaml(ctx, { ref: params.id ?? "" });
      return fileAnswer(name, "application/yaml; charset=utf-8", text);
    },
  }),
  route({
    method: "POST",
    path: "/plans/{id}/retire",
    noun: "plans",
    summary: "Offer a version of a plan no longer, or again. Those who have it keep it.",
    permission: "plans:write",
    body: retirePlanInput.omit({ ref: true }),
    output: plan,
    handle: (ctx, { params, body }) => retirePlan(ctx, { ...body, ref: params.id ?? "" }),
  }),
];
