import { parseAsString } from "nuqs";

/** What the address of an audit page says. Dates are days as the reader's calendar has them. */
export const auditSearch = {
  actor: parseAsString,
  action: parseAsString,
  from: parseAsString,
  to: parseAsString,
  cursor: parseAsString,
};

export type AuditSearch = Record<keyof typeof auditSearch, string | null>;

/** Midnight at which a day begins where the reader is; undefined for what is no day. */
function startOf(day: string | null, later = 0): Date | undefined {
  const [, year, month, date] = /^(\d{4})-(\d{2})-(\d{2})$/.exec(day ?? "") ?? [];
  if (!year) return undefined;
  return new Date(Number(year), Number(month) - 1, Number(date) + later);
}

/** The filter the API takes; `to` is the last day, the API's end is the instant after it. */
export function auditFilterOf({ actor, action, from, to }: AuditSearch, tenantId?: string) {
  return {
    tenantId,
    actor: actor?.trim() || undefined,
    action: action?.trim() || undefined,
    from: startOf(from),
    to: startOf(to, 1),
  };
}
