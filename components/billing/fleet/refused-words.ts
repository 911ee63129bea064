import { MAX_AGE_DAYS, MAX_DATA_BYTES } from "@/server/usage/schemas";

const UNREAD = "…";

/** What the texts of refusals name: read from the event as it came, "…" where it is cut or holds no text. */
export function refusedValues({ event, message }: { event: string; message: string }) {
  const of = membersOf(event);
  const text = (member: string) => {
    const value = of[member];
    return typeof value === "string" && value !== "" ? value : UNREAD;
  };
  const [field = UNREAD] = message.split(": ");
  const time = new Date(text("time"));
  return {
    field,
    subject: text("subject"),
    type: text("type"),
    time: Number.isNaN(time.getTime()) ? null : time,
    days: MAX_AGE_DAYS,
    most: MAX_DATA_BYTES,
  };
}

function membersOf(event: string): Record<string, unknown> {
  try {
    const parsed: unknown = JSON.parse(event);
    return typeof parsed === "object" && parsed !== null ? (parsed as Record<string, unknown>) : {};
  } catch {
    return {};
  }
}
