"use client";

import { useMutation } from "@tanstack/react-query";
import { Plus } from "lucide-react";
import { useTranslations } from "next-intl";
import { type FormEvent, useRef } from "react";
import { DRAFT_STEPS } from "@/server/drafts/schemas";
import { errorText } from "../../patterns/error-state";
import { Notice } from "../../patterns/notice";
import { useTRPC } from "../../providers/trpc";
import { Button } from "../../ui/button";
import { leaveWizard } from "../leaving";
import { StepHead } from "../step-head";
import { useWizard } from "../wizard-context";
import { WizardFoot } from "../wizard-foot";
import { AsFile } from "./as-file";
import { ReviewFacts } from "./review-facts";
import { WhatHappens } from "./what-happens";

/** Everything once more, what will happen step by step, and the one button that makes it so. */
export function StepReview() {
  const t = useTranslations("drafts.review");
  const trpc = useTRPC();
  const { draft, go } = useWizard();
  const problems = draft.saved?.problems ?? [];
  const notice = useRef<HTMLDivElement>(null);
  const create = useMutation(
    trpc.drafts.create.mutationOptions({
      onSuccess: ({ run }) => leaveWizard(`/runs/${run}`),
      onError: () => requestAnimationFrame(() => notice.current?.focus()),
    }),
  );
  const steps = DRAFT_STEPS.filter((s) => problems.some((p) => p.step === s));
  const name = draft.data.details?.name ?? "";

  async function submit(event: FormEvent) {
    event.preventDefault();
    const saved = await draft.settle().catch(() => null);
    if (!saved) return;
    if (saved.problems.length > 0) notice.current?.focus();
    else create.mutate({ id: saved.id });
  }

  return (
    <form noValidate onSubmit={submit} className="flex flex-1 flex-col">
      <StepHead title={t("title")}>{t("lead")}</StepHead>
      <div className="max-w-(--w-page) flex-1">
        <div ref={notice} tabIndex={-1} className="rounded-2">
          {steps.length > 0 ? (
            <Notice tone="warning" className="mb-5" live>
              {t("missing")}{" "}
              {steps.map((step) => (
                <button
                  key={step}
                  type="button"
                  className="mr-2 min-h-6 font-medium text-accent-ink underline"
                  onClick={() => void go(step)}
                >
                  {t("goTo", {
                    step: t(`steps.${step}`),
                    count: problems.filter((p) => p.step === step).length,
                  })}
                </button>
              ))}
            </Notice>
          ) : null}
          {create.error ? (
            <Notice tone="failed" live className="mb-5">
              {errorText(create.error)}
            </Notice>
          ) : null}
        </div>
        <div className="grid gap-x-10 gap-y-8 lg:grid-cols-[minmax(0,1fr)_19rem]">
          <ReviewFacts />
          <aside className="grid content-start gap-7">
            <WhatHappens />
            {draft.id ? <AsFile id={draft.id} savedAt={draft.saved?.savedAt ?? null} /> : null}
          </aside>
        </div>
      </div>
      <WizardFoot
        remark={steps.length > 0 ? t("notYet") : t("canClose")}
        primary={
          <Button
            type="submit"
            variant="primary"
            disabled={steps.length > 0}
            busy={create.isPending || create.isSuccess}
            className="max-md:ml-auto"
          >
            <Plus />
            <span className="max-w-64 truncate">{t("create", { name })}</span>
          </Button>
        }
      />
    </form>
  );
}
