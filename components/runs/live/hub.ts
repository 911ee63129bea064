import type { RunEvent } from "../run-types";
import { Leader } from "./leader";
import type { LivePorts, LiveStatus, Message, Wants } from "./ports";

export interface Watcher {
  run: string;
  /** Newest event the watcher has; the hub moves it on. */
  after: number;
  /** True for the run's own events and its children's. */
  onEvents: (events: RunEvent[]) => void;
  onStatus: (status: LiveStatus) => void;
}

/**
 * Live events for one tab. All visible tabs of a browser share one stream, which the leading tab holds: browsers
 * allow six connections to a host, and six open run pages must leave some for the rest. A hidden tab takes part in
 * nothing; when it is seen again it asks for what came after its last event.
 */
export class LiveHub {
  #ports: LivePorts;
  #watchers = new Set<Watcher>();
  #visible = true;
  #leader: Leader | null = null;
  #leave: (() => void) | null = null;
  #status: LiveStatus = "paused";

  constructor(ports: LivePorts) {
    this.#ports = ports;
  }

  /** Watches until the returned function is called. */
  watch(watcher: Watcher): () => void {
    this.#watchers.add(watcher);
    watcher.onStatus(this.#status);
    this.#update();
    return () => {
      this.#watchers.delete(watcher);
      this.#update();
    };
  }

  setVisible(visible: boolean): void {
    this.#visible = visible;
    this.#update();
  }

  #wants(): Wants {
    const wants: Wants = {};
    for (const { run, after } of this.#watchers) wants[run] = Math.min(wants[run] ?? after, after);
    return wants;
  }

  #update(): void {
    const active = this.#visible && this.#watchers.size > 0;
    if (active && !this.#leave) this.#join();
    if (active) this.#sayWants(this.#wants());
    else if (this.#leave) this.#quit();
  }

  #join(): void {
    this.#tell("connecting");
    const stops = [
      this.#ports.listen((message) => this.#hear(message)),
      this.#ports.every(() => this.#sayWants(this.#wants())),
      this.#ports.lead(() => this.#becomeLeader()),
    ];
    this.#leave = () => {
      for (const stop of stops) stop();
    };
  }

  #quit(): void {
    this.#sayWants({});
    this.#leave?.();
    this.#leave = null;
    this.#tell("paused");
  }

  #becomeLeader(): () => void {
    const leader = new Leader(
      this.#ports,
      (events) => this.#deliver(events),
      (status) => this.#tell(status),
    );
    this.#leader = leader;
    leader.hear(this.#ports.tab, this.#wants());
    this.#ports.post({ type: "leader", tab: this.#ports.tab });
    return () => {
      leader.stop();
      this.#leader = null;
    };
  }

  #sayWants(wants: Wants): void {
    if (this.#leader) this.#leader.hear(this.#ports.tab, wants);
    else this.#ports.post({ type: "wants", tab: this.#ports.tab, wants });
  }

  #hear(message: Message): void {
    if (message.type === "wants") this.#leader?.hear(message.tab, message.wants);
    else if (message.type === "leader") this.#sayWants(this.#wants());
    else if (message.type === "events") this.#deliver(message.events);
    else this.#tell(message.status);
  }

  #deliver(events: RunEvent[]): void {
    const newest = Math.max(0, ...events.map((event) => event.id));
    for (const watcher of this.#watchers) {
      const fresh = events.filter((event) => event.id > watcher.after && event.rootId === watcher.run);
      watcher.after = Math.max(watcher.after, ...fresh.map((event) => event.id));
      if (fresh.length > 0) watcher.onEvents(fresh);
    }
    if (newest > 0) this.#tell("live");
  }

  #tell(status: LiveStatus): void {
    this.#status = status;
    for (const watcher of this.#watchers) watcher.onStatus(status);
  }
}
