"use client";

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { useId } from "react";
import { SETUP_STEPS } from "@/server/tenants/setup-schemas";
import { errorText, publicError } from "../patterns/error-state";
import { SegmentBar } from "../patterns/segment-bar";
import { useMay, useMe } from "../providers/me";
import { useTRPC } from "../providers/trpc";
import type { RouterOutputs } from "../providers/types";
import { Button, ButtonLink } from "../ui/button";
import { cn } from "../ui/cn";
import { TextLink } from "../ui/link";
import { Card } from "../ui/small";
import { StatusIcon } from "../ui/status-icon";
import { notify } from "../ui/toast";
import { welcomeAddress } from "./welcome/steps";

type Setup = RouterOutputs["tenants"]["setup"];

function useDismiss(id: string) {
  const t = useTranslations("tenants.firstSteps");
  const trpc = useTRPC();
  const queries = useQueryClient();
  const mutation = useMutation(
    trpc.tenants.dismissSetup.mutationOptions({
      async onSuccess(_answer, { dismissed }) {
        await queries.invalidateQueries({ queryKey: trpc.tenants.setup.queryKey({ id }) });
        if (dismissed)
          notify({
            title: t("dismissed"),
            undo: { label: t("undo"), run: () => mutation.mutate({ id, dismissed: false }) },
          });
      },
      onError: (error) =>
        notify({
          kind: "error",
          title: t("failed"),
          description: errorText(error),
          requestId: publicError(error).requestId,
        }),
    }),
  );
  return () => mutation.mutate({ id, dismissed: true });
}

function Steps({ tenantId, setup }: { tenantId: string; setup: Setup }) {
  const t = useTranslations("tenants.firstSteps");
  const id = useId();
  const dismiss = useDismiss(tenantId);
  const done = SETUP_STEPS.filter((step) => setup.steps[step].done).length;
  const progress = t("progress", { done, all: SETUP_STEPS.length });
  return (
    <Card
      id={id}
      title={t("title")}
      className="mb-5"
      aside={
        <>
          <span className="text-12 text-ink-3">{progress}</span>
          <Button size="s" variant="quiet" onClick={dismiss}>
            {t("dismiss")}
          </Button>
          <ButtonLink size="s" variant="primary" href={welcomeAddress(tenantId)}>
            {t("resume")}
          </ButtonLink>
        </>
      }
    >
      <div className="px-4 pt-3">
        <SegmentBar
          label={progress}
          segments={SETUP_STEPS.map((step) => ({
            key: step,
            state: setup.steps[step].done ? "done" : "waiting",
          }))}
        />
      </div>
      <ol className="px-4 pt-1 pb-2">
        {SETUP_STEPS.map((step) => {
          const ticked = setup.steps[step].done;
          return (
            <li
              key={step}
              className="flex items-center gap-x-2.5 border-line py-2 text-13 not-first:border-t"
            >
              <StatusIcon tone={ticked ? "succeeded" : "queued"} className="shrink-0" />
              <div className="min-w-0 flex-1">
                <h3 className={cn("font-medium", ticked && "text-ink-2")}>
                  {ticked ? (
                    <>
                      {t(`${step}.title`)}
                      <span className="sr-only"> ({t("done")})</span>
                    </>
                  ) : (
                    <TextLink href={welcomeAddress(tenantId, step)}>{t(`${step}.title`)}</TextLink>
                  )}
                </h3>
                {ticked ? null : <p className="text-12 text-ink-2">{t(`${step}.body`)}</p>}
              </div>
              {!ticked && setup.skipped.includes(step) ? (
                <span className="shrink-0 text-12 text-ink-3">{t("skipped")}</span>
              ) : null}
            </li>
          );
        })}
      </ol>
    </Card>
  );
}

/** The way back into a customer admin's first steps, on the home of their tenant, until all are done or put away. */
export function FirstSteps({ tenantId }: { tenantId: string }) {
  const me = useMe();
  const trpc = useTRPC();
  const may = useMay("tenants:customize", tenantId);
  const wanted = may && me.operatorRole === null;
  const { data } = useQuery({ ...trpc.tenants.setup.queryOptions({ id: tenantId }), enabled: wanted });
  return wanted && data?.shown ? <Steps tenantId={tenantId} setup={data} /> : null;
}
