import { TENANT_STATES, type TenantState } from "@/db/schema/states";

/** Which state may follow which. Browser-safe. */
export const TENANT_TRANSITIONS: Record<TenantState, readonly TenantState[]> = {
  draft: ["setting-up", "deleting"],
  "setting-up": ["active", "failed", "draft", "deleting"],
  active: ["setting-up", "suspended", "deleting"],
  failed: ["setting-up", "active", "draft", "deleting"],
  suspended: ["active", "deleting"],
  deleting: ["deleted", "failed"],
  deleted: [],
};

export function mayBecome(from: TenantState, to: TenantState): boolean {
  return from === to || TENANT_TRANSITIONS[from].includes(to);
}

export { TENANT_STATES, type TenantState };
