"use client";

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { parseAsStringLiteral, useQueryState } from "nuqs";
import { useEffect, useEffectEvent, useState } from "react";
import { SETUP_STEPS } from "@/server/tenants/setup-schemas";
import { PageBar } from "../../layout/top-bar";
import { ErrorState } from "../../patterns/error-state";
import { useMe } from "../../providers/me";
import { useTRPC } from "../../providers/trpc";
import type { RouterOutputs } from "../../providers/types";
import { Button } from "../../ui/button";
import { TextLink } from "../../ui/link";
import { StepHead } from "../../wizard/step-head";
import { TenantPageSkeleton } from "../tenant-page-skeleton";
import { StepApp } from "./step-app";
import { StepConnection } from "./step-connection";
import { StepLook } from "./step-look";
import { StepPeople } from "./step-people";
import { stepToGoOn } from "./steps";
import { WelcomeRail } from "./welcome-rail";

type Setup = RouterOutputs["tenants"]["setup"];

export interface StepProps {
  tenantId: string;
  setup: Setup;
  /** Something was done that may tick a step. */
  onChanged: () => void;
  /** The first app's dashboard was seen. */
  onLooked: () => void;
}

const PARTS = { connection: StepConnection, people: StepPeople, look: StepLook, app: StepApp };

/** Keeps for the person how far they have come; nothing is lost where it cannot be kept. */
function useNote(id: string) {
  const trpc = useTRPC();
  const queries = useQueryClient();
  const me = useMe();
  const again = () => queries.invalidateQueries({ queryKey: trpc.tenants.setup.queryKey({ id }) });
  const { mutate } = useMutation(trpc.tenants.noteWelcome.mutationOptions({ onSuccess: again }));
  const note = (what: Omit<Parameters<typeof mutate>[0], "id">) => {
    // Whoever only views as somebody leaves no trace of having been here.
    if (!me.viewer) mutate({ id, ...what });
  };
  return { note, again };
}

function Steps({ tenantId, setup }: { tenantId: string; setup: Setup }) {
  const t = useTranslations("tenants.firstSteps");
  const router = useRouter();
  const { note, again } = useNote(tenantId);
  const [start] = useState(() => stepToGoOn(setup));
  const [asked, setStep] = useQueryState(
    "step",
    parseAsStringLiteral(SETUP_STEPS).withOptions({ history: "push" }),
  );
  const step = asked ?? start;
  const at = SETUP_STEPS.indexOf(step);
  const [before, next] = [SETUP_STEPS[at - 1], SETUP_STEPS[at + 1]];
  const { done } = setup.steps[step];
  const home = `/tenants/${tenantId}`;
  const noteOpened = useEffectEvent(() => note({}));
  useEffect(() => noteOpened(), []);
  function goOn() {
    if (!done) note({ skip: step });
    if (next) void setStep(next);
    else router.push(home);
  }
  const Body = PARTS[step];
  return (
    <div className="mx-auto w-full max-w-4xl">
      <WelcomeRail setup={setup} step={step} onStep={(name) => void setStep(name)} />
      <StepHead key={step} title={t(`${step}.title`)}>
        {t(`${step}.body`)}
      </StepHead>
      <Body
        tenantId={tenantId}
        setup={setup}
        onChanged={() => void again()}
        onLooked={() => note({ looked: true })}
      />
      <footer className="mt-8 flex flex-wrap items-center gap-3 border-t border-line py-4">
        {before ? <Button onClick={() => void setStep(before)}>{t("back")}</Button> : null}
        <span className="ml-auto text-13">
          <TextLink href={home}>{t("leave")}</TextLink>
        </span>
        <Button variant={done ? "primary" : "secondary"} onClick={goOn}>
          {next ? t(done ? "next" : "skip") : t("finish")}
        </Button>
      </footer>
    </div>
  );
}

/** A customer admin's first steps: each is done here, or skipped, and one may leave and come back. */
export function WelcomePage({ tenantId, name }: { tenantId: string; name: string }) {
  const t = useTranslations("tenants.firstSteps");
  const shell = useTranslations("shell");
  const trpc = useTRPC();
  const { data, error, refetch } = useQuery(trpc.tenants.setup.queryOptions({ id: tenantId }));
  return (
    <>
      <PageBar
        crumbs={[
          { label: shell("tenants"), href: "/tenants" },
          { label: name, href: `/tenants/${tenantId}` },
          { label: t("title") },
        ]}
      />
      {data ? (
        <Steps tenantId={tenantId} setup={data} />
      ) : error ? (
        <ErrorState error={error} onRetry={() => refetch()} />
      ) : (
        <TenantPageSkeleton />
      )}
    </>
  );
}
