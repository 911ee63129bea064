/** What began a reload. Browser-safe. */
export const RELOAD_TRIGGERS = ["provisioning", "manual", "schedule", "api"] as const;
export type ReloadTrigger = (typeof RELOAD_TRIGGERS)[number];
