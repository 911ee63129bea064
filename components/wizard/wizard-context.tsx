"use client";

import { createContext, useContext } from "react";
import type { DraftStep } from "@/server/drafts/schemas";
import type { DraftHandle } from "./use-draft";

export interface WizardHandle {
  draft: DraftHandle;
  step: DraftStep;
  /** Saves, then shows a step. False where saving failed: the answers stay on screen. */
  go(step: DraftStep): Promise<boolean>;
  /** Something is typed that is kept nowhere yet (a secret): leaving asks first. */
  hold(what: string, held: boolean): void;
}

const WizardContext = createContext<WizardHandle | null>(null);

export const WizardProvider = WizardContext.Provider;

export function useWizard(): WizardHandle {
  const wizard = useContext(WizardContext);
  if (!wizard) throw new Error("useWizard outside of the wizard");
  return wizard;
}
