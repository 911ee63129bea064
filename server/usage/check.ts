import { type Meter, TYPE_PREFIX } from "./model";
import { plain, scaledOrNull } from "./scaled";
import {
  type CloudEvent,
  cloudEvent,
  MAX_AGE_DAYS,
  MAX_AHEAD_MS,
  MAX_DATA_BYTES,
  type RejectReason,
} from "./schemas";
import { DAY_MS } from "./slots";
import type { UsageRow } from "./stored";

/** Sources that begin so are Tenantry's own: nobody outside may use up their ids. */
export const OWN_SOURCE = "tenantry";

/** What an event is checked against: everything an event may name was looked up before. */
export interface Known {
  now: Date;
  /** Id of a tenant that is metered, by id and by slug. */
  tenant(subject: string): string | undefined;
  /** By the type of events. */
  meter(type: string): Meter | undefined;
}

export interface Refusal {
  reason: RejectReason;
  /** What is wrong and what to do about it, in English: it is read by who writes the sender. */
  message: string;
}

const refuse = (reason: RejectReason, message: string): Refusal => ({ reason, message });

/** A number or a text, as a decimal's text; undefined for everything else. */
function quantityText(value: unknown): string | undefined {
  if (typeof value === "string") return value;
  return typeof value === "number" ? String(value) : undefined;
}

/** The row an event becomes, or why it becomes none. */
export function checkEvent(input: unknown, known: Known): UsageRow | Refusal {
  const parsed = cloudEvent.safeParse(input);
  if (!parsed.success) {
    const issue = parsed.error.issues[0];
    return refuse(
      "malformed",
      `${issue?.path.join(".") || "event"}: ${issue?.message ?? "is no CloudEvent 1.0"}`,
    );
  }
  const event = parsed.data;
  if (event.source === OWN_SOURCE || event.source.startsWith(`${OWN_SOURCE}/`))
    return refuse("source", `The source "${OWN_SOURCE}" is Tenantry's own: name the program that sends.`);
  const tenantId = known.tenant(event.subject);
  if (!tenantId) return refuse("tenant", `There is no customer "${event.subject}" that is metered.`);
  const meter = known.meter(event.type);
  if (!meter)
    return refuse(
      "type",
      `No meter takes "${event.type}": send ${TYPE_PREFIX}… of the list, or declare it first.`,
    );
  return timeProblem(event, known.now) ?? valued(event, meter, tenantId);
}

function timeProblem(event: CloudEvent, now: Date): Refusal | null {
  const ahead = new Date(event.time).getTime() - now.getTime();
  if (ahead > MAX_AHEAD_MS)
    return refuse(
      "future",
      `It is ${event.time}, later than now by more than 5 minutes: send it again then.`,
    );
  if (ahead < -MAX_AGE_DAYS * DAY_MS)
    return refuse(
      "too-old",
      `It is ${event.time}, more than ${MAX_AGE_DAYS} days ago: it is billed no more.`,
    );
  return null;
}

function valued(event: CloudEvent, meter: Meter, tenantId: string): UsageRow | Refusal {
  const { quantity: given, key: named, ...rest } = event.data;
  const unique = meter.aggregation === "unique";
  const text = given === undefined && unique ? "1" : quantityText(given);
  const quantity = text === undefined ? null : scaledOrNull(text);
  if (quantity === null)
    return refuse(
      "quantity",
      "data.quantity is a decimal from 0 on with at most 15 digits before and 12 after the point.",
    );
  const key = typeof named === "string" && named.length > 0 && named.length <= 200 ? named : null;
  if (unique && key === null)
    return refuse("key", "data.key says what is counted once: a text of 1 to 200 characters.");
  const data = Object.keys(rest).length > 0 ? rest : null;
  if (data && JSON.stringify(data).length > MAX_DATA_BYTES)
    return refuse("data", `data has more than ${MAX_DATA_BYTES} characters besides quantity and key.`);
  return {
    tenantId,
    source: event.source,
    eventId: event.id,
    meter: meter.id,
    time: new Date(event.time),
    quantity: plain(quantity),
    key: unique ? key : null,
    data,
  };
}
