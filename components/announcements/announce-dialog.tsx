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
const TONES = ["info", "warning"] as const;
const WEEK_MS = 7 * 86_400_000;

/** What a field for date and time holds, in the reader's own zone: `2026-11-21T14:00`. */
function localText(at: Date): string {
  const shifted = new Date(at.getTime() - at.getTimezoneOffset() * 60_000);
  return shifted.toISOString().slice(0, 16);
}

const dateOf = (text: string): Date | null => (text === "" ? null : new Date(text));

function AnnounceForm({ tenantIds, onDone }: { tenantIds?: string[]; onDone: (made: boolean) => void }) {
  const t = useTranslations("announcements");
  const common = useTranslations("common");
  const trpc = useTRPC();
  const queries = useQueryClient();
  const [text, setText] = useState("");
  const [link, setLink] = useState("");
  const [tone, setTone] = useState<(typeof TONES)[number]>("info");
  const [begin, setBegin] = useState("");
  const [finish, setFinish] = useState(() => localText(new Date(Date.now() + WEEK_MS)));
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
    const [startsAt, endsAt] = [dateOf(begin), dateOf(finish)];
    if (text.trim() === "" || wrongLink || endsWrong(startsAt, endsAt)) return;
    create.mutate({
      ...{ text, tone, link: link.trim() || null, tenantIds, endsAt },
      ...(startsAt ? { startsAt } : {}),
    });
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
      </div>
      <div className="grid gap-4 sm:grid-cols-2">
        <Field label={t("begin")} hint={t("beginHint")}>
          <Input type="datetime-local" value={begin} onChange={(event) => setBegin(event.target.value)} />
        </Field>
        <Field
          label={t("finish")}
          hint={t("finishHint")}
          error={tried && endsWrong(dateOf(begin), dateOf(finish)) ? t("wrongEnd") : undefined}
        >
          <Input type="datetime-local" value={finish} onChange={(event) => setFinish(event.target.value)} />
        </Field>
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

/** It would be over before anybody saw it. */
const endsWrong = (startsAt: Date | null, endsAt: Date | null): boolean =>
  endsAt !== null && endsAt.getTime() <= Math.max(Date.now(), startsAt?.getTime() ?? 0);

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
