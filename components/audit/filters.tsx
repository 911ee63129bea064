"use client";

import { useTranslations } from "next-intl";
import type { FormEvent } from "react";
import { Button } from "../ui/button";
import { Field } from "../ui/field";
import { Input } from "../ui/input";
import type { AuditSearch } from "./search";

/** Who, what and when; it counts when it is sent. */
export function AuditFilters({
  search,
  onSearch,
}: {
  search: AuditSearch;
  onSearch: (search: AuditSearch) => void;
}) {
  const t = useTranslations("audit.filter");
  const set = [search.actor, search.action, search.from, search.to].some(Boolean);

  function send(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    const text = (name: string) => String(form.get(name) ?? "").trim() || null;
    onSearch({
      actor: text("actor"),
      action: text("action"),
      from: text("from"),
      to: text("to"),
      cursor: null,
    });
  }

  return (
    <form
      key={JSON.stringify(search)}
      onSubmit={send}
      className="mb-4 grid items-end gap-3 border-t border-line pt-3 grid-cols-2 lg:grid-cols-[1fr_1fr_10rem_10rem_auto]"
    >
      <Field label={t("actor")}>
        <Input name="actor" placeholder={t("actorHint")} defaultValue={search.actor ?? ""} maxLength={120} />
      </Field>
      <Field label={t("action")}>
        <Input
          name="action"
          placeholder={t("actionHint")}
          defaultValue={search.action ?? ""}
          maxLength={80}
        />
      </Field>
      <Field label={t("from")}>
        <Input name="from" type="date" defaultValue={search.from ?? ""} />
      </Field>
      <Field label={t("to")}>
        <Input name="to" type="date" defaultValue={search.to ?? ""} />
      </Field>
      <div className="flex gap-2">
        <Button type="submit">{t("apply")}</Button>
        {set ? (
          <Button
            variant="quiet"
            onClick={() => onSearch({ actor: null, action: null, from: null, to: null, cursor: null })}
          >
            {t("clear")}
          </Button>
        ) : null}
      </div>
    </form>
  );
}
