"use client";

import { useTranslations } from "next-intl";
import type { RunFacts } from "./run-types";
import type { RunFigures } from "./step-model";

interface RunWords {
  lead(run: RunFacts, figures: RunFigures): string;
  about: string;
  ifFails: string;
}

/** What a run says of itself, by what it is there for. */
export function useRunWords(kind: string): RunWords {
  const page = useTranslations("runs.page");
  const lead = useTranslations("runs.page.lead");
  const plan = useTranslations("runs.page.ofPlan.lead");
  const ofPlan = kind === "change-plan";
  const say = (key: Parameters<typeof lead>[0], values?: { step: number }) => {
    const own = key as Parameters<typeof plan>[0];
    return ofPlan && plan.has(own) ? plan(own, values as never) : lead(key, values as never);
  };
  return {
    lead(run, { current }) {
      if (run.state === "failed")
        return current ? say("failed", { step: current.number }) : say("failedNoStep");
      return say(run.state === "succeeded" && run.result === "unchanged" ? "unchanged" : run.state);
    },
    about: page(ofPlan ? "ofPlan.about" : kind === "onboard" ? "aboutOnboard" : "aboutBody"),
    ifFails: page(ofPlan ? "ofPlan.ifFails" : "ifFailsBody"),
  };
}
