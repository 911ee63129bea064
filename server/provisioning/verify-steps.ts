import { planByRef } from "@/server/plans";
import type { VerifyResult } from "@/server/platform/port";
import { AppError } from "@/server/shared/errors";
import type { Manifest } from "@/server/templates";
import type { WorkflowScope } from "@/server/workflows/port";
import { appTemplate } from "./app-template";
import { attempt, RETRY } from "./attempts";
import type { ReloadJob } from "./reload-job";
import { identify } from "./remote";
import type { Room, StepResult } from "./room";
import { type Reloaded, unstage } from "./start-reload";

/** Every check of the new generation; the app that is published stays as it is until all are well. */
export function verify(
  wf: WorkflowScope,
  room: Room,
  job: ReloadJob,
  reloaded: Reloaded,
): Promise<StepResult> {
  const { ctx, platform, tenant } = room;
  const { generation } = reloaded;
  return wf.step(
    "verify",
    (call) =>
      attempt(
        ctx,
        call,
        async () => {
          const found = { remoteId: generation, effect: "found" as const };
          if (!reloaded.reload) return { ...found, message: "Checked before." };
          await identify(room);
          const { manifest } = await appTemplate(ctx, { id: job.template, version: job.version });
          const result = await platform.verify(tenant, {
            app: job.app,
            generation,
            allow: manifest.allow,
            fields: manifest.fields.filter((f) => !f.expression).map((f) => f.name),
            checks: checksOf(manifest),
            maxRows: planByRef(job.plan).entitlements.rows,
          });
          await call.report("verify", { app: job.app, ...result });
          if (!result.ok) await unstage(room, wf.id, job.app);
          refuse("provisioning.verify", "The new data did not pass its checks", result);
          return { ...found, message: `${result.checks.length} checks passed.` };
        },
        async () => undefined,
      ),
    { retry: RETRY },
  );
}

function checksOf(manifest: Manifest) {
  return manifest.verify.map((c) => {
    const named = manifest.measures.find((m) => m.name === c.measure);
    return { ...c, measure: named?.expression ?? c.measure };
  });
}

function refuse(code: string, what: string, result: VerifyResult): void {
  if (result.ok) return;
  const failed = result.checks.filter((c) => !c.ok);
  const reasons = failed.map((c) => `${c.name}: ${c.message ?? "not as expected"}`);
  throw new AppError("failed", code, `${what}. ${reasons.join(" ")}`, {
    advice:
      "Correct the data, the where conditions or the template, then retry. What was published before still serves.",
    params: { checks: failed.map((c) => c.name) },
    retryable: false,
  });
}

/** "Active" is never shown before the published app answered. */
export function verifyPublished(
  wf: WorkflowScope,
  room: Room,
  app: string,
  generation: string,
): Promise<StepResult> {
  return wf.step(
    "verifyPublished",
    async (call) => {
      await identify(room);
      const result = await room.platform.verifyPublished(room.tenant, { app, generation });
      if (!result.ok) await call.report("verify", { app, ...result });
      refuse("provisioning.verify_published", "The published app did not answer as it should", result);
      return { remoteId: app, effect: "found" as const, message: "The published app answers." };
    },
    { retry: { attempts: 6 } },
  );
}
