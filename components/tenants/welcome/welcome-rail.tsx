"use client";

import { useTranslations } from "next-intl";
import { SETUP_STEPS, type SetupStep } from "@/server/tenants/setup-schemas";
import type { RouterOutputs } from "../../providers/types";
import { cn } from "../../ui/cn";
import { StatusIcon } from "../../ui/status-icon";

/** The steps in a row, with what is done and where one is; on a phone their marks and the place in words. */
export function WelcomeRail({
  setup,
  step,
  onStep,
}: {
  setup: RouterOutputs["tenants"]["setup"];
  step: SetupStep;
  onStep: (step: SetupStep) => void;
}) {
  const t = useTranslations("tenants.firstSteps");
  return (
    <nav aria-label={t("title")} className="mb-6 border-b border-line">
      <p className="pb-1 text-12 text-ink-3">
        {t("stepOf", { number: SETUP_STEPS.indexOf(step) + 1, all: SETUP_STEPS.length })}
      </p>
      <ol className="flex gap-1">
        {SETUP_STEPS.map((name, i) => {
          const { done } = setup.steps[name];
          const current = name === step;
          return (
            <li key={name} className="min-w-0 flex-1">
              <button
                type="button"
                aria-current={current ? "step" : undefined}
                onClick={() => onStep(name)}
                className={cn(
                  "flex min-h-10 w-full items-center gap-2 border-b-2 border-transparent py-1 text-left text-13 -outline-offset-2! hover:border-line-strong max-md:justify-center",
                  current && "border-accent hover:border-accent",
                )}
              >
                {done ? (
                  <StatusIcon tone="succeeded" className="size-[18px] shrink-0" />
                ) : (
                  <span
                    aria-hidden="true"
                    className={cn(
                      "grid size-[18px] shrink-0 place-items-center rounded-full border text-11 font-medium",
                      current
                        ? "border-transparent bg-accent text-on-accent"
                        : "border-line-input text-ink-3",
                    )}
                  >
                    {i + 1}
                  </span>
                )}
                <span className={cn("min-w-0 truncate max-md:sr-only", current && "font-medium")}>
                  {t(`${name}.title`)}
                </span>
                {done ? <span className="sr-only">({t("done")})</span> : null}
                {!done && setup.skipped.includes(name) ? (
                  <span className="text-12 text-ink-3 max-md:sr-only">{t("skipped")}</span>
                ) : null}
              </button>
            </li>
          );
        })}
      </ol>
    </nav>
  );
}
