"use client";

import { useQuery } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { PageBar } from "../../layout/top-bar";
import { ErrorState } from "../../patterns/error-state";
import { Notice } from "../../patterns/notice";
import { PageHeader } from "../../patterns/page-header";
import { useTRPC } from "../../providers/trpc";
import type { RouterOutputs } from "../../providers/types";
import { TableSkeleton } from "../../settings/table";
import { Button, ButtonLink } from "../../ui/button";
import { Segmented } from "../../ui/segmented";
import { notify } from "../../ui/toast";
import { KindTiles } from "../../wizard/sources/kind-tiles";
import { SourceField } from "../../wizard/sources/source-field";
import { isWide } from "../../wizard/sources/source-values";
import type { ConnectionForm } from "../../wizard/types";
import { useChangeSource } from "./use-change-source";

type Connection = RouterOutputs["connections"]["use"]["connection"];

function SourceForm({ connection, source }: { connection: Connection; source: ConnectionForm }) {
  const t = useTranslations("connections.change");
  const sources = useTranslations("drafts.sources");
  const common = useTranslations("common");
  const router = useRouter();
  const back = `/connections/${connection.id}`;
  const { form, fields, groups, group, setGroup, problem, busy, submit } = useChangeSource(
    connection,
    source,
    () => {
      notify({ kind: "done", title: t("done", { name: connection.name }), description: t("doneBody") });
      router.push(back);
    },
  );
  return (
    <form noValidate onSubmit={submit} className="grid gap-4">
      {groups.length > 1 ? (
        <Segmented
          label={sources("way")}
          value={group}
          onValueChange={setGroup}
          options={groups.map((value) => ({
            value,
            label: value.charAt(0).toUpperCase() + value.slice(1),
          }))}
        />
      ) : null}
      <div className="grid gap-4 sm:grid-cols-2">
        {fields.map((field) => (
          <div key={field.key} className={isWide(field) ? "sm:col-span-2" : "min-w-0"}>
            <SourceField
              field={field}
              form={form}
              kept={false}
              onReplace={() => undefined}
              tenant={async () => connection.tenantId}
            />
          </div>
        ))}
      </div>
      {problem ? (
        <Notice tone="failed" live>
          {problem}
        </Notice>
      ) : null}
      <div className="flex flex-wrap items-center gap-3 border-t border-line pt-4">
        <Button type="submit" variant="primary" busy={busy}>
          {busy ? t("busy") : t("confirm")}
        </Button>
        <ButtonLink href={back} variant="quiet">
          {common("cancel")}
        </ButtonLink>
      </div>
    </form>
  );
}

/** Another database or other files for a connection; tested before anything changes. */
export function ChangeSourcePage({ id }: { id: string }) {
  const t = useTranslations("connections");
  const trpc = useTRPC();
  const use = useQuery(trpc.connections.use.queryOptions({ id }));
  const forms = useQuery(trpc.connections.forms.queryOptions());
  const [asked, setAsked] = useState<string | null>(null);
  const connection = use.data?.connection;
  const error = use.error ?? forms.error;
  const kind = asked ?? connection?.kind ?? "";
  const source = forms.data?.find((form) => form.kind === kind);
  return (
    <>
      <PageBar
        crumbs={[
          { label: t("place") },
          { label: t("title"), href: "/connections" },
          { label: connection?.name ?? id, href: `/connections/${id}` },
          { label: t("change.title") },
        ]}
      />
      <PageHeader title={t("change.title")}>
        {connection ? t("change.lead", { name: connection.name }) : null}
      </PageHeader>
      {connection && forms.data ? (
        <div className="max-w-(--w-form) border-t border-line pt-5">
          <KindTiles forms={forms.data} allowed={undefined} value={kind} onChange={setAsked} />
          {source ? <SourceForm key={kind} connection={connection} source={source} /> : null}
        </div>
      ) : error ? (
        <ErrorState error={error} onRetry={() => void Promise.all([use.refetch(), forms.refetch()])} />
      ) : (
        <TableSkeleton />
      )}
    </>
  );
}
