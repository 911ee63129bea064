/**
 * Network address a request came from, out of its `x-forwarded-for`: the last entry, which is the one our own proxy (or
 * Next, where there is none) has added. What stands before it is whatever the client chose to say.
 */
export function networkAddress(forwardedFor: string | null | undefined): string {
  return knownAddress(forwardedFor) ?? "unknown";
}

/** The same, null where the request does not say. */
export function knownAddress(forwardedFor: string | null | undefined): string | null {
  return forwardedFor?.split(",").at(-1)?.trim().slice(0, 64) || null;
}
