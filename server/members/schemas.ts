import { z } from "zod";
import { TENANT_ROLES } from "@/db/schema/states";
import { displayName } from "@/server/shared/display-name";
import { pageInput } from "@/server/shared/pagination";

/** Inputs of the member verbs. Browser-safe. */
export const memberEmail = z
  .email("is not an e-mail address")
  .max(254)
  .transform((e) => e.toLowerCase());
export const groupName = displayName;

export const addMemberInput = z.strictObject({
  tenantId: z.string(),
  email: memberEmail,
  name: displayName.optional(),
  role: z.enum(TENANT_ROLES).default("viewer"),
  groups: z.array(groupName).max(200).default([]),
});
export type AddMemberInput = z.input<typeof addMemberInput>;

export const updateMemberInput = z.strictObject({
  id: z.string(),
  name: displayName.optional(),
  role: z.enum(TENANT_ROLES).optional(),
  groups: z.array(groupName).max(200).optional(),
});
export type UpdateMemberInput = z.input<typeof updateMemberInput>;

export const listMembersInput = z.strictObject({ ...pageInput, tenantId: z.string().optional() });
export type ListMembersInput = z.input<typeof listMembersInput>;

export const suspendMemberInput = z.strictObject({ id: z.string().min(1).max(60), suspended: z.boolean() });

export const memberIdInput = z.strictObject({ id: z.string().min(1).max(60) });
