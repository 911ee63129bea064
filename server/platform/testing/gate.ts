import type { Clock } from "@/server/shared/clock";
import { type AppError, isAppError } from "@/server/shared/errors";
import { missing, platformError } from "../errors";
import type { Call, TenantRef } from "../port";
import { canJump } from "./clock";
import type { Fault, FaultPlan } from "./faults";
import type { Ledger, LedgerEntry } from "./ledger";
import type { FakeObjects } from "./objects";

/** Where every call passes: writes the ledger, plays the faults, knows the tenant. */
export class Gate {
  constructor(
    private readonly ledger: Ledger,
    private readonly faults: FaultPlan,
    private readonly clock: Clock,
    private readonly objects: FakeObjects,
  ) {}

  apply<T>(
    verb: string,
    call: Call,
    size: number,
    work: (entry: LedgerEntry, allowed: number) => T,
  ): Promise<T> {
    const { tenant, key, attempt } = call;
    const site = { verb, tenant: tenant.id, key, direction: "apply" as const };
    return this.pass({ ...site, attempt }, tenant, call.signal, verb !== "createTenant", (entry, fault) =>
      work(entry, fault.kind === "partial" ? Math.floor(fault.share * size) : size),
    );
  }

  undo(verb: string, call: Call, work: (entry: LedgerEntry) => void): Promise<void> {
    const site = { verb, tenant: call.tenant.id, key: call.key, direction: "undo" as const };
    return this.pass({ ...site, attempt: call.attempt }, call.tenant, call.signal, false, (entry) =>
      work(entry),
    );
  }

  read<T>(
    verb: string,
    tenant: TenantRef,
    key: string,
    work: (entry: LedgerEntry) => T | Promise<T>,
    known = true,
  ): Promise<T> {
    const site = { verb, tenant: tenant.id, key, direction: "read" as const };
    return this.pass({ ...site, attempt: 1 }, tenant, undefined, known, (entry) => work(entry));
  }

  private async pass<T>(
    site: Pick<LedgerEntry, "verb" | "tenant" | "key" | "direction" | "attempt">,
    tenant: TenantRef,
    signal: AbortSignal | undefined,
    known: boolean,
    work: (entry: LedgerEntry, fault: Fault) => T | Promise<T>,
  ): Promise<T> {
    const fault = this.faults.next(site);
    const entry = this.ledger.open({ ...site, fault: fault.kind });
    await this.disturb(fault, site.verb, signal);
    signal?.throwIfAborted();
    this.recognize(tenant, known);
    const result = await guarded(() => work(entry, fault));
    if (fault.kind === "timeout-after") throw timeout(site.verb);
    entry.answered = true;
    return result;
  }

  private async disturb(fault: Fault, verb: string, signal?: AbortSignal): Promise<void> {
    if (fault.kind === "timeout-before") throw timeout(verb);
    if (fault.kind === "unavailable")
      throw platformError("platform.unavailable", `${verb}: the platform answered 503.`);
    if (fault.kind === "refused") throw platformError("platform.forbidden", `${verb}: the platform refused.`);
    if (fault.kind === "throttled")
      throw platformError("platform.throttled", `${verb}: too many calls.`, {
        retryAfterSeconds: fault.retryAfterSeconds,
      });
    if (fault.kind === "slow") await this.clock.sleep(fault.ms, signal);
    if (fault.kind === "clock-jump" && canJump(this.clock)) this.clock.jump(fault.ms);
  }

  private recognize(tenant: TenantRef, required: boolean): void {
    const held = this.objects.get(tenant.id, "tenant", tenant.id);
    if (!held && required) throw missing("tenant", tenant.id, "createTenant");
    if (held && tenant.remoteId !== undefined && tenant.remoteId !== held.id)
      throw platformError(
        "platform.forbidden",
        `Tenant ${tenant.id} is ${held.id} on this platform, not ${tenant.remoteId}.`,
      );
  }
}

function timeout(verb: string): AppError {
  return platformError("platform.timeout", `${verb}: no answer in time.`);
}

async function guarded<T>(work: () => T | Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (isAppError(error)) throw error;
    throw platformError("platform.invalid", "The fake platform could not do this.", { cause: error });
  }
}
