"use client";

import { TRPCClientError } from "@trpc/client";
import { useCallback, useEffect, useRef, useState } from "react";
import type { DraftData, DraftStep } from "@/server/drafts/schemas";
import { useTRPCClient } from "../providers/trpc";
import type { RouterOutputs } from "../providers/types";
import { warnBeforeLeaving } from "./leaving";
import { isOwnSave } from "./own-save";
import { useAgain } from "./use-again";

export type DraftView = RouterOutputs["drafts"]["get"];
export type SaveState = "none" | "typing" | "saving" | "saved" | "failed" | "conflict";

const QUIET_MS = 700;

const isAnswered = (error: unknown) => error instanceof TRPCClientError && Boolean(error.data);
const isConflict = (error: unknown) =>
  error instanceof TRPCClientError && error.data?.app?.code === "drafts.changed_elsewhere";

export interface DraftHandle {
  id: string | null;
  data: DraftData;
  /** As the server has it. */
  saved: DraftView | null;
  state: SaveState;
  error: unknown;
  /** Takes parts of the answers; they are saved a moment after the last one. */
  change(parts: DraftData): void;
  /** Saves what is not saved yet. @throws where it could not */
  settle(step?: DraftStep): Promise<DraftView>;
  /** Asks the server again: connections are stored beside the answers. */
  refresh(): Promise<DraftView | null>;
}

/** The draft in the browser: what is typed at once, what is saved a moment later, one save after the other. */
export function useDraft(initial: DraftView | null): DraftHandle {
  const client = useTRPCClient();
  const [data, setData] = useState<DraftData>(initial?.data ?? {});
  const [saved, setSaved] = useState(initial);
  const [state, setState] = useState<SaveState>(initial ? "saved" : "none");
  const [error, setError] = useState<unknown>(null);
  const latest = useRef(initial);
  const waiting = useRef<DraftData>({});
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const queue = useRef<Promise<unknown>>(Promise.resolve());
  const unanswered = useRef<DraftData[]>([]);
  /** Of the one draft this page begins, however often it asks for it. */
  const key = useRef("");
  key.current ||= crypto.getRandomValues(new Uint32Array(4)).join("-");

  const keep = useCallback((next: DraftView) => {
    latest.current = next;
    unanswered.current = [];
    setSaved(next);
  }, []);

  /** After a conflict: knows the draft anew where it was this page's own save that got no answer. */
  const wasOwn = useCallback(
    async (known: DraftView) => {
      if (unanswered.current.length === 0) return false;
      const now = await client.drafts.get.query({ id: known.id });
      if (!isOwnSave(now.data, known.data, unanswered.current)) return false;
      keep(now);
      return true;
    },
    [client, keep],
  );

  const send = useCallback(
    async (step?: DraftStep): Promise<DraftView> => {
      const parts = waiting.current;
      const known = latest.current;
      if (known && Object.keys(parts).length === 0 && (!step || step === known.step)) {
        setState("saved");
        return known;
      }
      waiting.current = {};
      setState("saving");
      try {
        const next = known
          ? await client.drafts.save.mutate({ id: known.id, seen: known.savedAt, step, data: parts })
          : await client.drafts.start.mutate({ data: parts, key: key.current });
        keep(next);
        setError(null);
        setState(Object.keys(waiting.current).length > 0 ? "typing" : "saved");
        // The address of the draft from now on; the page stays.
        if (!known) window.history.replaceState(null, "", `/tenants/new/${next.id}${window.location.search}`);
        return next;
      } catch (failure) {
        waiting.current = { ...parts, ...waiting.current };
        if (!isAnswered(failure)) unanswered.current.push(parts);
        if (known && isConflict(failure) && (await wasOwn(known).catch(() => false))) return send(step);
        setError(failure);
        setState(isConflict(failure) ? "conflict" : "failed");
        throw failure;
      }
    },
    [client, keep, wasOwn],
  );

  const settle = useCallback(
    (step?: DraftStep) => {
      clearTimeout(timer.current);
      const next = queue.current.catch(() => undefined).then(() => send(step));
      queue.current = next;
      return next;
    },
    [send],
  );

  const change = useCallback(
    (parts: DraftData) => {
      setData((before) => ({ ...before, ...parts }));
      waiting.current = { ...waiting.current, ...parts };
      setState("typing");
      clearTimeout(timer.current);
      // The foot shows what went wrong; what is typed stays and is tried again with the next word.
      timer.current = setTimeout(() => void settle().catch(() => undefined), QUIET_MS);
    },
    [settle],
  );

  const refresh = useCallback(async () => {
    await queue.current.catch(() => undefined);
    if (!latest.current) return null;
    const next = await client.drafts.get.query({ id: latest.current.id });
    keep(next);
    return next;
  }, [client, keep]);

  useAgain(state === "failed", !isAnswered(error), settle);
  const dirty = state !== "saved" && state !== "none";
  useEffect(() => (dirty ? warnBeforeLeaving() : undefined), [dirty]);

  return { id: saved?.id ?? null, data, saved, state, error, change, settle, refresh };
}
