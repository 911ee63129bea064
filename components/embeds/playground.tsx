"use client";

import { useMutation } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { useCallback, useRef, useState } from "react";
import type { DashboardPart } from "../dashboards/source";
import type { TenantryApp } from "../embed/element/tenantry-app";
import { useTheme } from "../providers/theme";
import { useTRPC } from "../providers/trpc";
import type { RouterOutputs } from "../providers/types";
import { Button } from "../ui/button";
import { notify } from "../ui/toast";
import { type LoggedMessage, MessageLog } from "./message-log";
import { type Attributes, isSelections, NO_ATTRIBUTES, PlaygroundOptions } from "./playground-options";
import { Bar, DEVICES, type Looks } from "./preview";
import { PreviewFrame } from "./preview-frame";
import { Snippet } from "./snippet";
import type { Embeds } from "./use-embeds";

const KEPT_MESSAGES = 200;

function useMessages() {
  const began = useRef(0);
  const [messages, setMessages] = useState<LoggedMessage[]>([]);
  const onMessage = useCallback((detail: unknown) => {
    const { to, message } = detail as Pick<LoggedMessage, "to" | "message">;
    began.current ||= performance.now();
    const ms = Math.round(performance.now() - began.current);
    setMessages((before) =>
      [...before, { key: (before.at(-1)?.key ?? 0) + 1, ms, to, message }].slice(-KEPT_MESSAGES),
    );
  }, []);
  return { messages, onMessage, empty: () => setMessages([]) };
}

function Calls({ element, object }: { element: () => TenantryApp | null; object: string }) {
  const t = useTranslations("embeds.playground");
  const [busy, setBusy] = useState(false);
  async function pdf() {
    setBusy(true);
    try {
      await element()?.exportPdf(object || undefined);
    } catch (error) {
      const message = error instanceof Error ? error.message : String(error);
      notify({ kind: "error", title: t("noPdf", { message }) });
    }
    setBusy(false);
  }
  return (
    <fieldset className="mt-3 flex flex-wrap gap-2">
      <legend className="sr-only">{t("calls")}</legend>
      <Button size="s" onClick={() => element()?.clear()}>
        <code>{t("clear")}</code>
      </Button>
      <Button size="s" onClick={() => void element()?.getState()}>
        <code>{t("state")}</code>
      </Button>
      <Button size="s" busy={busy} onClick={() => void pdf()}>
        <code>{t("pdf")}</code>
      </Button>
    </fieldset>
  );
}

/** The real embed with every option there is, what both sides say, and the code for what is set. */
export function Playground({ app, embeds }: { app: RouterOutputs["apps"]["get"]; embeds: Embeds }) {
  const trpc = useTRPC();
  const { theme } = useTheme();
  const { mutateAsync } = useMutation(trpc.embeds.preview.mutationOptions());
  const { messages, onMessage, empty } = useMessages();
  const element = useRef<TenantryApp | null>(null);
  const [scale, setScale] = useState(1);
  const [looks, setLooks] = useState<Looks>({
    device: "tablet",
    theme: theme === "dark" ? "dark" : "light",
    brand: true,
  });
  const [hide, setHide] = useState<DashboardPart[]>([]);
  const [attributes, setAttributes] = useState<Attributes>(NO_ATTRIBUTES);
  const { selections } = attributes;
  // What is half typed is not handed on.
  const more = { ...attributes, selections: isSelections(selections) ? selections.trim() : "" };
  return (
    <div className="flex gap-6 max-lg:flex-col">
      <div className="min-w-0 flex-1">
        <Bar looks={looks} onLooks={setLooks} scale={scale} />
        <PreviewFrame
          url={embeds.url}
          app={app.id}
          title={app.title}
          width={DEVICES[looks.device]}
          theme={looks.theme}
          brand={looks.brand}
          hide={hide}
          more={more}
          token={async () => (await mutateAsync({ app: app.id, trial: true })).token}
          onEvent={() => undefined}
          onMessage={onMessage}
          onScale={setScale}
          onElement={(made) => {
            element.current = made;
          }}
        />
        <Calls element={() => element.current} object={attributes.object} />
        <MessageLog messages={messages} onEmpty={empty} />
      </div>
      <aside className="min-w-0 lg:w-76 lg:shrink-0">
        <PlaygroundOptions app={app.id} value={attributes} onChange={setAttributes} />
        <Snippet
          facts={{
            url: embeds.url,
            app: app.id,
            tenant: app.tenantId,
            title: app.title,
            page: embeds.origins[0]?.origin ?? "https://office.example.com",
            kid: embeds.keys.find((key) => !key.revokedAt)?.id ?? "KEY-ID",
            theme: looks.theme,
            brand: looks.brand,
            hide,
            more,
          }}
          onHide={setHide}
        />
      </aside>
    </div>
  );
}
