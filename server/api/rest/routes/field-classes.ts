import { z } from "zod";
import { fieldClasses, setClassGrants, setClassGrantsInput } from "@/server/members";
import { route } from "../route";

const tenant = z.string().min(1).max(60);
const groups = z.array(z.object({ id: z.string(), name: z.string() }));

export const fieldClassRoutes = [
  route({
    method: "GET",
    path: "/field-classes",
    noun: "field-classes",
    summary: "List classes of fields in a tenant's apps, and the groups that see each; none: everybody.",
    permission: "members:read",
    query: z.object({ tenant }),
    output: z.object({
      items: z.array(
        z.object({
          name: z.string(),
          fields: z.array(z.object({ app: z.string(), field: z.string() })),
          groups,
        }),
      ),
    }),
    handle: async (ctx, { query }) => ({ items: await fieldClasses(ctx, { tenantId: query.tenant }) }),
  }),
  route({
    method: "PUT",
    path: "/field-classes",
    noun: "field-classes",
    summary: "Say which groups see fields of a class, in every app of the tenant; none: everybody.",
    permission: "members:write",
    body: setClassGrantsInput.omit({ tenantId: true }).extend({ tenant }),
    output: z.object({ groups }),
    handle: async (ctx, { body: { tenant: tenantId, ...body } }) => ({
      groups: await setClassGrants(ctx, { ...body, tenantId }),
    }),
  }),
];
