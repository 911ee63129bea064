export { type UsageDay, type UsageDays, usageByDay } from "./by-day";
export { type CurrentMeter, type CurrentUsage, currentUsage, TREND_DAYS } from "./current";
export { declareMeter, listMeters } from "./declare";
export { exportEvents } from "./export-events";
export { firstTouched } from "./first-touched";
export { startMetering } from "./flush";
export { getUsage, knownMeter, type TenantUsage } from "./get";
export { type EventAnswer, type IngestAnswer, ingest } from "./ingest";
export { limitsOf, limitsOfPlan, type UsageLimit } from "./limits";
export { allMeters, metersById } from "./meters";
export { type Aggregation, METER_IDS, METERS, type Meter, type MeterId } from "./model";
export { sweepLimits } from "./notices";
export { periodOf, periodsOf, type UsagePeriod } from "./period";
export { pruneRejects } from "./prune";
export { type Quantities, quantities, quantitiesOfSpans, quantity, type UsageSpan } from "./quantity";
export { rebuild } from "./rebuild";
export { rebuildUsage } from "./rebuild-verb";
export { type OwnEvent, record, recordIn } from "./record";
export {
  currentInput,
  declareMeterInput,
  exportEventsInput,
  ingestInput,
  MAX_AGE_DAYS,
  rejectsInput,
  traceInput,
  usageDaysInput,
  usageInput,
} from "./schemas";
export { reading, type UsageStore } from "./stored";
export { type TouchedHour, touchedHours } from "./touched";
export { listRejects, type RejectedEvent, type TracedEvent, traceUsage } from "./trace";
export { DOORS, type Door, requireWithin } from "./within";
