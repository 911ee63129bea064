"use client";

import { useTranslations } from "next-intl";
import { DRAFT_STEPS, type DraftStep } from "@/server/drafts/schemas";
import { cn } from "../ui/cn";
import { StatusIcon } from "../ui/status-icon";
import { useSummaries } from "./use-summaries";
import { useWizard } from "./wizard-context";

function StepMark({ done, current, number }: { done: boolean; current: boolean; number: number }) {
  if (done && !current) return <StatusIcon tone="succeeded" className="size-[18px]" />;
  return (
    <span
      aria-hidden="true"
      className={cn(
        "grid size-[18px] place-items-center rounded-full border text-11 font-medium",
        current ? "border-transparent bg-accent text-on-accent" : "border-line-input text-ink-3",
      )}
    >
      {number}
    </span>
  );
}

/** The steps with what was answered so far. Below 900 px a row of marks with the current one's name. */
export function StepsRail() {
  const t = useTranslations("drafts");
  const { step, draft, go } = useWizard();
  const summaries = useSummaries();
  const at = DRAFT_STEPS.indexOf(step);
  const open = (target: DraftStep) => void go(target);
  return (
    <nav aria-label={t("steps")} className="md:w-60 md:shrink-0 md:border-r md:border-line">
      <p className="px-(--gutter) pt-3 text-12 text-ink-3 md:hidden">
        {t("stepOf", { number: at + 1, steps: DRAFT_STEPS.length, name: t(`step.${step}.name`) })}
      </p>
      <ol className="flex gap-1 px-(--gutter) pt-1 pb-2 max-md:border-b max-md:border-line md:sticky md:top-(--topbar) md:flex-col md:gap-0 md:py-7">
        {DRAFT_STEPS.map((name, i) => {
          const current = name === step;
          const { done, text } = summaries[name];
          return (
            <li key={name} className="min-w-0 max-md:flex-1">
              <button
                type="button"
                aria-current={current ? "step" : undefined}
                disabled={!current && draft.id === null}
                onClick={() => open(name)}
                className="group flex w-full gap-2.5 rounded-2 py-1 text-left text-13 disabled:cursor-not-allowed max-md:min-h-10 max-md:items-center max-md:justify-center"
              >
                <span className="flex flex-col items-center self-stretch pt-px">
                  <StepMark done={done} current={current} number={i + 1} />
                  {i < DRAFT_STEPS.length - 1 ? (
                    <span aria-hidden="true" className="mt-1 w-px flex-1 bg-line-strong max-md:hidden" />
                  ) : null}
                </span>
                <span className="min-w-0 flex-1 pb-4 max-md:sr-only">
                  <span className="flex items-baseline gap-2">
                    <span
                      className={cn(
                        "font-medium group-enabled:group-hover:underline",
                        !current && !done && "text-ink-3",
                      )}
                    >
                      {t(`step.${name}.name`)}
                    </span>
                    <span className="sr-only">{done ? t("done") : current ? "" : t("notDone")}</span>
                    {done && !current ? (
                      <span aria-hidden="true" className="ml-auto text-12 font-medium text-accent-ink">
                        {t("edit")}
                      </span>
                    ) : null}
                  </span>
                  {text ? <span className="mt-0.5 block text-12 break-words text-ink-3">{text}</span> : null}
                </span>
              </button>
            </li>
          );
        })}
      </ol>
    </nav>
  );
}
