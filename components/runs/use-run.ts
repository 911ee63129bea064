"use client";

import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect, useRef, useState } from "react";
import { isMoving } from "../patterns/tones";
import { useTRPC } from "../providers/trpc";
import type { LiveStatus } from "./live/ports";
import { useLiveHub } from "./live/provider";
import { applyEvents, type RunView, snapshotOf, viewOf } from "./run-view";

/** Without the live channel the page asks again: often while something moves, seldom afterwards. */
const ASK_AGAIN_MS = { moving: 3_000, calm: 20_000, live: 30_000 };

/** A snapshot that events have made old is fetched after this pause, so that a burst of them asks once. */
const REFRESH_MS = 300;

/** Everything about one run, kept up to date. Safe to close and to come back: it starts from snapshot and event id. */
export function useRun(id: string) {
  const trpc = useTRPC();
  const queries = useQueryClient();
  const hub = useLiveHub();
  const options = trpc.runs.get.queryOptions({ id });
  const [status, setStatus] = useState<LiveStatus>("paused");
  const [lastHeard, setLastHeard] = useState<Date | null>(null);
  const query = useQuery({
    ...options,
    refetchInterval: ({ state }) => {
      if (status === "live") return ASK_AGAIN_MS.live;
      return state.data && isMoving(state.data.run.state) ? ASK_AGAIN_MS.moving : ASK_AGAIN_MS.calm;
    },
  });
  const { data } = query;
  const [view, setView] = useState<RunView | null>(() => (data ? viewOf(snapshotOf(data)) : null));
  useEffect(() => {
    if (data) setView((shown) => viewOf(snapshotOf(data), shown ?? undefined));
  }, [data]);

  const position = useRef(0);
  position.current = view?.lastEventId ?? 0;
  // A child run's page shows the whole run it belongs to.
  const root = view?.root.run.id;
  const moving = view ? isMoving(view.root.run.state) : false;
  useEffect(() => {
    if (!hub || !root || !moving) return;
    return hub.watch({
      run: root,
      after: position.current,
      onStatus: setStatus,
      onEvents: (events) => {
        setLastHeard(new Date());
        setView((shown) => (shown ? applyEvents(shown, events) : shown));
      },
    });
  }, [hub, root, moving]);

  // What counts running runs beside this page (the sidebar, lists) learns of the beginning and the end at once.
  const told = useRef(moving);
  useEffect(() => {
    if (told.current === moving) return;
    told.current = moving;
    void queries.invalidateQueries(trpc.runs.list.pathFilter());
    if (!moving) void queries.invalidateQueries(trpc.notifications.unread.queryFilter());
  }, [moving, queries, trpc]);

  const outdated = view?.outdated ?? false;
  const { queryKey } = options;
  // biome-ignore lint/correctness/useExhaustiveDependencies: the key is made anew at each render
  useEffect(() => {
    if (!outdated) return;
    const timer = setTimeout(() => queries.invalidateQueries({ queryKey }), REFRESH_MS);
    return () => clearTimeout(timer);
  }, [outdated, query.dataUpdatedAt, id]);

  return { view, moving, query, status: moving ? status : ("paused" as LiveStatus), lastHeard };
}
