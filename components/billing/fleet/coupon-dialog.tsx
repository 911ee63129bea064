"use client";

import { useMutation, useQuery } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { type FormEvent, useState } from "react";
import { errorText } from "../../patterns/error-state";
import { Notice } from "../../patterns/notice";
import { useTRPC } from "../../providers/trpc";
import { Button } from "../../ui/button";
import { Dialog } from "../../ui/dialog";
import { Field } from "../../ui/field";
import { Input } from "../../ui/input";
import { Segmented } from "../../ui/segmented";
import { notify } from "../../ui/toast";
import { decimalOf } from "../minor";
import { useBillingChanged } from "../use-billing-changed";

const CODE = /^[A-Z0-9][A-Z0-9-]{2,29}$/;
const whole = (text: string, most: number) =>
  text === "" || (/^\d{1,7}$/.test(text) && Number(text) >= 1 && Number(text) <= most);

function CouponForm({ onDone }: { onDone: () => void }) {
  const t = useTranslations("billing.coupons");
  const common = useTranslations("common");
  const trpc = useTRPC();
  const changed = useBillingChanged();
  const settings = useQuery(trpc.billing.settings.queryOptions());
  const currency = settings.data?.currency ?? "EUR";
  const [kind, setKind] = useState<"percent" | "amount">("percent");
  const [typed, setTyped] = useState({ code: "", title: "", off: "", periods: "", most: "", by: "" });
  const [tried, setTried] = useState(false);
  const set = (more: Partial<typeof typed>) => setTyped({ ...typed, ...more });
  const off = decimalOf(typed.off);
  const wrong = {
    code: !CODE.test(typed.code.trim()),
    title: typed.title.trim() === "",
    off: off === null || (kind === "percent" && Number(off) > 100),
    periods: !whole(typed.periods.trim(), 60),
    most: !whole(typed.most.trim(), 1_000_000),
  };
  const create = useMutation(
    trpc.billing.createCoupon.mutationOptions({
      async onSuccess({ code }) {
        notify({ kind: "done", title: t("made", { code }) });
        onDone();
        await changed();
      },
    }),
  );
  function submit(event: FormEvent) {
    event.preventDefault();
    setTried(true);
    if (Object.values(wrong).some(Boolean) || off === null) return;
    create.mutate({
      ...{ code: typed.code.trim(), title: typed.title.trim() },
      off: kind === "percent" ? { kind, percent: off } : { kind, amounts: { [currency]: off } },
      periods: typed.periods.trim() === "" ? null : Number(typed.periods),
      most: typed.most.trim() === "" ? null : Number(typed.most),
      redeemBy: typed.by === "" ? null : new Date(`${typed.by}T23:59:59`),
    });
  }
  const text = (key: keyof typeof typed) => ({
    value: typed[key],
    autoComplete: "off",
    onChange: (event: { target: { value: string } }) => set({ [key]: event.target.value }),
  });
  return (
    <form noValidate onSubmit={submit} className="grid gap-4 pt-2">
      {create.error ? (
        <Notice tone="failed" live>
          {errorText(create.error)}
        </Notice>
      ) : null}
      <div className="grid gap-4 sm:grid-cols-2">
        <Field
          label={t("code")}
          hint={t("codeHint")}
          error={tried && wrong.code ? t("codeWrong") : undefined}
        >
          <Input
            {...text("code")}
            spellCheck={false}
            maxLength={30}
            onChange={(event) => set({ code: event.target.value.toUpperCase() })}
          />
        </Field>
        <Field
          label={t("name")}
          hint={t("nameHint")}
          error={tried && wrong.title ? t("nameMissing") : undefined}
        >
          <Input {...text("title")} maxLength={100} />
        </Field>
        <div>
          <p className="mb-[5px] text-13 font-medium text-ink" aria-hidden="true">
            {t("kind")}
          </p>
          <Segmented
            label={t("kind")}
            value={kind}
            onValueChange={setKind}
            options={[
              { value: "percent", label: t("percent") },
              { value: "amount", label: t("amount", { currency }) },
            ]}
          />
        </div>
        <Field
          label={kind === "percent" ? t("percentOff") : t("amountOff", { currency })}
          error={tried && wrong.off ? t("offWrong") : undefined}
        >
          <Input {...text("off")} inputMode="decimal" />
        </Field>
        <Field
          label={t("periods")}
          hint={t("periodsHint")}
          error={tried && wrong.periods ? t("periodsWrong") : undefined}
        >
          <Input {...text("periods")} inputMode="numeric" />
        </Field>
        <Field
          label={t("most")}
          hint={t("mostHint")}
          error={tried && wrong.most ? t("mostWrong") : undefined}
        >
          <Input {...text("most")} inputMode="numeric" />
        </Field>
        <Field label={t("by")} hint={t("byHint")}>
          <Input {...text("by")} type="date" />
        </Field>
      </div>
      <div className="flex justify-end gap-2">
        <Button onClick={onDone}>{common("cancel")}</Button>
        <Button type="submit" variant="primary" busy={create.isPending}>
          {t("makeIt")}
        </Button>
      </div>
    </form>
  );
}

/** Makes a coupon: a discount tenants give themselves by its code. */
export function CouponDialog({
  open,
  onOpenChange,
}: {
  open: boolean;
  onOpenChange: (open: boolean) => void;
}) {
  const t = useTranslations("billing.coupons");
  const common = useTranslations("common");
  return (
    <Dialog
      open={open}
      onOpenChange={onOpenChange}
      title={t("dialog")}
      closeLabel={common("close")}
      className="max-w-2xl"
    >
      <CouponForm onDone={() => onOpenChange(false)} />
    </Dialog>
  );
}
