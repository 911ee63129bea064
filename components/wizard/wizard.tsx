"use client";

import { parseAsStringLiteral, useQueryState } from "nuqs";
import { useCallback, useMemo, useRef, useState } from "react";
import { DRAFT_STEPS, type DraftStep } from "@/server/drafts/schemas";
import { ConflictNotice } from "./conflict-notice";
import { StepDetails } from "./details/step-details";
import { StepPeople } from "./people/step-people";
import { StepReview } from "./review/step-review";
import { SaveMark } from "./save-mark";
import { StepConnections } from "./sources/step-connections";
import { StepsRail } from "./steps-rail";
import { StepTemplates } from "./templates/step-templates";
import { type DraftView, useDraft } from "./use-draft";
import { WizardProvider } from "./wizard-context";
import { WizardExit } from "./wizard-exit";
import { WizardHeader } from "./wizard-header";

const STEPS = {
  details: StepDetails,
  templates: StepTemplates,
  connections: StepConnections,
  people: StepPeople,
  review: StepReview,
};

/** Describes a new tenant in five steps. The step is in the address, the answers are on the server. */
export function Wizard({ draft: initial }: { draft: DraftView | null }) {
  const draft = useDraft(initial);
  const parser = useMemo(
    () => parseAsStringLiteral(DRAFT_STEPS).withDefault(initial?.step ?? "details"),
    [initial],
  );
  const [asked, setStep] = useQueryState(
    "step",
    parser.withOptions({ history: "push", clearOnDefault: false }),
  );
  const step: DraftStep = draft.id === null ? "details" : asked;
  const held = useRef(new Set<string>());
  const [holding, setHolding] = useState(false);

  const { settle } = draft;
  const go = useCallback(
    async (target: DraftStep) => {
      try {
        await settle(target);
      } catch {
        return false;
      }
      await setStep(target);
      return true;
    },
    [settle, setStep],
  );
  const hold = useCallback((what: string, is: boolean) => {
    if (is) held.current.add(what);
    else held.current.delete(what);
    setHolding(held.current.size > 0);
  }, []);
  const handle = useMemo(() => ({ draft, step, go, hold }), [draft, step, go, hold]);
  const Step = STEPS[step];

  return (
    <WizardProvider value={handle}>
      <div className="flex min-h-dvh flex-col bg-surface">
        <WizardHeader state={<SaveMark draft={draft} />} actions={<WizardExit holding={holding} />} />
        <div className="flex flex-1 max-md:flex-col">
          <StepsRail />
          <main className="flex w-full min-w-0 flex-1 flex-col px-(--gutter) pt-7 max-md:pt-4">
            <ConflictNotice />
            <Step key={step} />
          </main>
        </div>
      </div>
    </WizardProvider>
  );
}
