"use client";

import type { ReloadState } from "@/db/schema/states";
import { useFormat } from "../format/use-format";
import { useNow } from "../format/use-now";
import { RELOAD_TONES } from "../patterns/tones";

/** How long a reload has taken; ticks by itself while it runs. */
export function Took({
  reload,
}: {
  reload: { state: ReloadState; startedAt: Date | null; endedAt: Date | null };
}) {
  const format = useFormat();
  const now = useNow(RELOAD_TONES[reload.state] === "running" ? 500 : 0);
  if (!reload.startedAt) return "–";
  const end = reload.endedAt ?? now;
  return <span suppressHydrationWarning>{format.duration(end.getTime() - reload.startedAt.getTime())}</span>;
}
