"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { type ReactNode, useId } from "react";
import { commandLine } from "../format/command-line";
import { publicError } from "../patterns/error-state";
import { SegmentBar } from "../patterns/segment-bar";
import { useTRPC } from "../providers/trpc";
import type { RouterOutputs } from "../providers/types";
import { Button, ButtonLink } from "../ui/button";
import { cn } from "../ui/cn";
import { Card } from "../ui/small";
import { StatusIcon } from "../ui/status-icon";
import { notify } from "../ui/toast";

type Guide = NonNullable<RouterOutputs["home"]["get"]["guide"]>;

interface Step {
  key: string;
  done: boolean;
  title: string;
  body: string;
  action?: { label: string; href: string } | { label: string; run(): void; busy: boolean };
  more?: ReactNode;
}

/** The task's steps, ticked by what there really is. */
function useSteps({ first, second, sample, app, embedded }: Guide): Step[] {
  const t = useTranslations("home.guide");
  const start = useSample();
  const described = second?.state === "draft";
  const steps: Step[] = [
    {
      key: "second",
      done: second !== null && !described,
      title: t("second"),
      body: sample ? t("sampleBody", { name: sample.name }) : t("secondBody"),
      action: described
        ? { label: t("secondGoOn", { name: second.name }), href: `/tenants/new/${second.id}` }
        : sample
          ? { label: t("sampleAction", { name: sample.name }), ...start }
          : { label: t("secondAction"), href: "/tenants/new" },
      more: sample ? (
        <>
          {t("secondFile")}{" "}
          <code className="rounded-1 bg-sunken px-1.5 py-0.5 text-ink [overflow-wrap:anywhere]">
            {commandLine(`tenants apply ${sample.file}`)}
          </code>
        </>
      ) : undefined,
    },
    {
      key: "data",
      done: app !== null,
      title: t("data"),
      body: t("dataBody"),
      action:
        second && !described
          ? { label: t("dataAction", { name: second.name }), href: `/tenants/${second.id}` }
          : undefined,
    },
    {
      key: "embed",
      done: embedded,
      title: t("embed"),
      body: t("embedBody"),
      action: app ? { label: t("embedAction"), href: `/tenants/${app.tenantId}/apps/${app.id}` } : undefined,
    },
  ];
  if (!first) return steps;
  const { id, name, active } = first;
  return [
    {
      key: "first",
      done: active,
      title: t("first"),
      body: active ? t("firstBody", { name }) : t("firstWaiting"),
      action: { label: t("firstAction", { name }), href: `/tenants/${id}` },
    },
    ...steps,
  ];
}

/** Describes the sample customer as far as anybody could know, and opens the wizard on it. */
function useSample(): { run(): void; busy: boolean } {
  const trpc = useTRPC();
  const router = useRouter();
  const mutation = useMutation(
    trpc.home.startSample.mutationOptions({
      onSuccess: ({ id }) => router.push(`/tenants/new/${id}`),
      onError: (error) => {
        const { message, requestId } = publicError(error);
        notify({ kind: "error", title: message ?? error.message, requestId });
      },
    }),
  );
  return { run: () => mutation.mutate(), busy: mutation.isPending || mutation.isSuccess };
}

function useDismiss(): (dismissed: boolean) => void {
  const t = useTranslations("home.guide");
  const trpc = useTRPC();
  const queries = useQueryClient();
  const mutation = useMutation(
    trpc.home.dismissGuide.mutationOptions({
      async onSuccess(_answer, { dismissed }) {
        await queries.invalidateQueries({ queryKey: trpc.home.get.queryKey() });
        if (dismissed)
          notify({
            title: t("dismissed"),
            undo: { label: t("undo"), run: () => mutation.mutate({ dismissed: false }) },
          });
      },
      onError: (error) => {
        const { message, requestId } = publicError(error);
        notify({ kind: "error", title: message ?? error.message, requestId });
      },
    }),
  );
  return (dismissed) => mutation.mutate({ dismissed });
}

function StepAction({ action }: { action: NonNullable<Step["action"]> }) {
  if ("href" in action)
    return (
      <ButtonLink href={action.href} size="s" className="mt-2">
        {action.label}
      </ButtonLink>
    );
  return (
    <Button size="s" className="mt-2" busy={action.busy} onClick={action.run}>
      {action.label}
    </Button>
  );
}

/** A short guided first task; put away by the person, and back by undo. */
export function FirstMinutes({ guide }: { guide: Guide }) {
  const t = useTranslations("home.guide");
  const id = useId();
  const dismiss = useDismiss();
  const steps = useSteps(guide);
  const done = steps.filter((step) => step.done).length;
  const next = steps.find((step) => !step.done);
  const progress = t("progress", { done, all: steps.length });
  return (
    <Card
      id={id}
      title={t("title")}
      aside={
        <>
          <span className="text-12 text-ink-3">{progress}</span>
          <Button size="s" variant="quiet" onClick={() => dismiss(true)}>
            {t("dismiss")}
          </Button>
        </>
      }
    >
      <div className="px-4 pt-3">
        <SegmentBar
          label={progress}
          segments={steps.map((step) => ({ key: step.key, state: step.done ? "done" : "waiting" }))}
        />
        <p className="mt-2.5 text-13 text-ink-2">{next ? t("lead") : t("finished")}</p>
      </div>
      <ol className="px-4 pb-3">
        {steps.map((step, i) => (
          <li key={step.key} className="flex gap-2.5 border-line py-2.5 text-13 not-first:border-t">
            <StatusIcon tone={step.done ? "succeeded" : "queued"} className="mt-[3px] shrink-0" />
            <div className="min-w-0 flex-1">
              <h3 className={cn("font-medium", step.done && "text-ink-2")}>
                {i + 1}. {step.title}
                {step.done ? <span className="sr-only"> ({t("done")})</span> : null}
              </h3>
              {step === next || step.key === "first" ? (
                <p className="text-12 text-ink-2">{step.body}</p>
              ) : null}
              {step === next && step.more ? <p className="mt-1.5 text-12 text-ink-3">{step.more}</p> : null}
              {step.action && step === next ? <StepAction action={step.action} /> : null}
            </div>
          </li>
        ))}
      </ol>
    </Card>
  );
}
