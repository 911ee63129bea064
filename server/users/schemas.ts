import { z } from "zod";
import { OPERATOR_ROLES } from "@/db/schema/states";
import { displayName } from "@/server/shared/display-name";

/** Inputs of the operator verbs. Browser-safe: forms use the same schemas. */
export const createOperatorInput = z.strictObject({
  email: z
    .email("is not an e-mail address")
    .max(320)
    .transform((e) => e.toLowerCase()),
  name: displayName,
  role: z.enum(OPERATOR_ROLES),
});
export type CreateOperatorInput = z.input<typeof createOperatorInput>;

export const operatorIdInput = z.strictObject({ id: z.string().min(1).max(60) });

export const updateOperatorInput = operatorIdInput.extend({
  role: z.enum(OPERATOR_ROLES).optional(),
  disabled: z.boolean().optional(),
});
export type UpdateOperatorInput = z.input<typeof updateOperatorInput>;
