import { z } from "zod";
import { pageInput } from "@/server/shared/pagination";

const word = (most: number) => z.string().trim().min(1).max(most);

export const auditFilter = z.strictObject({
  /** Only of this tenant; without it, of everything there is. */
  tenantId: word(60).optional(),
  /** `user:usr_…`, the id alone, or the beginning of a person's name. */
  actor: word(120).optional(),
  /** `tenant.create`, `tenant` for all of them, or all that one request or run did: `req_…`, `run_…`. */
  action: word(80).optional(),
  /** First instant. */
  from: z.coerce.date().optional(),
  /** The instant after the last. */
  to: z.coerce.date().optional(),
});
export type AuditFilter = z.output<typeof auditFilter>;

export const listAuditInput = auditFilter.extend(pageInput);
export const exportAuditInput = auditFilter.extend({ format: z.enum(["csv", "json"]).default("csv") });
export const verifyAuditInput = z.strictObject({ tenantId: word(60).optional() });
