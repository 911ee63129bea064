/** Kinds of runs: the workflow that does them and the queue it waits in. */
export const RUN_KINDS = {
  provision: { workflow: "provision@1", queue: "provisioning" },
  "provision-app": { workflow: "provision-app@1", queue: "apps" },
  reload: { workflow: "reload@1", queue: "reloads" },
  delete: { workflow: "delete@1", queue: "provisioning" },
} as const;

export type RunKind = keyof typeof RUN_KINDS;

export function isRunKind(kind: string): kind is RunKind {
  return kind in RUN_KINDS;
}

/** Kind of a run by its workflow's name; null for a workflow that is no run of ours. */
export function kindOfWorkflow(name: string): RunKind | null {
  const found = Object.entries(RUN_KINDS).find(([, k]) => k.workflow === name);
  return found && isRunKind(found[0]) ? found[0] : null;
}
