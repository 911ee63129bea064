import type { WorkflowScope } from "../port";
import { runChildren } from "./children";
import type { Execution } from "./execution";
import { runEmit, runSleep } from "./sleep-emit";
import { runStep } from "./step";

/** What a workflow's body sees of its run. */
export function createScope(exec: Execution): WorkflowScope {
  return {
    id: exec.row.id,
    rootId: exec.row.rootId,
    signal: exec.signal,
    step: (name, body, options) => runStep(exec, name, body, options),
    sleep: (name, ms) => runSleep(exec, name, ms),
    emit: (type, data) => runEmit(exec, type, data),
    async child<T>(name: string, input: unknown, options: { id: string; queue?: string; tenant?: string }) {
      const [output] = await runChildren<T>(exec, [{ name, input, ...options }]);
      return output as T;
    },
    children: (specs) => runChildren(exec, specs),
  };
}
