"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { type FormEvent, useState } from "react";
import { errorText } from "../patterns/error-state";
import { Notice } from "../patterns/notice";
import { useTRPC } from "../providers/trpc";
import { Button } from "../ui/button";
import { Dialog } from "../ui/dialog";
import { Field } from "../ui/field";
import { Input, Textarea } from "../ui/input";
import { Segmented } from "../ui/segmented";
import { notify } from "../ui/toast";

const MOST_LETTERS = 300;
const LIVES = ["1", "7", "30", "open"] as const;
const TONES = ["info", "warning"] as const;
const DAY_MS = 86_400_000;

function AnnounceForm({ tenantIds, onDone }: { tenantIds?: string[]; onDone: (made: boolean) => void }) {
  const t = useTranslations("announcements");
  const common = useTranslations("common");
  const trpc = useTRPC();
  const queries = useQueryClient();
  const [text, setText] = useState("");
  const [link, setLink] = useState("");
  const [tone, setTone] = useState<(typeof TONES)[number]>("info");
  const [life, setLife] = useState<(typeof LIVES)[number]>("7");
  const [tried, setTried] = useState(false);
  const create = useMutation(
    trpc.announcements.create.mutationOptions({
      async onSuccess() {
        notify({ title: t("made") });
        onDone(true);
        await Promise.all([
          queries.invalidateQueries(trpc.announcements.list.queryFilter()),
          queries.invalidateQueries(trpc.announcements.current.queryFilter()),
        ]);
      },
    }),
  );
  const wrongLink = link.trim() !== "" && !/^https:\/\/\S+\.\S+/.test(link.trim());
  function submit(event: FormEvent) {
    event.preventDefault();
    setTried(true);
    if (text.trim() === "" || wrongLink) return;
    const endsAt = life === "open" ? null : new Date(Date.now() + Number(life) * DAY_MS);
    create.mutate({ text, tone, link: link.trim() || null, tenantIds, endsAt });
  }
  return (
    <form noValidate onSubmit={submit} className="grid gap-4 pt-2">
      {create.error ? (
        <Notice tone="failed" live>
          {errorText(create.error)}
        </Notice>
      ) : null}
      <p>{tenantIds ? t("toSome", { count: tenantIds.length }) : t("toAll")}</p>
      <Field
        label={t("text")}
        hint={t("textHint", { most: MOST_LETTERS })}
        error={tried && text.trim() === "" ? t("textMissing") : undefined}
      >
        <Textarea value={text} maxLength={MOST_LETTERS} onChange={(event) => setText(event.target.value)} />
      </Field>
      <Field label={t("link")} hint={t("linkHint")} error={tried && wrongLink ? t("linkWrong") : undefined}>
        <Input
          type="url"
          value={link}
          maxLength={500}
          placeholder="https://"
          onChange={(event) => setLink(event.target.value)}
        />
      </Field>
      <div className="flex flex-wrap gap-4">
        <Choice
          label={t("tone")}
          value={tone}
          of={TONES}
          word={(of) => t(`tones.${of}`)}
          onChange={setTone}
        />
        <Choice
          label={t("life")}
          value={life}
          of={LIVES}
          word={(of) => t(`lives.${of}`)}
          onChange={setLife}
        />
      </div>
      <div className="flex justify-end gap-2">
        <Button onClick={() => onDone(false)}>{common("cancel")}</Button>
        <Button type="submit" variant="primary" busy={create.isPending}>
          {t("announce")}
        </Button>
      </div>
    </form>
  );
}

function Choice<T extends string>({
  label,
  value,
  of,
  word,
  onChange,
}: {
  label: string;
  value: T;
  of: readonly T[];
  word: (value: T) => string;
  onChange: (value: T) => void;
}) {
  return (
    <div>
      <p className="mb-[5px] text-13 font-medium text-ink" aria-hidden="true">
        {label}
      </p>
      <Segmented
        label={label}
        value={value}
        onValueChange={onChange}
        options={of.map((one) => ({ value: one, label: word(one) }))}
      />
    </div>
  );
}

/** Tells everybody, or the people of the tenants given, something at the top of the portal. */
export function AnnounceDialog({
  open,
  onOpenChange,
  tenantIds,
  onMade,
}: {
  open: boolean;
  onOpenChange: (open: boolean) => void;
  tenantIds?: string[];
  onMade?: () => void;
}) {
  const t = useTranslations("announcements");
  const common = useTranslations("common");
  return (
    <Dialog open={open} onOpenChange={onOpenChange} title={t("announce")} closeLabel={common("close")}>
      <AnnounceForm
        tenantIds={tenantIds}
        onDone={(made) => {
          onOpenChange(false);
          if (made) onMade?.();
        }}
      />
    </Dialog>
  );
}
