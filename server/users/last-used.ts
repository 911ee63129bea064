const KEY = Symbol.for("tenantry.sessions-used");
const holder = globalThis as { [KEY]?: Map<string, Date> };
const MOST = 10_000;

/**
 * Notes that a session was used. In memory, because a write for every request is a high price for a hint: what was
 * noted is gone when the process ends.
 */
export function noteUse(sessionId: string, at: Date): void {
  holder[KEY] ??= new Map();
  const used = holder[KEY];
  if (used.size >= MOST && !used.has(sessionId)) used.clear();
  used.set(sessionId, at);
}

/** When this process last saw the session; null where it has not. */
export function lastUseOf(sessionId: string): Date | null {
  return holder[KEY]?.get(sessionId) ?? null;
}
