export { cancelRun, retryRun, undoRun } from "./control";
export { type FleetFacts, fleetFacts } from "./facts";
export { getRun, listRuns, openRun, runEvents, runRow } from "./get";
export { insertRun, launchRun, type NewRun } from "./insert";
export { isRunKind, kindOfWorkflow, RUN_KINDS, type RunKind } from "./kinds";
export { openRunsOf, recordRun, sweepRuns } from "./record";
export { possible, type Run, type RunDetail, type RunRow, type RunStep, toRun } from "./run";
export {
  type ListRunsInput,
  listRunsInput,
  type RetryRunInput,
  type RunEventsInput,
  retryRunInput,
  runEventsInput,
  runIdInput,
} from "./schemas";
