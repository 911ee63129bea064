import type { Clock } from "@/server/shared/clock";
import type { SourceTarget } from "../port";
import { type Attempt, reach } from "../reach";
import type { ServerSettings } from "./settings";

/** Longest time up to the sign-in. */
export const CONNECT_MS = 5000;

export interface ConnectOptions {
  timeoutMs?: number;
  signal?: AbortSignal;
  clock?: Clock;
}

export interface SignIn<C> {
  signIn(settings: ServerSettings, attempt: Attempt): Promise<C>;
  /** What a driver or server reported, in the words of all sources. */
  failure(error: unknown, settings: ServerSettings): unknown;
}

/** Connects and signs in. Throws errors of sources; see `reach` for what they may say. */
export function connectServer<C>(
  { signIn, failure }: SignIn<C>,
  target: SourceTarget,
  settings: ServerSettings,
  { timeoutMs = CONNECT_MS, signal, clock }: ConnectOptions = {},
): Promise<C> {
  const { host, port } = settings;
  return reach(
    target,
    { host, port, timeoutMs: Math.min(timeoutMs, CONNECT_MS), signal, clock },
    async (attempt) => {
      try {
        return await signIn(settings, attempt);
      } catch (error) {
        throw failure(error, settings);
      }
    },
  );
}
