"use client";

import { useMutation, useQuery } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { type FormEvent, useState } from "react";
import { errorText } from "../patterns/error-state";
import { Notice } from "../patterns/notice";
import { useTRPC } from "../providers/trpc";
import { Button } from "../ui/button";
import { Dialog } from "../ui/dialog";
import { Field } from "../ui/field";
import { Input } from "../ui/input";
import { notify } from "../ui/toast";
import type { Subscription } from "./change-model";
import { useBillingChanged } from "./use-billing-changed";
import { useDays, useOff } from "./use-words";

function CouponForm({ subscription, onDone }: { subscription: Subscription; onDone: () => void }) {
  const t = useTranslations("billing.coupon");
  const common = useTranslations("common");
  const trpc = useTRPC();
  const days = useDays(subscription.zone);
  const off = useOff();
  const { tenantId: tenant } = subscription;
  const changed = useBillingChanged(tenant);
  const [code, setCode] = useState("");
  const [asked, setAsked] = useState("");
  const offer = useQuery({
    ...trpc.billing.previewCoupon.queryOptions({ tenant, code: asked }),
    enabled: asked !== "",
    retry: false,
  });
  const redeem = useMutation(
    trpc.billing.redeemCoupon.mutationOptions({
      async onSuccess() {
        notify({ kind: "done", title: t("done") });
        onDone();
        await changed();
      },
    }),
  );
  const found = asked === code.trim() ? offer.data : undefined;
  function submit(event: FormEvent) {
    event.preventDefault();
    const typed = code.trim();
    if (found) redeem.mutate({ tenant, code: asked });
    else if (typed !== "") setAsked(typed);
  }
  const problem = redeem.error ?? (asked === code.trim() ? offer.error : null);
  return (
    <form noValidate onSubmit={submit} className="grid gap-4 pt-2">
      <Field label={t("code")} error={problem ? errorText(problem) : undefined}>
        <Input
          autoComplete="off"
          spellCheck={false}
          maxLength={30}
          value={code}
          onChange={(event) => setCode(event.target.value.toUpperCase())}
        />
      </Field>
      <div aria-live="polite">
        {found ? (
          <Notice tone="queued">
            <b className="font-medium">{found.title}</b>: {off(found.off, found.currency)}.{" "}
            {found.until
              ? t("between", { from: days.day(found.from), until: days.day(found.until) })
              : t("from", { from: days.day(found.from) })}
          </Notice>
        ) : null}
      </div>
      <div className="flex justify-end gap-2">
        <Button onClick={onDone}>{common("cancel")}</Button>
        <Button
          type="submit"
          variant="primary"
          disabled={code.trim() === ""}
          busy={redeem.isPending || offer.isFetching}
        >
          {found ? t("use") : t("look")}
        </Button>
      </div>
    </form>
  );
}

/** Asks for a coupon's code, says what it gives, and uses it. */
export function CouponButton({ subscription }: { subscription: Subscription }) {
  const t = useTranslations("billing.coupon");
  const common = useTranslations("common");
  const [open, setOpen] = useState(false);
  return (
    <>
      <Button onClick={() => setOpen(true)}>{t("open")}</Button>
      <Dialog open={open} onOpenChange={setOpen} title={t("title")} closeLabel={common("close")}>
        <CouponForm subscription={subscription} onDone={() => setOpen(false)} />
      </Dialog>
    </>
  );
}
