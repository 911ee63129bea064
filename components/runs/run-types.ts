import type { ReloadProgress, StepError } from "@/db/schema";
import type { ReloadState, RunState, StepState } from "@/db/schema/states";

/** What the run page needs of the API's answers; the API gives more. */
export interface RunFacts {
  id: string;
  kind: string;
  tenantId: string | null;
  title: string;
  state: RunState;
  result: string | null;
  startedBy: string;
  /** Name of the person who started it, where the reader may know it. */
  starterName?: string | null;
  error: StepError | null;
  createdAt: Date;
  startedAt: Date | null;
  endedAt: Date | null;
}

export interface StepFacts {
  seq: number;
  name: string;
  kind: "step" | "sleep" | "emit" | "child";
  state: StepState;
  attempt: number;
  /** `created`, `changed` or `found`: what the step did to the platform. */
  effect: string | null;
  /** One short remark on what it did. */
  message: string | null;
  error: StepError | null;
  startedAt: Date;
  endedAt: Date | null;
}

export interface ReloadFacts {
  id: string;
  appId: string;
  runId: string | null;
  state: ReloadState;
  attempt: number;
  progress: ReloadProgress | null;
  error: StepError | null;
  createdAt: Date;
  startedAt: Date | null;
  endedAt: Date | null;
}

export interface RunPart {
  run: RunFacts;
  steps: StepFacts[];
}

/** The API's answer about a run: its steps and its child runs inside it. */
export interface RunAnswer {
  run: RunFacts & { steps: StepFacts[]; children: (RunFacts & { steps: StepFacts[] })[] };
  reloads: ReloadFacts[];
  lastEventId: number;
}

export interface RunSnapshot extends RunPart {
  children: RunPart[];
  reloads: ReloadFacts[];
  /** Id of the newest event this snapshot contains. */
  lastEventId: number;
}

export interface RunEvent {
  /** The run at the top: events of child runs come with the id of the one they belong to. */
  rootId: string;
  id: number;
  runId: string;
  type: string;
  data: Record<string, unknown>;
  at: Date;
}
