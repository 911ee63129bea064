"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { RotateCcw, Square, Undo2 } from "lucide-react";
import { useTranslations } from "next-intl";
import { type ReactNode, useState } from "react";
import { publicError } from "../patterns/error-state";
import { useMay } from "../providers/me";
import { useTRPC } from "../providers/trpc";
import { AlertDialog } from "../ui/alert-dialog";
import { Button } from "../ui/button";
import { notify } from "../ui/toast";
import type { RunView } from "./run-view";
import { type StepGroup, type StepItem, undoableSteps } from "./step-model";

type Kind = "retry" | "undo" | "cancel";

/** Which actions a run offers in its state. */
function offered(view: RunView, items: StepItem[]): Kind[] {
  switch (view.root.run.state) {
    case "queued":
    case "running":
      return ["cancel"];
    case "failed":
      return ["undo", "retry"];
    case "undo-failed":
      return ["undo"];
    case "cancelled":
    case "undone":
      return ["retry"];
    case "succeeded":
      return items.some((item) => item.effect === "created" || item.effect === "changed") ? ["undo"] : [];
    default:
      return [];
  }
}

/** What an undo would do, thing by thing, last first. */
function Consequences({ groups }: { groups: StepGroup[] }) {
  const t = useTranslations("runs");
  const titles = new Map(groups.flatMap((g) => (g.part ? [[g.part.run.id, g.part.run.title] as const] : [])));
  const steps = undoableSteps(groups.flatMap((group) => group.items));
  const lines = steps.flatMap((item) => {
    const key = `thing.${item.name}` as "thing.importApp";
    // Checks leave nothing behind, so they have no words here.
    if ((item.effect !== "created" && item.effect !== "changed") || !t.has(key)) return [];
    const thing = t(key, { app: titles.get(item.runId) ?? "" });
    return [{ key: item.key, text: t(`consequence.${item.effect}`, { thing }), message: item.message }];
  });
  if (steps.length === 0) return <p>{t("action.undoNothing")}</p>;
  return (
    <>
      <p>{t("action.undoBody", { count: steps.length })}</p>
      <section
        aria-label={t("action.undoThings")}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: scrolling by keyboard
        tabIndex={0}
        className="my-2 max-h-56 overflow-y-auto"
      >
        <ul className="list-disc pl-5">
          {lines.map((line) => (
            <li key={line.key}>
              {line.text}
              {line.message ? <span className="text-ink-3"> ({line.message})</span> : null}
            </li>
          ))}
        </ul>
      </section>
      <p>{t("action.undoFound")}</p>
    </>
  );
}

/** Retry, undo and cancel, each with a dialog that counts what it will do. Hidden from those who may not. */
export function RunActions({ view, groups }: { view: RunView; groups: StepGroup[] }) {
  const t = useTranslations("runs.action");
  const common = useTranslations("common");
  const trpc = useTRPC();
  const queries = useQueryClient();
  const { id, kind, tenantId, state } = view.root.run;
  const may = useMay("runs:control", tenantId);
  const [asked, setAsked] = useState<Kind | null>(null);

  const after = (title: string) => ({
    onSuccess: async () => {
      setAsked(null);
      notify({ title });
      await queries.invalidateQueries({ queryKey: trpc.runs.get.queryKey({ id }) });
    },
    onError: (error: unknown) => {
      setAsked(null);
      const { message, advice, requestId } = publicError(error);
      const description = [message ?? common("error.offline"), advice].filter(Boolean).join(" ");
      notify({ kind: "error", title: t("failed"), description, requestId });
    },
  });
  const retry = useMutation(trpc.runs.retry.mutationOptions(after(t("retried"))));
  const undo = useMutation(trpc.runs.undo.mutationOptions(after(t("undone"))));
  const cancel = useMutation(trpc.runs.cancel.mutationOptions(after(t("cancelled"))));
  if (!may) return null;

  const items = groups.flatMap((group) => group.items);
  const failed = items.find((item) => item.state === "failed");
  const kept = state === "failed" ? items.filter((item) => item.state === "succeeded").length : 0;
  const step = failed ? String(failed.number) : null;
  const again = Math.max(1, items.filter((item) => item.state !== "skipped").length - kept);

  const dialogs: Record<
    Kind,
    {
      title: string;
      body: ReactNode;
      confirm: string;
      back: string;
      danger: boolean;
      busy: boolean;
      run: () => void;
    }
  > = {
    retry: {
      title: step ? t("retryTitle", { step }) : t("retryRunTitle"),
      body: t(kind === "change-plan" ? "retryBodyOfPlan" : "retryBody", { kept, again }),
      confirm: step ? t("retry", { step }) : t("retryRun"),
      back: t("back"),
      danger: false,
      busy: retry.isPending,
      run: () => retry.mutate({ id }),
    },
    undo: {
      title: t("undoTitle"),
      body: <Consequences groups={groups} />,
      confirm: t("undoConfirm"),
      back: t("back"),
      danger: true,
      busy: undo.isPending,
      run: () => undo.mutate({ id }),
    },
    cancel: {
      title: t("cancelTitle"),
      body: t("cancelBody", { count: undoableSteps(items).length }),
      confirm: t("cancelConfirm"),
      back: t("keep"),
      danger: true,
      busy: cancel.isPending,
      run: () => cancel.mutate({ id }),
    },
  };
  const looks = {
    retry: { variant: "primary", Icon: RotateCcw, label: dialogs.retry.confirm },
    undo: { variant: "secondary", Icon: Undo2, label: t("undo") },
    cancel: { variant: "danger", Icon: Square, label: t("cancel") },
  } as const;
  const dialog = dialogs[asked ?? "retry"];

  return (
    <>
      {offered(view, items).map((kind) => {
        const { variant, Icon, label } = looks[kind];
        return (
          <Button key={kind} variant={variant} onClick={() => setAsked(kind)}>
            <Icon />
            {label}
          </Button>
        );
      })}
      <AlertDialog
        open={asked !== null}
        onOpenChange={(open) => !open && setAsked(null)}
        title={dialog.title}
        confirm={dialog.confirm}
        cancel={dialog.back}
        danger={dialog.danger}
        busy={dialog.busy}
        onConfirm={dialog.run}
      >
        {dialog.body}
      </AlertDialog>
    </>
  );
}
