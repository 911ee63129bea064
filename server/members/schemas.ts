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
/** Id of a person or group in the customer's own directory; compared letter by letter. */
export const externalId = z
  .string()
  .trim()
  .min(1, "is empty")
  .max(255, "has at most 255 characters")
  .regex(/^\P{Cc}*$/u, "holds characters that cannot be seen; type it anew");

export const addMemberInput = z.strictObject({
  tenantId: z.string(),
  email: memberEmail,
  name: displayName.optional(),
  role: z.enum(TENANT_ROLES).default("viewer"),
  groups: z.array(groupName).max(200).default([]),
  externalId: externalId.optional(),
});
export type AddMemberInput = z.input<typeof addMemberInput>;

export const updateMemberInput = z.strictObject({
  id: z.string(),
  name: displayName.optional(),
  role: z.enum(TENANT_ROLES).optional(),
  groups: z.array(groupName).max(200).optional(),
  /** null takes it away. */
  externalId: externalId.nullable().optional(),
});
export type UpdateMemberInput = z.input<typeof updateMemberInput>;

export const listMembersInput = z.strictObject({
  ...pageInput,
  tenantId: z.string().optional(),
  /** Exactly this one, as an identity provider looks for its own. */
  externalId: externalId.optional(),
  email: memberEmail.optional(),
});
export type ListMembersInput = z.input<typeof listMembersInput>;

export const suspendMemberInput = z.strictObject({ id: z.string().min(1).max(60), suspended: z.boolean() });

export const memberIdInput = z.strictObject({ id: z.string().min(1).max(60) });
export const removeMemberInput = memberIdInput.extend({
  /** Id of the member who gets what others use; without it what is shared stays shared. */
  to: z.string().min(1).max(60).optional(),
});
export type RemoveMemberInput = z.input<typeof removeMemberInput>;
