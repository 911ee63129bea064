import type { WorkflowScope } from "@/server/workflows/port";
import { publish } from "./publish-step";
import type { ReloadJob } from "./reload-job";
import type { Room, StepResult } from "./room";
import { startReload } from "./start-reload";
import { verify, verifyPublished } from "./verify-steps";

/**
 * Reload, verify what came of it, publish it, ask what is published: each a step. Where nothing changed the reload
 * is left out and the others only look.
 */
export async function reloadSteps(wf: WorkflowScope, room: Room, job: ReloadJob): Promise<StepResult[]> {
  const reloaded = await startReload(wf, room, job);
  const verified = await verify(wf, room, job, reloaded);
  if (job.publishIn === null) return [reloaded, verified];
  return [
    reloaded,
    verified,
    await publish(wf, room, job, reloaded.generation, job.publishIn),
    await verifyPublished(wf, room, job.app, reloaded.generation),
  ];
}
