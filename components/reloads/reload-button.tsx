"use client";

import { useMutation } from "@tanstack/react-query";
import { ChevronDown, RefreshCw } from "lucide-react";
import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { errorText, publicError } from "../patterns/error-state";
import { useMay } from "../providers/me";
import { useTRPC } from "../providers/trpc";
import { Button } from "../ui/button";
import { cn } from "../ui/cn";
import { Menu, MenuItem } from "../ui/menu";
import { notify } from "../ui/toast";

function Choice({ title, children }: { title: string; children: ReactNode }) {
  return (
    <span className="min-w-0 py-0.5">
      <span className="block">{title}</span>
      <span className="block text-12 text-ink-2">{children}</span>
    </span>
  );
}

/**
 * Starts a reload and goes to where it is watched: in full at one press, in part from the menu beside. Hidden from
 * those who may not.
 * @param partial whether the app's script has anything for a partial reload to do; unknown while absent
 */
export function ReloadButton({
  app,
  tenantId,
  partial,
  primary = false,
  children,
}: {
  app: string;
  tenantId: string;
  partial: boolean | undefined;
  primary?: boolean;
  children: ReactNode;
}) {
  const t = useTranslations("reloads.start");
  const trpc = useTRPC();
  const router = useRouter();
  const may = useMay("reloads:start", tenantId);
  const start = useMutation(
    trpc.reloads.start.mutationOptions({
      onSuccess({ reload }) {
        notify({ title: t("started") });
        router.push(`/reloads/${reload}`);
      },
      onError: (error) =>
        notify({
          kind: "error",
          title: t("failed"),
          description: errorText(error),
          requestId: publicError(error).requestId,
        }),
    }),
  );
  if (!may) return null;
  const variant = primary ? "primary" : undefined;
  return (
    <span className="inline-flex max-md:flex-1">
      <Button
        {...(variant ? { variant } : {})}
        className="rounded-r-none max-md:flex-1"
        busy={start.isPending}
        onClick={() => start.mutate({ app })}
      >
        <RefreshCw />
        {children}
      </Button>
      <Menu
        align="end"
        className="max-w-80"
        trigger={
          <Button
            {...(variant ? { variant } : {})}
            square
            aria-label={t("ways")}
            disabled={start.isPending}
            className={cn("flex-none! rounded-l-none", primary ? "ml-px" : "-ml-px")}
          >
            <ChevronDown />
          </Button>
        }
      >
        <MenuItem onClick={() => start.mutate({ app })}>
          <Choice title={t("full")}>{t("fullBody")}</Choice>
        </MenuItem>
        <MenuItem disabled={partial !== true} onClick={() => start.mutate({ app, partial: true })}>
          <Choice title={t("partial")}>{t(partial === false ? "partialNone" : "partialBody")}</Choice>
        </MenuItem>
      </Menu>
    </span>
  );
}
