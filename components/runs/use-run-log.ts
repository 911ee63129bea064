"use client";

import { useEffect, useRef, useState } from "react";
import { useTRPCClient } from "../providers/trpc";
import { appendLines, EMPTY_LOG, type LogBuffer } from "./log-buffer";

const POLL_MS = 1_000;
const PAGE = 1_000;

export interface LoggedReload {
  id: string;
  /** It may still write lines. */
  open: boolean;
}

/**
 * Lines of these reloads, in order of time, fetched after the last one seen. Once a reload has ended its rest is
 * read and it is not asked for any more.
 */
export function useRunLog(reloads: readonly LoggedReload[]): LogBuffer {
  const client = useTRPCClient();
  const [buffer, setBuffer] = useState(EMPTY_LOG);
  const positions = useRef(new Map<string, number>());
  const finished = useRef(new Set<string>());
  const key = reloads.map((reload) => `${reload.id}:${reload.open}`).join(" ");

  useEffect(() => {
    const wanted = key
      .split(" ")
      .filter(Boolean)
      .map((part) => part.split(":") as [string, string]);
    let stopped = false;
    let timer: ReturnType<typeof setTimeout> | undefined;

    /** @returns true when the page was full: there is more at once */
    async function read(id: string): Promise<boolean> {
      const after = positions.current.get(id) ?? 0;
      const lines = await client.reloads.log.query({ id, after, limit: PAGE });
      if (stopped) return false;
      const last = lines.at(-1);
      if (!last) return false;
      positions.current.set(id, last.id);
      setBuffer((shown) =>
        appendLines(
          shown,
          lines.map((line) => ({ ...line, key: `${id}:${line.id}` })),
        ),
      );
      return lines.length === PAGE;
    }

    async function readAll(id: string, open: boolean): Promise<void> {
      while (!stopped && (await read(id)));
      if (!open && !stopped) finished.current.add(id);
    }

    async function round(): Promise<void> {
      const due = wanted.filter(([id]) => !finished.current.has(id));
      if (document.visibilityState === "visible")
        // An error here is shown by the page's own query; the next round tries again.
        await Promise.allSettled(due.map(([id, open]) => readAll(id, open === "true")));
      if (!stopped && wanted.some(([id]) => !finished.current.has(id))) timer = setTimeout(round, POLL_MS);
    }

    void round();
    return () => {
      stopped = true;
      clearTimeout(timer);
    };
  }, [key, client]);

  return buffer;
}
