import { hashKey } from "@tanstack/react-query";
import type { DraftData } from "@/server/drafts/schemas";

/**
 * Whether what the server has now is what this page knew of it with one of the saves that got no answer: then nobody
 * else changed the draft, and the conflict is with oneself.
 */
export function isOwnSave(now: DraftData, known: DraftData, unanswered: readonly DraftData[]): boolean {
  const is = hashKey([now]);
  return unanswered.some((sent) => hashKey([{ ...known, ...sent }]) === is);
}
