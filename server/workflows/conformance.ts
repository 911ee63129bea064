import { describe } from "vitest";
import { cancelRules } from "./conformance/cancel";
import { childRules } from "./conformance/children";
import { controlRules } from "./conformance/control";
import { eventRules } from "./conformance/events";
import { familyRetryRules } from "./conformance/family-retry";
import { processRules } from "./conformance/processes";
import { queueRules } from "./conformance/queues";
import { scheduleRules } from "./conformance/schedules";
import type { OpenSite } from "./conformance/site";
import { stepRules } from "./conformance/steps";
import { timeRules } from "./conformance/time";
import { undoRules } from "./conformance/undo";

export type { OpenSite, Site } from "./conformance/site";

/** The rules every driver of `port.ts` keeps. `open` makes an installation of its own for each test. */
export function describeWorkflows(name: string, open: OpenSite): void {
  describe(`workflows on ${name}`, () => {
    stepRules(open);
    undoRules(open);
    cancelRules(open);
    timeRules(open);
    childRules(open);
    familyRetryRules(open);
    controlRules(open);
    queueRules(open);
    scheduleRules(open);
    processRules(open);
    eventRules(open);
  });
}
