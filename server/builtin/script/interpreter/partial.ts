import type { TableStatement } from "../statements";
import type { Run } from "./run";

/** Whether this run is a partial reload: it starts from tables that are there, and runs only what says so. */
export function isPartial(run: Run): boolean {
  return run.host.previous !== undefined;
}

/** In a partial reload only ADD, REPLACE and MERGE make rows; in a full one all but those with ONLY. */
export function runsNow(run: Run, { reload }: TableStatement): boolean {
  return isPartial(run) ? reload !== undefined : !reload?.only;
}
