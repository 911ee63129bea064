"use client";

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { type FormEvent, useId, useState } from "react";
import { useFormat } from "../format/use-format";
import { errorText } from "../patterns/error-state";
import { Notice } from "../patterns/notice";
import { useTRPC } from "../providers/trpc";
import type { RouterOutputs } from "../providers/types";
import { Button } from "../ui/button";
import { Checkbox } from "../ui/checkbox";
import { Dialog } from "../ui/dialog";
import { Field } from "../ui/field";
import { Input } from "../ui/input";
import { Segmented } from "../ui/segmented";
import { Skeleton } from "../ui/small";
import { notify } from "../ui/toast";
import { type Change, type Choice, changeOf, isLess, type Subscription, seatsOf } from "./change-model";
import { LineTable, ofReckoned } from "./line-table";
import type { OfferedPlan } from "./plan-card";
import { useBillingChanged } from "./use-billing-changed";
import { useDays, useTitle } from "./use-words";

type When = "now" | "period-end";
type Preview = RouterOutputs["billing"]["preview"];

function Addons({
  plan,
  value,
  onChange,
}: {
  plan: OfferedPlan;
  value: readonly string[];
  onChange: (ids: string[]) => void;
}) {
  const t = useTranslations("billing.change");
  const title = useTitle();
  const id = useId();
  if (plan.pricing.addons.length === 0) return null;
  return (
    <fieldset className="grid gap-2">
      <legend className="mb-1 text-13 font-medium text-ink">{t("addons")}</legend>
      {plan.pricing.addons.map((addon) => (
        <label
          key={addon.id}
          htmlFor={`${id}-${addon.id}`}
          className="flex min-h-6 items-center gap-2 text-ink"
        >
          <Checkbox
            id={`${id}-${addon.id}`}
            checked={value.includes(addon.id)}
            onCheckedChange={(on) =>
              onChange(on ? [...value, addon.id] : value.filter((one) => one !== addon.id))
            }
          />
          {title(addon.title)}
        </label>
      ))}
    </fieldset>
  );
}

/** What the change costs: lines of now, or when it counts; then what a period costs under it. */
export function Shown({ preview, zone }: { preview: Preview; zone: string }) {
  const t = useTranslations("billing.change");
  const { money } = useFormat();
  const days = useDays(zone);
  const waits = preview.from > preview.at;
  return (
    <div className="rounded-2 border border-line-strong text-ink">
      {waits ? <p className="px-4 py-2.5">{t("waits", { day: days.day(preview.from) })}</p> : null}
      {!waits && preview.lines.length === 0 ? <p className="px-4 py-2.5">{t("free")}</p> : null}
      {preview.lines.length > 0 ? (
        <LineTable
          label={t("preview")}
          lines={ofReckoned(preview.lines)}
          currency={preview.currency}
          zone={zone}
          totals={preview}
          total={preview.gross < 0 ? t("credited") : t("now")}
        />
      ) : null}
      <p className="border-t border-line px-4 py-2.5 text-12 text-ink-3">
        {t(`next.${preview.interval}`, { amount: money(preview.next, preview.currency) })}
      </p>
    </div>
  );
}

function ChangeForm({
  subscription,
  plans,
  target,
  onDone,
}: {
  subscription: Subscription;
  plans: readonly OfferedPlan[];
  target: OfferedPlan;
  onDone: () => void;
}) {
  const t = useTranslations("billing.change");
  const common = useTranslations("common");
  const trpc = useTRPC();
  const queries = useQueryClient();
  const changed = useBillingChanged(subscription.tenantId);
  const { terms, tenantId, currency, zone } = subscription;
  const known = new Set(target.pricing.addons.map((addon) => addon.id));
  const [choice, setChoice] = useState<Choice>({
    plan: target.ref,
    seats: String(terms.seats),
    addons: terms.addons.filter((id) => known.has(id)),
  });
  const [said, setSaid] = useState<When | null>(null);
  const when: When = said ?? (isLess(terms, choice, plans, currency) ? "period-end" : "now");
  const wrong = seatsOf(choice.seats) === null;
  const change: Change | null = wrong ? null : changeOf(terms, choice);
  const asked = { tenant: tenantId, change: change ?? {}, when };
  const preview = useQuery({
    ...trpc.billing.preview.queryOptions(asked),
    enabled: change !== null,
    retry: false,
  });
  const save = useMutation(
    trpc.billing.change.mutationOptions({
      async onSuccess() {
        notify({ kind: "done", title: t("done") });
        await changed();
        onDone();
      },
      onError: () => queries.invalidateQueries(trpc.billing.preview.queryFilter()),
    }),
  );
  const shown = change && preview.data && !preview.isFetching ? preview.data : null;
  function submit(event: FormEvent) {
    event.preventDefault();
    if (!shown || !change) return;
    save.mutate({ tenant: tenantId, change, when, at: shown.at, expected: shown.gross });
  }
  return (
    <form noValidate onSubmit={submit} className="grid gap-4 pt-2">
      {(save.error ?? preview.error) ? (
        <Notice tone="failed" live>
          {errorText(save.error ?? preview.error)}
        </Notice>
      ) : null}
      <Field label={t("seats")} hint={t("seatsHint")} error={wrong ? t("seatsWrong") : undefined}>
        <Input
          inputMode="numeric"
          autoComplete="off"
          value={choice.seats}
          onChange={(event) => setChoice({ ...choice, seats: event.target.value.trim() })}
        />
      </Field>
      <Addons plan={target} value={choice.addons} onChange={(addons) => setChoice({ ...choice, addons })} />
      <div>
        <Segmented
          label={t("when")}
          value={when}
          onValueChange={setSaid}
          options={[
            { value: "now", label: t("atOnce") },
            { value: "period-end", label: t("atEnd") },
          ]}
        />
      </div>
      <div aria-live="polite">
        {change === null ? <p>{t("nothing")}</p> : null}
        {shown ? <Shown preview={shown} zone={zone} /> : null}
        {change && !shown && !preview.error ? <Skeleton className="h-24" /> : null}
      </div>
      <div className="flex justify-end gap-2">
        <Button onClick={onDone}>{common("cancel")}</Button>
        <Button type="submit" variant="primary" disabled={!shown} busy={save.isPending}>
          {when === "now" ? t("confirmNow") : t("confirmEnd")}
        </Button>
      </div>
    </form>
  );
}

/** Changes plan, people and add-ons of a subscription: what it costs is shown before it is done, to the cent. */
export function ChangeDialog({
  subscription,
  plans,
  target,
  onClose,
}: {
  subscription: Subscription;
  plans: readonly OfferedPlan[];
  /** The plan chosen; null closes it. */
  target: OfferedPlan | null;
  onClose: () => void;
}) {
  const t = useTranslations("billing.change");
  const common = useTranslations("common");
  const title = useTitle();
  const same = target?.ref === subscription.terms.plan;
  return (
    <Dialog
      open={target !== null}
      onOpenChange={(open) => open || onClose()}
      title={target && !same ? t("title", { plan: title(target.title) }) : t("titleSame")}
      closeLabel={common("close")}
      className="max-w-2xl"
    >
      {target ? (
        <ChangeForm
          key={target.ref}
          subscription={subscription}
          plans={plans}
          target={target}
          onDone={onClose}
        />
      ) : null}
    </Dialog>
  );
}
