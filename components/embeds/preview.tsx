"use client";

import { useMutation } from "@tanstack/react-query";
import { Monitor, Moon, Paintbrush, Smartphone, Sun, Tablet } from "lucide-react";
import { useTranslations } from "next-intl";
import { useCallback, useRef, useState } from "react";
import { useFormat } from "../format/use-format";
import { useTRPC } from "../providers/trpc";
import { Segmented } from "../ui/segmented";
import { Switch } from "../ui/switch";
import { EventLog, type LoggedEvent } from "./event-log";
import { type EventName, PreviewFrame } from "./preview-frame";

export const DEVICES = { phone: 375, tablet: 768, desktop: 1280 } as const;
export type Device = keyof typeof DEVICES;

export interface Looks {
  device: Device;
  theme: "light" | "dark";
  brand: boolean;
}

const KEPT_EVENTS = 8;
const DEVICE_ICONS = { phone: Smartphone, tablet: Tablet, desktop: Monitor };

/** Width, colours and brand of a preview. */
export function Bar({
  looks,
  onLooks,
  scale,
}: {
  looks: Looks;
  onLooks: (looks: Looks) => void;
  scale: number;
}) {
  const t = useTranslations("embeds.preview");
  const format = useFormat();
  const devices = (Object.keys(DEVICES) as Device[]).map((device) => {
    const Icon = DEVICE_ICONS[device];
    return {
      value: device,
      label: (
        <>
          <Icon className="size-4" aria-hidden="true" />
          <span className="sr-only">{t(device)}</span>
          {DEVICES[device]}
        </>
      ),
    };
  });
  return (
    <div className="mb-3 flex flex-wrap items-center gap-x-3 gap-y-2">
      <Segmented
        label={t("device")}
        value={looks.device}
        onValueChange={(device) => onLooks({ ...looks, device })}
        options={devices}
      />
      <Segmented
        label={t("theme")}
        value={looks.theme}
        onValueChange={(theme) => onLooks({ ...looks, theme })}
        options={[
          {
            value: "light",
            label: (
              <>
                <Sun className="size-4" aria-hidden="true" />
                {t("light")}
              </>
            ),
          },
          {
            value: "dark",
            label: (
              <>
                <Moon className="size-4" aria-hidden="true" />
                {t("dark")}
              </>
            ),
          },
        ]}
      />
      <label
        className="flex min-h-8 items-center gap-2 text-12 font-medium text-ink-2"
        title={t("brandHint")}
      >
        <Switch checked={looks.brand} onCheckedChange={(brand) => onLooks({ ...looks, brand })} />
        <Paintbrush className="size-4" aria-hidden="true" />
        {t("brand")}
      </label>
      {scale < 0.995 ? (
        <span className="ml-auto text-12 text-ink-3">{t("scale", { share: format.percent(scale) })}</span>
      ) : null}
    </div>
  );
}

/** The embed as a host page shows it, for the person who is signed in. */
export function Preview({
  url,
  app,
  title,
  looks,
  hide,
  onLooks,
}: {
  url: string;
  app: string;
  title: string;
  looks: Looks;
  hide: readonly string[];
  onLooks: (looks: Looks) => void;
}) {
  const t = useTranslations("embeds.preview");
  const trpc = useTRPC();
  const { mutateAsync } = useMutation(trpc.embeds.preview.mutationOptions());
  const began = useRef(0);
  const [events, setEvents] = useState<LoggedEvent[]>([]);
  const [firstMs, setFirstMs] = useState<number | null>(null);
  const [scale, setScale] = useState(1);
  const token = async () => {
    began.current ||= performance.now();
    return (await mutateAsync({ app })).token;
  };
  const onEvent = useCallback((name: EventName, detail: unknown) => {
    const ms = Math.round(performance.now() - (began.current || performance.now()));
    if (name === "ready") setFirstMs((detail as { ms: number }).ms);
    setEvents((before) => {
      // A window that is dragged says its size often: only the last of a row is kept.
      const rest = name === "resize" && before.at(-1)?.name === "resize" ? before.slice(0, -1) : before;
      return [...rest, { key: (before.at(-1)?.key ?? 0) + 1, ms, name, detail }].slice(-KEPT_EVENTS);
    });
  }, []);
  return (
    <div className="min-w-0">
      <Bar looks={looks} onLooks={onLooks} scale={scale} />
      <PreviewFrame
        url={url}
        app={app}
        title={title}
        width={DEVICES[looks.device]}
        theme={looks.theme}
        brand={looks.brand}
        hide={hide}
        token={token}
        onEvent={onEvent}
        onScale={setScale}
      />
      <p className="mt-2.5 text-center text-12 text-ink-3">{t("note")}</p>
      <EventLog events={events} firstMs={firstMs} />
    </div>
  );
}
