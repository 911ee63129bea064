import type { StepError } from "@/db/schema";
import { AppError, isAppError } from "@/server/shared/errors";

/** A stored error, thrown again: the same on the first run and on every replay. */
export function stepFailed(error: StepError, cause?: unknown): AppError {
  const { code, message, advice, retryable, params } = error;
  return new AppError("failed", code, message, { advice, retryable, params, cause });
}

/** Code of the error a parent sees when its child did not succeed; `params` are `{run, state, cause?}`. */
export const CHILD_FAILED = "workflows.child_failed";

/** True for what `child` and `children` throw. `error.options.params` names the child run, its state and its cause. */
export function isChildFailed(error: unknown): error is AppError {
  return isAppError(error) && error.code === CHILD_FAILED;
}

export function childFailed(child: {
  id: string;
  name: string;
  state: string;
  error: StepError | null;
}): StepError {
  const reason = child.error ? `: ${child.error.message}` : ".";
  return {
    code: CHILD_FAILED,
    message: `The run "${child.id}" (${child.name}) ended as ${child.state}${reason}`,
    advice:
      child.error?.advice ?? "Look at the child run; retrying this step retries it from its failed step.",
    retryable: false,
    params: { run: child.id, state: child.state, ...(child.error ? { cause: child.error.code } : {}) },
  };
}

export function nondeterminism(seq: number, was: string, now: string): AppError {
  return new AppError(
    "failed",
    "workflows.nondeterminism",
    `Step ${seq} of this run was "${was}" and is now "${now}": the workflow's code has changed under a run.`,
    { advice: "Register the changed workflow under a new version and keep the old one until it is drained." },
  );
}

/** What the row of a try says whose process died. */
export const INTERRUPTED: StepError = {
  code: "workflows.interrupted",
  message: "The process ended while this step was running.",
  advice: "Nothing to do: the step was run again.",
  retryable: true,
};
