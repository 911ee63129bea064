import type { UsagePeriod } from "./period";

/** Percent of a limit at which a tenant's admins are told. */
export const LEVELS = [80, 100] as const;
export type Level = (typeof LEVELS)[number];

/** Names a notice: given once. */
export const noticeId = (tenantId: string, meter: string, period: UsagePeriod, level: Level): string =>
  `${tenantId}:${meter}:${period.from.toISOString()}:${level}`;
