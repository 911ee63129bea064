"use client";

import { useTranslations } from "next-intl";
import { Notice } from "../patterns/notice";
import { Button } from "../ui/button";
import { useWizard } from "./wizard-context";

/** Two people describe the same tenant: the later one sees it before anything of the first is lost. */
export function ConflictNotice() {
  const t = useTranslations("drafts.save");
  const { draft } = useWizard();
  if (draft.state !== "conflict") return null;
  return (
    <Notice
      tone="warning"
      live
      className="mb-5"
      action={
        <Button size="s" onClick={() => window.location.reload()}>
          {t("reload")}
        </Button>
      }
    >
      {t("conflict")}
    </Notice>
  );
}
