"use client";

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { useId, useState } from "react";
import { ErrorState, errorText } from "../patterns/error-state";
import { Notice } from "../patterns/notice";
import { useMay } from "../providers/me";
import { useTRPC } from "../providers/trpc";
import type { RouterOutputs } from "../providers/types";
import { Button } from "../ui/button";
import { TextLink } from "../ui/link";
import { Skeleton } from "../ui/small";
import { notify } from "../ui/toast";
import { type Groups, GroupTicks } from "./grant-row";

type Grants = RouterOutputs["members"]["grants"];

function Reader({ grants }: { grants: Grants }) {
  const t = useTranslations("people.access");
  return (
    <p className="text-13">
      {grants.length === 0
        ? t("everybody")
        : t("onlyThese", { names: grants.map((group) => group.name).join(", ") })}
    </p>
  );
}

function Way({
  name,
  checked,
  label,
  text,
  onChoose,
}: {
  name: string;
  checked: boolean;
  label: string;
  text: string;
  onChoose: () => void;
}) {
  return (
    <label className="flex cursor-pointer gap-2.5 rounded-2 border border-line-strong px-3 py-2 has-checked:border-accent has-checked:bg-accent-soft has-focus-visible:outline-2 has-focus-visible:outline-offset-2 has-focus-visible:outline-(--focus)">
      <input
        type="radio"
        name={name}
        checked={checked}
        onChange={onChoose}
        className="mt-0.5 size-4 shrink-0 accent-(--accent) outline-none"
      />
      <span className="min-w-0">
        <span className="block text-13 font-medium text-ink">{label}</span>
        <span className="block text-12 text-ink-2">{text}</span>
      </span>
    </label>
  );
}

function Form({
  app,
  tenantId,
  groups,
  grants,
}: {
  app: string;
  tenantId: string;
  groups: Groups;
  grants: Grants;
}) {
  const t = useTranslations("people.access");
  const trpc = useTRPC();
  const queries = useQueryClient();
  const name = useId();
  const [limited, setLimited] = useState(grants.length > 0);
  const [chosen, setChosen] = useState(grants.map((group) => group.id));
  const save = useMutation(
    trpc.members.setGrants.mutationOptions({
      async onSuccess() {
        notify({ title: t("saved") });
        await queries.invalidateQueries(trpc.members.pathFilter());
      },
    }),
  );
  const none = limited && chosen.length === 0;
  return (
    <form
      className="grid max-w-[40rem] gap-4"
      onSubmit={(event) => {
        event.preventDefault();
        if (!none) save.mutate({ appId: app, groups: limited ? chosen : [] });
      }}
    >
      {save.error ? (
        <Notice tone="failed" live>
          {errorText(save.error)}
        </Notice>
      ) : null}
      <fieldset className="grid gap-2">
        <legend className="sr-only">{t("title")}</legend>
        <Way
          name={name}
          checked={!limited}
          label={t("everybody")}
          text={t("everybodyText")}
          onChoose={() => setLimited(false)}
        />
        <Way
          name={name}
          checked={limited}
          label={t("groups")}
          text={t("groupsText")}
          onChoose={() => setLimited(true)}
        />
      </fieldset>
      {limited ? (
        <fieldset>
          <legend className="mb-1 text-13 font-medium">{t("which")}</legend>
          {groups.length === 0 ? (
            <p className="text-13 text-ink-2">
              {t("noGroups")}{" "}
              <TextLink href={`/tenants/${tenantId}/people?tab=groups`}>{t("toGroups")}</TextLink>
            </p>
          ) : (
            <GroupTicks groups={groups} chosen={chosen} onChange={setChosen} />
          )}
          {none && groups.length > 0 ? <p className="mt-1 text-12 text-ink-3">{t("chooseOne")}</p> : null}
        </fieldset>
      ) : null}
      <div>
        <Button type="submit" variant="primary" busy={save.isPending} disabled={none}>
          {t("save")}
        </Button>
      </div>
    </form>
  );
}

/** Who of a tenant may open one app, also in embeds. */
export function AppAccess({ app, tenantId }: { app: string; tenantId: string }) {
  const t = useTranslations("people.access");
  const trpc = useTRPC();
  const writes = useMay("members:write", tenantId);
  const grants = useQuery(trpc.members.grants.queryOptions({ appId: app }));
  const groups = useQuery(trpc.members.groupList.queryOptions({ tenantId }));
  const error = grants.error ?? groups.error;
  return (
    <section aria-label={t("title")}>
      <h2 className="text-16 font-strong tracking-tight">{t("title")}</h2>
      <p className="mt-0.5 mb-4 max-w-[42rem] text-13 text-ink-2">{t("lead")}</p>
      {grants.data && groups.data ? (
        writes ? (
          <Form
            key={grants.data.map((group) => group.id).join()}
            app={app}
            tenantId={tenantId}
            groups={groups.data}
            grants={grants.data}
          />
        ) : (
          <Reader grants={grants.data} />
        )
      ) : error ? (
        <ErrorState
          error={error}
          onRetry={() => {
            void grants.refetch();
            void groups.refetch();
          }}
        />
      ) : (
        <Skeleton className="h-24 w-full max-w-[40rem]" />
      )}
    </section>
  );
}
