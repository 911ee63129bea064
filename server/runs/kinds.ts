interface KindOfRun {
  workflow: string;
  queue: string;
  retryAt?: Record<string, string>;
}

/**
 * Kinds of runs: the workflow that does them, the queue it waits in, and where to go on when a step has failed, if
 * not at that step: data that failed its checks is loaded again before it is checked again.
 */
export const RUN_KINDS = {
  provision: { workflow: "provision@1", queue: "provisioning" },
  "provision-app": { workflow: "provision-app@1", queue: "apps", retryAt: { verify: "startReload" } },
  "add-app": { workflow: "add-app@1", queue: "apps", retryAt: { verify: "startReload" } },
  "repair-app": { workflow: "repair-app@1", queue: "apps", retryAt: { verify: "startReload" } },
  reload: { workflow: "reload@1", queue: "reloads", retryAt: { verify: "startReload" } },
  delete: { workflow: "delete@1", queue: "provisioning" },
  suspend: { workflow: "suspend@1", queue: "provisioning" },
  resume: { workflow: "resume@1", queue: "provisioning" },
  fleet: { workflow: "fleet@1", queue: "fleet" },
  "change-plan": { workflow: "change-plan@1", queue: "provisioning" },
  billing: { workflow: "billing@1", queue: "billing" },
  onboard: { workflow: "onboard@1", queue: "onboarding", retryAt: { onboard: "start" } },
} as const satisfies Record<string, KindOfRun>;

export type RunKind = keyof typeof RUN_KINDS;

export function isRunKind(kind: string): kind is RunKind {
  return kind in RUN_KINDS;
}

/** The step to retry at after `failed` failed; undefined for that step itself. */
export function retryAt(kind: string, failed: string): string | undefined {
  const known: Record<string, KindOfRun> = RUN_KINDS;
  return known[kind]?.retryAt?.[failed];
}

/** Kind of a run by its workflow's name; null for a workflow that is no run of ours. */
export function kindOfWorkflow(name: string): RunKind | null {
  const found = Object.entries(RUN_KINDS).find(([, k]) => k.workflow === name);
  return found && isRunKind(found[0]) ? found[0] : null;
}
