"use client";

import { TRPCClientError } from "@trpc/client";
import { usePathname } from "next/navigation";
import { useTranslations } from "next-intl";
import { sayError } from "../errors/say";
import { Button, ButtonLink } from "../ui/button";
import { cn } from "../ui/cn";
import { StatusIcon } from "../ui/status-icon";
import { CopyId } from "./copy-button";

interface PublicError {
  code?: string;
  message?: string;
  advice?: string;
  requestId?: string;
}

/** What the API says about an error, in the reader's language; empty for an error that never reached it. */
export function publicError(error: unknown): PublicError & { offline: boolean; status?: string } {
  if (error instanceof TRPCClientError && error.data) {
    const { app } = error.data;
    const said = app?.code ? sayError({ ...app, message: app.message ?? error.message }) : null;
    const words = said === null ? {} : { message: said, advice: undefined };
    return {
      offline: false,
      status: String(error.data.code),
      message: error.message,
      ...app,
      ...words,
    };
  }
  return { offline: true };
}

/** One sentence for a notice: what happened and what to do. */
export function errorText(error: unknown): string {
  const { message, advice } = publicError(error);
  return [message ?? (error instanceof Error ? error.message : ""), advice].filter(Boolean).join(" ");
}

/** In place of the part that failed; the rest of the page works. What, why, what to do, request id. */
export function ErrorState({
  error,
  onRetry,
  title,
  digest,
  className,
}: {
  error: unknown;
  onRetry?: () => void;
  title?: string;
  /** Next's id of an error on the server, where there is no request id. */
  digest?: string;
  className?: string;
}) {
  const t = useTranslations("common");
  const path = usePathname();
  const { offline, status, code, message, advice, requestId } = publicError(error);
  const signedOut = status === "UNAUTHORIZED";
  const sentence = signedOut
    ? t("error.signedOut")
    : offline && !digest
      ? t("error.offline")
      : code && code !== "internal_server_error"
        ? [message, advice].filter(Boolean).join(" ")
        : t("error.unexpected");
  const id = requestId ?? digest;
  return (
    <div
      role="alert"
      className={cn(
        "flex gap-3 rounded-3 border border-line-strong px-4 py-3.5 text-13 max-md:flex-wrap",
        className,
      )}
    >
      <StatusIcon tone="failed" className="mt-1 size-4" />
      <div className="min-w-0 flex-1">
        <h2 className="text-14 font-strong">{title ?? t("error.title")}</h2>
        <p className="mt-0.5 max-w-[38rem] break-words text-ink-2">{sentence}</p>
        {id ? (
          <p className="mt-1.5 flex flex-wrap items-center gap-x-3 text-12 text-ink-3">
            <span className="inline-flex items-center gap-1.5">
              {t("error.request")} <CopyId value={id} />
            </span>
            {code ? (
              <span>
                {t("error.code")} <code>{code}</code>
              </span>
            ) : null}
          </p>
        ) : null}
      </div>
      {signedOut ? (
        <ButtonLink href={`/sign-in?next=${encodeURIComponent(path)}`}>{t("error.signIn")}</ButtonLink>
      ) : onRetry ? (
        <Button onClick={onRetry}>{t("retry")}</Button>
      ) : null}
    </div>
  );
}
