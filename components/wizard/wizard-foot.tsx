"use client";

import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { DRAFT_STEPS } from "@/server/drafts/schemas";
import { errorText, publicError } from "../patterns/error-state";
import { Notice } from "../patterns/notice";
import { Button, buttonClass } from "../ui/button";
import { useWizard } from "./wizard-context";

/** The actions of a step, always in sight: back, what comes next, and the one primary. */
export function WizardFoot({
  primary,
  busy,
  remark,
}: {
  /** In place of "Continue to …". */
  primary?: ReactNode;
  busy?: boolean;
  /** Why it cannot go on, or what comes next. */
  remark?: ReactNode;
}) {
  const t = useTranslations("drafts");
  const { step, go, draft } = useWizard();
  const at = DRAFT_STEPS.indexOf(step);
  const [before, next] = [DRAFT_STEPS[at - 1], DRAFT_STEPS[at + 1]];
  return (
    <footer className="sticky bottom-0 z-(--z-sticky) -mx-(--gutter) mt-8 border-t border-line bg-surface px-(--gutter) py-3 [@media(max-height:26rem)]:static">
      {draft.state === "failed" ? <SaveFailed error={draft.error} /> : null}
      <div className="flex items-center gap-3 max-md:flex-wrap">
        {before ? <Button onClick={() => void go(before)}>{t("back")}</Button> : null}
        <div className="ml-auto min-w-0 text-right text-12 text-ink-3 max-md:order-last max-md:w-full max-md:text-left">
          {remark ?? (next ? t(`step.${next}.next`) : null)}
        </div>
        {primary ?? (
          <Button type="submit" variant="primary" busy={busy} className="max-md:ml-auto">
            {next ? t(`step.${next}.go`) : null}
          </Button>
        )}
      </div>
    </footer>
  );
}

/** Why the answers are not kept. A session that ended is opened again in another tab: what is typed stays here. */
function SaveFailed({ error }: { error: unknown }) {
  const t = useTranslations("drafts.save");
  const signedOut = publicError(error).status === "UNAUTHORIZED";
  return (
    <Notice
      tone="failed"
      live
      className="mb-3"
      action={
        signedOut ? (
          <a className={buttonClass({ size: "s" })} href="/sign-in" target="_blank" rel="noopener">
            {t("signIn")}
          </a>
        ) : undefined
      }
    >
      {signedOut ? t("signedOut") : t("failedBody", { cause: errorText(error) })}
    </Notice>
  );
}
