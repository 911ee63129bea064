import { makeExport } from "@/server/exports";
import type { Services } from "@/server/shared/context";
import { DELIVER, type DeliverInput } from "./clock";
import { deliver, type MakeFile, type Outcome } from "./deliver";

const TRIES = 3;
const FIRST_PAUSE_MS = 30_000;

/** Tells the workflow engine how sheets are sent. The run of a due time has its id, so each is sent once. */
export function registerDeliveries(services: Services, make: MakeFile = makeExport): void {
  const { workflows } = services;
  workflows.queue(DELIVER.queue, { concurrency: 2, perTenant: 1 });
  workflows.define<DeliverInput, { outcome: Outcome }>(
    DELIVER.workflow,
    async (wf, { delivery }) => {
      const outcome = await wf.step(
        "send",
        ({ attempt, signal }) =>
          deliver(services, { delivery, once: wf.id, last: attempt >= TRIES, signal }, make),
        { retry: { attempts: TRIES, backoffMs: FIRST_PAUSE_MS, retryable: () => true } },
      );
      return { outcome };
    },
    { onFailure: "keep" },
  );
}
