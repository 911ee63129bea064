"use client";

import { useTranslations } from "next-intl";
import { type FormEvent, useState } from "react";
import { Notice } from "../patterns/notice";
import { TitleBlock, TitleCell } from "../patterns/title-block";
import type { RouterOutputs } from "../providers/types";
import { Button } from "../ui/button";
import { PreviewTable } from "./preview-table";
import { SecretsStep, secretField } from "./secrets-step";

interface Start {
  withoutBad: boolean;
  secrets: Record<string, string>;
}

/** What the upload would do, the secrets it takes, and the button that begins. */
export function PreviewStep({
  fileName,
  preview,
  busy,
  problem,
  onOther,
  onStart,
}: {
  fileName: string;
  preview: RouterOutputs["onboarding"]["preview"];
  busy: boolean;
  problem?: string;
  onOther: () => void;
  onStart: (start: Start) => void;
}) {
  const t = useTranslations("fleet");
  const [missing, setMissing] = useState<string[]>([]);
  const { rows, secrets } = preview;
  const bad = rows.filter((row) => row.issues.length > 0).length;
  const good = rows.length - bad;
  const fresh = rows.filter((row) => row.issues.length === 0 && row.kind === "new").length;

  function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    if (busy) return;
    const form = new FormData(event.currentTarget);
    const given = Object.fromEntries(
      secrets.filter((s) => !s.known).map(({ env }) => [env, String(form.get(secretField(env)) ?? "")]),
    );
    const absent = Object.keys(given).filter((env) => given[env] === "");
    setMissing(absent);
    if (absent.length === 0) onStart({ withoutBad: bad > 0, secrets: given });
  }

  return (
    <form onSubmit={submit} noValidate>
      <TitleBlock>
        <TitleCell label={t("fact.file")}>{fileName}</TitleCell>
        <TitleCell label={t("fact.rows")}>{rows.length}</TitleCell>
        <TitleCell label={t("fact.new")}>{fresh}</TitleCell>
        <TitleCell label={t("fact.update")}>{good - fresh}</TitleCell>
        <TitleCell label={t("fact.bad")}>{bad}</TitleCell>
      </TitleBlock>
      {bad > 0 ? (
        <Notice tone={good > 0 ? "warning" : "failed"} className="mb-4" live>
          {good > 0 ? t("badRows", { bad, good }) : t("allBad")}
        </Notice>
      ) : null}
      <PreviewTable rows={rows} />
      {good > 0 ? <SecretsStep secrets={secrets} missing={missing} /> : null}
      {problem ? (
        <Notice tone="failed" className="mt-4" live>
          {problem}
        </Notice>
      ) : null}
      <div className="mt-6 flex flex-wrap gap-2">
        {good > 0 ? (
          <Button type="submit" variant="primary" busy={busy}>
            {bad > 0 ? t("startWithout", { good, bad }) : t("start", { good })}
          </Button>
        ) : null}
        <Button onClick={onOther}>{t("other")}</Button>
      </div>
      {good > 0 ? <p className="mt-2 text-12 text-ink-3">{t("consequence", { good })}</p> : null}
    </form>
  );
}
