"use client";

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { useId } from "react";
import { errorText, publicError } from "../patterns/error-state";
import { SegmentBar } from "../patterns/segment-bar";
import { useMay, useMe } from "../providers/me";
import { useTRPC } from "../providers/trpc";
import type { RouterOutputs } from "../providers/types";
import { Button, ButtonLink } from "../ui/button";
import { cn } from "../ui/cn";
import { Card } from "../ui/small";
import { StatusIcon } from "../ui/status-icon";
import { notify } from "../ui/toast";

type Setup = NonNullable<RouterOutputs["tenants"]["setup"]>;

const STEPS = ["connection", "people", "look", "app"] as const;

/** Where a step is done; null while there is nothing to do it on. */
function addressOf(step: (typeof STEPS)[number], tenantId: string, setup: Setup): string | null {
  const tenant = `/tenants/${tenantId}`;
  if (step === "connection") return setup.connection.id ? `/connections/${setup.connection.id}` : null;
  if (step === "people") return `${tenant}/people`;
  if (step === "look") return `${tenant}/settings`;
  return setup.app.id ? `${tenant}/apps/${setup.app.id}` : null;
}

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
  const next = STEPS.find((step) => !setup[step].done);
  const done = STEPS.filter((step) => setup[step].done).length;
  const progress = t("progress", { done, all: STEPS.length });
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
        </>
      }
    >
      <div className="px-4 pt-3">
        <SegmentBar
          label={progress}
          segments={STEPS.map((step) => ({ key: step, state: setup[step].done ? "done" : "waiting" }))}
        />
      </div>
      <ol className="px-4 pt-1 pb-2">
        {STEPS.map((step) => {
          const ticked = setup[step].done;
          const href = addressOf(step, tenantId, setup);
          return (
            <li
              key={step}
              className="flex flex-wrap items-center gap-x-2.5 gap-y-1.5 border-line py-2 text-13 not-first:border-t"
            >
              <StatusIcon tone={ticked ? "succeeded" : "queued"} className="shrink-0" />
              <div className="min-w-0 flex-1 basis-52">
                <h3 className={cn("font-medium", ticked && "text-ink-2")}>
                  {t(`${step}.title`)}
                  {ticked ? <span className="sr-only"> ({t("done")})</span> : null}
                </h3>
                {ticked ? null : <p className="text-12 text-ink-2">{t(`${step}.body`)}</p>}
              </div>
              {href && !ticked ? (
                <ButtonLink href={href} size="s" {...(step === next ? { variant: "primary" } : {})}>
                  {t(`${step}.action`)}
                </ButtonLink>
              ) : null}
            </li>
          );
        })}
      </ol>
    </Card>
  );
}

/** A customer admin's first steps on the home of their tenant, until all are done or they are put away. */
export function FirstSteps({ tenantId }: { tenantId: string }) {
  const me = useMe();
  const trpc = useTRPC();
  const may = useMay("tenants:customize", tenantId);
  const wanted = may && me.operatorRole === null;
  const { data } = useQuery({ ...trpc.tenants.setup.queryOptions({ id: tenantId }), enabled: wanted });
  return wanted && data ? <Steps tenantId={tenantId} setup={data} /> : null;
}
