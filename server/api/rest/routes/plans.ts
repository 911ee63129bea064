import { z } from "zod";
import { listPlans } from "@/server/plans";
import { route } from "../route";

export const planRoutes = [
  route({
    method: "GET",
    path: "/plans",
    noun: "plans",
    summary: "List plans with what they include.",
    permission: "plans:read",
    output: z.object({ items: z.array(z.record(z.string(), z.unknown())) }),
    handle: async (ctx) => ({ items: await listPlans(ctx) }),
  }),
];
