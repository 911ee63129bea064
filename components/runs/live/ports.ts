import type { RunEvent } from "../run-types";

/** How the shared stream is doing. `paused`: nobody watches, or the tab is hidden. */
export type LiveStatus = "paused" | "connecting" | "live" | "reconnecting";

/** Run id → the newest event of it that the tab has. */
export type Wants = Record<string, number>;

export type Message =
  | { type: "wants"; tab: string; wants: Wants }
  | { type: "leader"; tab: string }
  | { type: "events"; events: RunEvent[] }
  | { type: "status"; status: LiveStatus };

/** What the hub needs of the browser, so that it can be tested without one. */
export interface LivePorts {
  /** Names this tab among the others. */
  tab: string;
  /** To the other tabs and from them; a tab does not hear itself. */
  post(message: Message): void;
  listen(listener: (message: Message) => void): () => void;
  /** Calls `start` once this tab is the only leader; the returned function gives leadership up. */
  lead(start: () => () => void): () => void;
  /** Opens the one stream: events of these runs after that id. */
  open(
    runs: string[],
    after: number,
    on: { events: (events: RunEvent[]) => void; status: (status: LiveStatus) => void },
  ): () => void;
  /** Runs `task` soon; several calls before it ran count once. Returns how to take it back. */
  soon(task: () => void): () => void;
  /** Runs `task` every few seconds. */
  every(task: () => void): () => void;
  now(): number;
}

/** A tab that was not heard of for so long is gone. */
export const TAB_EXPIRES_MS = 35_000;
export const HEARTBEAT_MS = 10_000;
