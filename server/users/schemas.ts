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

const password = z.string().min(1, "is needed").max(200);
const code = z.string().trim().min(1, "is needed").max(100);

/** Inputs of the person's own account. */
export const passwordInput = z.strictObject({ password });
export const codeInput = z.strictObject({ code });
export const passwordAndCodeInput = z.strictObject({ password, code });
export const requestResetInput = z.strictObject({
  email: z
    .email("is not an e-mail address")
    .max(320)
    .transform((e) => e.toLowerCase()),
});
export const resetTokenInput = z.strictObject({ token: z.string().min(20).max(100) });
export const changeSecurityInput = z.strictObject({ operatorsNeedFactor: z.boolean() });
