import { RUN_KINDS } from "@/server/runs";
import type { Services } from "@/server/shared/context";
import { type AddAppInput, addApp, addAppChanged } from "./add-app";
import { type ChangePlanRun, planChange, planChanged } from "./change-plan";
import { type DeleteInput, deletion, deletionChanged } from "./delete";
import { type FleetRunInput, fleet, fleetChanged } from "./fleet";
import { type OnboardInput, onboard, onboardChanged } from "./onboard-run";
import { type ProvisionAppInput, type ProvisionInput, provision, provisionApp } from "./provision";
import { type ReloadInput, reload } from "./reload";
import { repairAppChanged } from "./repair-app";
import { appChanged, provisionChanged, reloadChanged } from "./states";
import { type SuspendInput, suspension, suspensionChanged } from "./suspend";

/**
 * Tells the workflow engine how tenants are provisioned, reloaded and deleted. A tenant has one provisioning run at a
 * time; how many reloads really run at once is the platform's to say.
 */
export function registerProvisioning(services: Services): void {
  const { workflows } = services;
  workflows.queue(RUN_KINDS.provision.queue, { concurrency: 16, perTenant: 1 });
  workflows.queue(RUN_KINDS["provision-app"].queue, { concurrency: 16, perTenant: 4 });
  workflows.queue(RUN_KINDS.reload.queue, { concurrency: 8, perTenant: 2 });
  workflows.define<ProvisionInput, unknown>(
    RUN_KINDS.provision.workflow,
    (wf, input) => provision(services, wf, input),
    { onFailure: "keep", onState: (run) => provisionChanged(services, run) },
  );
  workflows.define<ProvisionAppInput, unknown>(
    RUN_KINDS["provision-app"].workflow,
    (wf, input) => provisionApp(services, wf, input),
    { onFailure: "keep", onState: (run) => appChanged(services, run) },
  );
  workflows.define<AddAppInput, unknown>(
    RUN_KINDS["add-app"].workflow,
    (wf, input) => addApp(services, wf, input),
    { onFailure: "keep", onState: (run) => addAppChanged(services, run) },
  );
  workflows.define<ProvisionAppInput, unknown>(
    RUN_KINDS["repair-app"].workflow,
    (wf, input) => provisionApp(services, wf, input),
    { onFailure: "keep", onState: (run) => repairAppChanged(services, run) },
  );
  workflows.define<ReloadInput, unknown>(
    RUN_KINDS.reload.workflow,
    (wf, input) => reload(services, wf, input),
    {
      onFailure: "keep",
      onState: (run) => reloadChanged(services, run),
    },
  );
  workflows.define<DeleteInput, unknown>(
    RUN_KINDS.delete.workflow,
    (wf, input) => deletion(services, wf, input),
    {
      onFailure: "keep",
      onState: (run) => deletionChanged(services, run),
    },
  );
  for (const kind of ["suspend", "resume"] as const) {
    workflows.define<SuspendInput, unknown>(
      RUN_KINDS[kind].workflow,
      (wf, input) => suspension(services, wf, kind, input),
      { onFailure: "keep", onState: (run) => suspensionChanged(services, kind, run) },
    );
  }
  workflows.define<ChangePlanRun, unknown>(
    RUN_KINDS["change-plan"].workflow,
    (wf, input) => planChange(services, wf, input),
    { onFailure: "keep", onState: (run) => planChanged(services, run) },
  );
  workflows.queue(RUN_KINDS.fleet.queue, { concurrency: 4 });
  workflows.queue(RUN_KINDS.onboard.queue, { concurrency: 8 });
  workflows.define<OnboardInput, unknown>(
    RUN_KINDS.onboard.workflow,
    (wf, input) => onboard(services, wf, input),
    { onFailure: "keep", onState: (run) => onboardChanged(services, run) },
  );
  workflows.define<FleetRunInput, unknown>(
    RUN_KINDS.fleet.workflow,
    (wf, input) => fleet(services, wf, input),
    {
      onFailure: "keep",
      onState: (run) => fleetChanged(services, run),
    },
  );
}
