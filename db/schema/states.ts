/** States as the contracts name them. Browser-safe: no database import. */
export const TENANT_STATES = [
  "draft",
  "setting-up",
  "active",
  "failed",
  "suspended",
  "deleting",
  "deleted",
] as const;
export const RUN_STATES = [
  "queued",
  "running",
  "succeeded",
  "failed",
  "cancelling",
  "cancelled",
  "undoing",
  "undone",
  "undo-failed",
] as const;
export const STEP_STATES = [...RUN_STATES, "skipped"] as const;
export const RELOAD_STATES = [
  "queued",
  "running",
  "cancelling",
  "succeeded",
  "failed",
  "cancelled",
  "limit-exceeded",
] as const;
export const OPERATOR_ROLES = ["owner", "admin", "support", "billing"] as const;
export const TENANT_ROLES = ["admin", "author", "viewer"] as const;
export const HEALTH_STATES = ["unknown", "well", "late", "failing"] as const;

export const MAIL_STATES = ["waiting", "sent", "failed"] as const;
export const NOTIFICATION_KINDS = [
  "run-succeeded",
  "run-failed",
  "reload-failed",
  "invitation-accepted",
  "capability-asked",
  "delivery-paused",
  "usage-limit",
  "spend-alert",
  "announcement",
] as const;
export const DELIVERY_PERIODS = ["daily", "weekly", "monthly"] as const;
export const DELIVERY_STATES = ["active", "paused"] as const;
export const GRANT_KINDS = ["app", "sheet", "field-class"] as const;

export type MailState = (typeof MAIL_STATES)[number];
export type NotificationKind = (typeof NOTIFICATION_KINDS)[number];
export type DeliveryPeriod = (typeof DELIVERY_PERIODS)[number];
export type GrantKind = (typeof GRANT_KINDS)[number];
export type TenantState = (typeof TENANT_STATES)[number];
export type RunState = (typeof RUN_STATES)[number];
export type StepState = (typeof STEP_STATES)[number];
export type ReloadState = (typeof RELOAD_STATES)[number];
export type OperatorRole = (typeof OPERATOR_ROLES)[number];
export type TenantRole = (typeof TENANT_ROLES)[number];
