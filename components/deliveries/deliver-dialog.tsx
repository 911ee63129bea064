"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Mail } from "lucide-react";
import { useLocale, useTimeZone, useTranslations } from "next-intl";
import { type FormEvent, useState } from "react";
import type { DeliveryPeriod } from "@/db/schema/states";
import type { DashboardState } from "../dashboards";
import { errorText } from "../patterns/error-state";
import { Notice } from "../patterns/notice";
import { useMe } from "../providers/me";
import { useTRPC } from "../providers/trpc";
import { Button } from "../ui/button";
import { Checkbox } from "../ui/checkbox";
import { Combobox } from "../ui/combobox";
import { Dialog } from "../ui/dialog";
import { Field } from "../ui/field";
import { Input } from "../ui/input";
import { Segmented } from "../ui/segmented";
import { Select } from "../ui/select";
import { notify } from "../ui/toast";
import { weekdayName } from "./use-when";

const PERIODS = ["daily", "weekly", "monthly"] as const;
const WEEKDAYS = ["1", "2", "3", "4", "5", "6", "7"] as const;
const DAYS = [...Array.from({ length: 28 }, (_, i) => String(i + 1)), "31"];

interface Open {
  app: string;
  tenantId: string;
  state: DashboardState;
  title: string;
}

/** The open sheet by e-mail: for people of the tenant, who are sent it themselves. */
export function DeliverButton(open: Open) {
  const t = useTranslations("deliveries");
  const me = useMe();
  const [asking, setAsking] = useState(false);
  const member = me.memberships.some(({ tenantId }) => tenantId === open.tenantId);
  if (!member || me.viewer) return null;
  return (
    <>
      <Button onClick={() => setAsking(true)}>
        <Mail />
        {t("open")}
      </Button>
      {asking ? <DeliverDialog {...open} onClose={() => setAsking(false)} /> : null}
    </>
  );
}

const zones = (own: string): string[] => [...new Set([own, "UTC", ...Intl.supportedValuesOf("timeZone")])];

function DeliverDialog({ app, state, title, onClose }: Open & { onClose: () => void }) {
  const t = useTranslations("deliveries");
  const common = useTranslations("common");
  const locale = useLocale();
  const me = useMe();
  const trpc = useTRPC();
  const queries = useQueryClient();
  const [every, setEvery] = useState<DeliveryPeriod>("weekly");
  const [weekday, setWeekday] = useState<string>("1");
  const [day, setDay] = useState("1");
  const [at, setAt] = useState("07:00");
  // Below a tenant's page: of the tenant, where it has one.
  const own = useTimeZone();
  const [zone, setZone] = useState(own ?? "UTC");
  const fields = Object.values(state.selections).filter((values) => values.length > 0).length;
  const [selected, setSelected] = useState(fields > 0);
  const create = useMutation(
    trpc.deliveries.create.mutationOptions({
      async onSuccess({ waits }) {
        notify({ title: t("made", { sheet: title }), description: t(waits ? "waits" : "madeWhere") });
        onClose();
        await queries.invalidateQueries(trpc.deliveries.pathFilter());
      },
    }),
  );
  function submit(event: FormEvent) {
    event.preventDefault();
    if (at === "") return;
    const place = { sheet: state.sheet, selections: state.selections, locked: state.locked };
    create.mutate({
      ...{ app, sheet: state.sheet, language: locale, every, at, zone },
      ...(every === "weekly" ? { weekday: Number(weekday) } : {}),
      ...(every === "monthly" ? { day: Number(day) } : {}),
      ...(selected && fields > 0 ? { place } : {}),
    });
  }
  return (
    <Dialog open onOpenChange={onClose} title={t("title", { sheet: title })} closeLabel={common("close")}>
      <form noValidate onSubmit={submit} className="grid gap-4 pt-2">
        <p>{t("lead", { email: me.email })}</p>
        {create.error ? (
          <Notice tone="failed" live>
            {errorText(create.error)}
          </Notice>
        ) : null}
        <Segmented
          label={t("every")}
          value={every}
          onValueChange={setEvery}
          options={PERIODS.map((value) => ({ value, label: t(`period.${value}`) }))}
          className="justify-self-start"
        />
        <div className="grid gap-4 sm:grid-cols-2">
          {every === "weekly" ? (
            <Field label={t("weekday")}>
              <Select
                value={weekday}
                onValueChange={setWeekday}
                options={WEEKDAYS.map((value) => ({ value, label: weekdayName(Number(value), locale) }))}
              />
            </Field>
          ) : null}
          {every === "monthly" ? (
            <Field label={t("day")}>
              <Select
                value={day}
                onValueChange={setDay}
                options={DAYS.map((value) => ({ value, label: value === "31" ? t("lastDay") : value }))}
              />
            </Field>
          ) : null}
          <Field label={t("at")} error={at === "" ? t("atMissing") : undefined}>
            <Input type="time" required value={at} onChange={(event) => setAt(event.target.value)} />
          </Field>
          <Field label={t("zone")}>
            <Combobox
              value={zone}
              onValueChange={(next) => next && setZone(next)}
              options={zones(zone).map((value) => ({ value }))}
              empty={t("noZone")}
              open={t("zoneOpen")}
            />
          </Field>
        </div>
        {fields > 0 ? (
          <label className="flex items-start gap-2 text-ink">
            <Checkbox checked={selected} onCheckedChange={(on) => setSelected(on === true)} />
            <span>{t("selections", { count: fields })}</span>
          </label>
        ) : null}
        <div className="flex justify-end gap-2">
          <Button onClick={onClose}>{common("cancel")}</Button>
          <Button type="submit" variant="primary" busy={create.isPending}>
            {t("create")}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
