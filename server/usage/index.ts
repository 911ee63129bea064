export { type EventAnswer, type IngestAnswer, ingest } from "./ingest";
export { allMeters, metersById } from "./meters";
export { type Aggregation, METER_IDS, METERS, type Meter, type MeterId } from "./model";
export { type Quantities, quantities, quantity } from "./quantity";
export { rebuild } from "./rebuild";
export { type OwnEvent, record, recordIn } from "./record";
export { reading, type UsageStore } from "./stored";
export { type TouchedHour, touchedHours } from "./touched";
