"use client";

import { Toast } from "@base-ui/react/toast";
import { X } from "lucide-react";
import { useTranslations } from "next-intl";
import { Button } from "./button";
import { StatusIcon } from "./status-icon";

interface ToastData {
  requestId?: string;
}

const manager = Toast.createToastManager<ToastData>();

/**
 * Says what came of *my* action. Good news goes after 6 s, with Undo where there is one; errors stay and carry
 * the request id. Never for runs that are on screen.
 */
export function notify(message: {
  title: string;
  description?: string;
  kind?: "done" | "error";
  undo?: { label: string; run: () => void };
  requestId?: string;
}): void {
  const failed = message.kind === "error";
  manager.add({
    title: message.title,
    description: message.description,
    type: failed ? "error" : "done",
    timeout: failed ? 0 : 6000,
    priority: failed ? "high" : "low",
    data: { requestId: message.requestId },
    actionProps: message.undo ? { children: message.undo.label, onClick: message.undo.run } : undefined,
  });
}

function ToastList() {
  const { toasts } = Toast.useToastManager<ToastData>();
  const t = useTranslations("common");
  return toasts.map((toast) => (
    <Toast.Root
      key={toast.id}
      toast={toast}
      className="w-full rounded-3 bg-overlay shadow-float motion-normal transition-[opacity,translate] data-starting-style:translate-y-2 data-starting-style:opacity-0 data-ending-style:opacity-0 forced-colors:border"
    >
      <Toast.Content className="flex items-start gap-2.5 p-3 text-13">
        <StatusIcon tone={toast.type === "error" ? "failed" : "succeeded"} className="mt-[3px]" />
        <div className="min-w-0 flex-1">
          <Toast.Title className="font-medium" render={<p />} />
          <Toast.Description className="text-ink-2" render={<p />} />
          {toast.data?.requestId ? (
            <p className="mt-0.5 font-mono text-12 text-ink-3">{toast.data.requestId}</p>
          ) : null}
        </div>
        {toast.actionProps ? <Toast.Action render={<Button size="s" />} /> : null}
        <Toast.Close render={<Button variant="quiet" size="s" square aria-label={t("close")} />}>
          <X />
        </Toast.Close>
      </Toast.Content>
    </Toast.Root>
  ));
}

export function Toaster() {
  const t = useTranslations("common");
  return (
    <Toast.Provider toastManager={manager} limit={4}>
      <Toast.Portal>
        <Toast.Viewport
          aria-label={t("notices")}
          className="fixed right-4 bottom-[calc(1rem+var(--view-bar,0px))] z-(--z-toast) flex w-[calc(100vw-32px)] max-w-96 flex-col gap-2 sm:right-6 sm:bottom-[calc(1.5rem+var(--view-bar,0px))]"
        >
          <ToastList />
        </Toast.Viewport>
      </Toast.Portal>
    </Toast.Provider>
  );
}
