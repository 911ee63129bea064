import { parseAsArrayOf, parseAsString, parseAsStringLiteral } from "nuqs/server";
import { HEALTH_STATES, TENANT_STATES } from "@/db/schema/states";

/** Tenants to look at: those named, or all that the list's filter finds. */
export const addSearch = {
  ids: parseAsArrayOf(parseAsString),
  q: parseAsString,
  state: parseAsStringLiteral(TENANT_STATES),
  health: parseAsStringLiteral(HEALTH_STATES),
  plan: parseAsString,
};

/** As many as may be named in one run. */
export const MOST_NAMED = 200;
