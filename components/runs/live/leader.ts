import type { RunEvent } from "../run-types";
import { type LivePorts, type LiveStatus, TAB_EXPIRES_MS, type Wants } from "./ports";

interface Tab {
  wants: Wants;
  heard: number;
}

interface Stream {
  runs: Set<string>;
  close: () => void;
}

/**
 * The leading tab: knows what every tab watches and keeps one stream for all of it. A tab that comes with an older
 * position than the stream's makes it start again from there; the others ignore what they have seen.
 */
export class Leader {
  #tabs = new Map<string, Tab>();
  #stream: Stream | null = null;
  /** Newest event handed out. */
  #reached = 0;
  /** Pairs of tab and run that have had everything up to `#reached`. */
  #served = new Set<string>();
  #status: LiveStatus = "connecting";
  #forget: () => void;
  #pending: (() => void) | null = null;
  #ports: LivePorts;
  #deliver: (events: RunEvent[]) => void;
  #tell: (status: LiveStatus) => void;

  constructor(ports: LivePorts, deliver: (events: RunEvent[]) => void, tell: (status: LiveStatus) => void) {
    this.#ports = ports;
    this.#deliver = deliver;
    this.#tell = tell;
    this.#forget = ports.every(() => this.#dropSilentTabs());
  }

  hear(tab: string, wants: Wants): void {
    if (Object.keys(wants).length === 0) this.#tabs.delete(tab);
    else this.#tabs.set(tab, { wants, heard: this.#ports.now() });
    for (const pair of this.#served) {
      const [owner, run] = pair.split(" ");
      if (owner === tab && run && !(run in wants)) this.#served.delete(pair);
    }
    this.#setStatus(this.#status);
    this.#pending?.();
    this.#pending = this.#ports.soon(() => this.#arrange());
  }

  stop(): void {
    this.#pending?.();
    this.#forget();
    this.#stream?.close();
    this.#stream = null;
  }

  #dropSilentTabs(): void {
    const limit = this.#ports.now() - TAB_EXPIRES_MS;
    for (const [name, tab] of this.#tabs) if (tab.heard < limit) this.#tabs.delete(name);
    this.#arrange();
  }

  /** Opens, keeps or closes the stream so that it fits what is wanted. */
  #arrange(): void {
    const runs = new Set<string>();
    let [after, behind] = [Number.POSITIVE_INFINITY, false];
    for (const [name, tab] of this.#tabs)
      for (const [run, position] of Object.entries(tab.wants)) {
        const served = this.#served.has(`${name} ${run}`);
        runs.add(run);
        after = Math.min(after, served ? Math.max(position, this.#reached) : position);
        behind ||= !served && position < this.#reached;
      }
    if (runs.size === 0) {
      this.#stream?.close();
      this.#stream = null;
      return;
    }
    const stream = this.#stream;
    // A run nobody watched for a moment may have ended there and begun again: it is not covered any more.
    for (const run of stream?.runs ?? []) if (!runs.has(run)) stream?.runs.delete(run);
    const covered = stream && [...runs].every((run) => stream.runs.has(run));
    if (!covered || behind) this.#open(runs, after);
    for (const [name, tab] of this.#tabs)
      for (const run of Object.keys(tab.wants)) this.#served.add(`${name} ${run}`);
  }

  #open(runs: Set<string>, after: number): void {
    this.#stream?.close();
    const mine: Stream = { runs, close: () => undefined };
    this.#stream = mine;
    const current = () => this.#stream === mine;
    mine.close = this.#ports.open([...runs], after, {
      events: (events) => current() && this.#handOut(events),
      status: (status) => current() && this.#setStatus(status),
    });
  }

  #handOut(events: RunEvent[]): void {
    for (const event of events) this.#reached = Math.max(this.#reached, event.id);
    this.#ports.post({ type: "events", events });
    this.#deliver(events);
  }

  #setStatus(status: LiveStatus): void {
    this.#status = status;
    this.#ports.post({ type: "status", status });
    this.#tell(status);
  }
}
