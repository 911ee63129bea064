"use client";

import { Eye } from "lucide-react";
import dynamic from "next/dynamic";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { Button, ButtonLink } from "../ui/button";
import { Dialog } from "../ui/dialog";
import { Skeleton } from "../ui/small";

const PreviewDashboard = dynamic(() => import("../apps/preview-dashboard").then((m) => m.PreviewDashboard), {
  ssr: false,
  loading: () => <Skeleton className="h-96 rounded-3" />,
});

/** A look at an app from where it is listed; nothing is asked of its data before. */
export function AppPreview({ id, title, href }: { id: string; title: string; href: string }) {
  const t = useTranslations("tenants.page");
  const common = useTranslations("common");
  const [open, setOpen] = useState(false);
  return (
    <Dialog
      open={open}
      onOpenChange={setOpen}
      trigger={
        <Button size="s" square variant="quiet" aria-label={t("previewOf", { app: title })}>
          <Eye />
        </Button>
      }
      title={title}
      closeLabel={common("close")}
      className="max-w-5xl"
      actions={
        <ButtonLink variant="primary" href={href}>
          {t("actions.openApp", { app: title })}
        </ButtonLink>
      }
    >
      {open ? <PreviewDashboard app={id} /> : null}
    </Dialog>
  );
}
