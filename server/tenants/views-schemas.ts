import { z } from "zod";
import { displayName } from "@/server/shared/display-name";

/** Saved views of the tenants list. Browser-safe. */
export const MOST_VIEWS = 20;

const id = z.string().min(1).max(60);
/** The list's address after `?`: filters, sort, hidden columns. */
const query = z
  .string()
  .max(1_000)
  .regex(/^[\w%.~!*'()+=&@,:-]*$/, "is not the list's address");

export const saveViewInput = z.strictObject({
  /** Of a view that changes; without it a new one. */
  id: id.optional(),
  name: displayName,
  query,
  /** Other operators see it too. */
  shared: z.boolean().default(false),
});
export type SaveViewInput = z.input<typeof saveViewInput>;

export const viewIdInput = z.strictObject({ id });
/** null: the list begins as it is. */
export const startViewInput = z.strictObject({ id: id.nullable() });
