"use client";

import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { PageBar } from "../../layout/top-bar";
import { ErrorState, errorText } from "../../patterns/error-state";
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

function SourceForm({
  connection,
  source,
  onLoadNewer,
}: {
  connection: Connection;
  source: ConnectionForm;
  onLoadNewer: () => void;
}) {
  const t = useTranslations("connections.change");
  const connections = useTranslations("connections");
  const sources = useTranslations("drafts.sources");
  const common = useTranslations("common");
  const router = useRouter();
  const back = `/connections/${connection.id}`;
  const { form, fields, groups, group, setGroup, problem, changed, busy, submit } = useChangeSource(
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
        <Notice
          tone="failed"
          live
          action={changed ? <Button onClick={onLoadNewer}>{connections("loadNewer")}</Button> : undefined}
        >
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

/**
 * Fills in the connection as it was when the page was opened: what is typed stays while it is looked up again, and is
 * replaced only by who asks for the newer state.
 */
function Change({ first, forms }: { first: Connection; forms: ConnectionForm[] }) {
  const trpc = useTRPC();
  const queries = useQueryClient();
  const [connection, setConnection] = useState(first);
  const [asked, setAsked] = useState<string | null>(null);
  const kind = asked ?? connection.kind;
  const source = forms.find((form) => form.kind === kind);
  async function loadNewer() {
    const options = trpc.connections.use.queryOptions({ id: first.id });
    try {
      const newer = await queries.fetchQuery({ ...options, staleTime: 0 });
      setConnection(newer.connection);
      setAsked(null);
    } catch (error) {
      notify({ kind: "error", title: errorText(error) });
    }
  }
  return (
    <div className="max-w-(--w-form) border-t border-line pt-5">
      <KindTiles forms={forms} allowed={undefined} value={kind} onChange={setAsked} />
      {source ? (
        <SourceForm
          key={`${kind} ${connection.updatedAt.getTime()}`}
          connection={connection}
          source={source}
          onLoadNewer={() => void loadNewer()}
        />
      ) : null}
    </div>
  );
}

/** Another database or other files for a connection; tested before anything changes. */
export function ChangeSourcePage({ id }: { id: string }) {
  const t = useTranslations("connections");
  const trpc = useTRPC();
  const use = useQuery(trpc.connections.use.queryOptions({ id }));
  const forms = useQuery(trpc.connections.forms.queryOptions());
  const connection = use.data?.connection;
  const error = use.error ?? forms.error;
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
        <Change first={connection} forms={forms.data} />
      ) : error ? (
        <ErrorState error={error} onRetry={() => void Promise.all([use.refetch(), forms.refetch()])} />
      ) : (
        <TableSkeleton />
      )}
    </>
  );
}
