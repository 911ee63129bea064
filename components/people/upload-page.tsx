"use client";

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { PageBar } from "../layout/top-bar";
import { errorText } from "../patterns/error-state";
import { Notice } from "../patterns/notice";
import { PageHeader } from "../patterns/page-header";
import { useTRPC } from "../providers/trpc";
import type { RouterOutputs } from "../providers/types";
import { Button, ButtonLink } from "../ui/button";
import { Checkbox } from "../ui/checkbox";
import { type FileText, UploadFile } from "./upload-file";
import { UploadLinks } from "./upload-links";
import { type Plan, UploadPreview } from "./upload-preview";

const NOTHING: FileText = { text: "", fileName: "" };

function Done({ done, tenantId }: { done: RouterOutputs["members"]["import"]; tenantId: string }) {
  const t = useTranslations("people.upload");
  const { about, added, changed, groups, granted, failed, links } = done;
  return (
    <div role="status">
      <Notice tone={failed.length > 0 ? "warning" : "succeeded"}>
        {about === "people"
          ? t("done", { added, changed, groups })
          : t("doneGroups", { changed, groups, granted })}{" "}
        {failed.length > 0 ? t("left", { count: failed.length }) : null}
        {failed.length > 0 ? (
          <ul className="mt-1 grid gap-0.5 text-12">
            {failed.map(({ line, message }) => (
              <li key={line}>{t("leftLine", { line, message })}</li>
            ))}
          </ul>
        ) : null}
      </Notice>
      {links.length > 0 ? <UploadLinks links={links} /> : null}
      <ButtonLink href={`/tenants/${tenantId}/people`} variant="primary" className="mt-5">
        {t("toPeople")}
      </ButtonLink>
    </div>
  );
}

function Check({
  plan,
  mailed,
  busy,
  onBack,
  onDo,
}: {
  plan: Plan;
  mailed: boolean;
  busy: boolean;
  onBack: () => void;
  onDo: (invite: boolean) => void;
}) {
  const t = useTranslations("people.upload");
  const [invite, setInvite] = useState(true);
  const { about, newGroups } = plan;
  const whats = plan.rows.map((row) => row.what);
  const count = (...what: string[]) => whats.filter((w) => what.includes(w)).length;
  const good = count("add", "change");
  return (
    <>
      <p className="mb-3 text-13 text-ink-2" role="status">
        {t("counts", { good, same: count("same"), bad: count("bad") })}{" "}
        {newGroups.length > 0 ? t("newGroups", { names: newGroups.join(", ") }) : null}
      </p>
      <UploadPreview plan={plan} />
      {about === "people" && count("add") > 0 ? (
        <label className="mt-4 flex min-h-8 items-center gap-2 text-13">
          <Checkbox checked={invite} onCheckedChange={setInvite} />
          {t(mailed ? "inviteByMail" : "inviteByLink")}
        </label>
      ) : null}
      <div className="mt-4 flex flex-wrap gap-2">
        <Button variant="primary" busy={busy} disabled={good === 0} onClick={() => onDo(invite)}>
          {t("apply", { count: good })}
        </Button>
        <Button onClick={onBack}>{t("back")}</Button>
      </div>
    </>
  );
}

/** Many people with their groups and roles, or groups with their people, from a file: shown first, then done. */
export function UploadPage({ tenantId }: { tenantId: string }) {
  const t = useTranslations("people");
  const shell = useTranslations("shell");
  const trpc = useTRPC();
  const queries = useQueryClient();
  const [file, setFile] = useState(NOTHING);
  const { data: tenant } = useQuery(trpc.tenants.get.queryOptions({ id: tenantId }));
  const { data: facts } = useQuery(trpc.members.facts.queryOptions({ tenantId }));
  const preview = useMutation(trpc.members.preview.mutationOptions());
  const apply = useMutation(
    trpc.members.import.mutationOptions({
      onSuccess: () => queries.invalidateQueries(trpc.members.pathFilter()),
    }),
  );
  const people = `/tenants/${tenantId}/people`;
  return (
    <>
      <PageBar
        crumbs={[
          { label: shell("tenants"), href: "/tenants" },
          { label: tenant?.name ?? tenantId, href: `/tenants/${tenantId}` },
          { label: t("title"), href: people },
          { label: t("upload.title") },
        ]}
      />
      <PageHeader title={t("upload.title")}>{t("upload.lead")}</PageHeader>
      {apply.error ? (
        <Notice tone="failed" live className="mb-4">
          {errorText(apply.error)}
        </Notice>
      ) : null}
      {apply.data ? (
        <Done done={apply.data} tenantId={tenantId} />
      ) : preview.data ? (
        <Check
          plan={preview.data}
          mailed={facts?.mailed ?? false}
          busy={apply.isPending}
          onBack={preview.reset}
          onDo={(invite) => apply.mutate({ tenantId, ...file, invite })}
        />
      ) : (
        <UploadFile
          value={file}
          busy={preview.isPending}
          error={preview.error ? errorText(preview.error) : undefined}
          onChange={setFile}
          onCheck={(chosen) => preview.mutate({ tenantId, ...chosen })}
        />
      )}
    </>
  );
}
