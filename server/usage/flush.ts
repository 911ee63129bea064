import { randomUUID } from "node:crypto";
import type { Services } from "@/server/shared/context";
import { noteChanged, takeUsage } from "@/server/shared/metering";
import { gaugesOf, snapshot } from "./gauges";
import { METER_IDS, type MeterId } from "./model";
import { sweepLimits } from "./notices";
import { type OwnEvent, record } from "./record";

const FLUSH_MS = 10_000;
const SWEEP_MS = 60_000;
/** Events of one transaction. */
const CHUNK = 500;

type Needs = Pick<Services, "store" | "clock" | "log" | "platform">;
type Everything = Needs & Pick<Services, "keyring">;

const isMeter = (id: string): id is MeterId => (METER_IDS as readonly string[]).includes(id);

/** One wrong number must not keep all others from being kept. */
const isQuantity = (quantity: number) => quantity >= 0 && quantity < 1e15;

/** Turns what was counted in memory into events, and keeps them. */
export class Meters {
  private readonly process = randomUUID();
  private made = 0;
  /** Events that are not kept yet: with their ids already, so that trying again counts nothing twice. */
  private waiting: OwnEvent[] = [];
  private day = "";

  constructor(private readonly services: Needs) {}

  /** What is in memory becomes events; what cannot be kept now is kept next time. */
  async flush(): Promise<void> {
    await this.gather();
    await this.keep();
    await this.daily();
    await this.keep();
  }

  private async keep(): Promise<void> {
    while (this.waiting.length > 0) {
      const some = this.waiting.slice(0, CHUNK);
      await record(this.services, some);
      this.waiting = this.waiting.slice(some.length);
    }
  }

  private async gather(): Promise<void> {
    const { counts, notes, changed } = takeUsage();
    const now = this.services.clock.now();
    const known = notes.flatMap(({ meter, ...event }) =>
      isMeter(meter) && isQuantity(event.quantity) ? [{ ...event, meter }] : [],
    );
    const sums = counts.flatMap(({ tenantId, meter, quantity, since }) =>
      isMeter(meter) && isQuantity(quantity)
        ? [{ tenantId, meter, quantity, time: since, id: this.nextId() }]
        : [],
    );
    this.waiting.push(...known, ...sums);
    for (const tenantId of changed) {
      try {
        this.waiting.push(...(await gaugesOf(this.services, tenantId, this.nextId(), now)));
      } catch (error) {
        this.services.log.warn({ err: error, tenantId }, "what a tenant stores could not be measured");
        noteChanged(tenantId);
      }
    }
  }

  /** Once a day, and at start, every tenant's gauges: a period in which nothing changes has its event too. */
  private async daily(): Promise<void> {
    const now = this.services.clock.now();
    const day = now.toISOString().slice(0, 10);
    if (day === this.day) return;
    this.waiting.push(...(await snapshot(this.services, day, now)));
    this.day = day;
  }

  private nextId(): string {
    this.made += 1;
    return `${this.process}:${this.made}`;
  }
}

/** Begins to meter, and to tell of limits. `stop` keeps what is in memory: only a process that is killed loses its last ten seconds. */
export function startMetering(services: Everything): { stop(): Promise<void> } {
  const meters = new Meters(services);
  let running: Promise<void> = Promise.resolve();
  const turn = () => {
    running = running
      .then(() => meters.flush())
      .catch((error: unknown) => services.log.error({ err: error }, "usage could not be kept"));
    return running;
  };
  let which: "all" | "changed" = "all";
  const sweep = () => {
    running = running
      .then(() => sweepLimits(services, which))
      .then(() => {
        which = "changed";
      })
      .catch((error: unknown) => services.log.error({ err: error }, "limits could not be looked at"));
  };
  const timers = [setInterval(() => void turn(), FLUSH_MS), setInterval(sweep, SWEEP_MS)];
  return {
    async stop() {
      for (const timer of timers) clearInterval(timer);
      await turn();
    },
  };
}
