"use client";

import { useEffect, useRef, useState } from "react";
import type { TenantryApp } from "../embed/element/tenantry-app";
import type { EmbedTheme } from "../embed/protocol";

export const EVENTS = ["ready", "selection", "sheet", "error", "resize"] as const;
export type EventName = (typeof EVENTS)[number];

export interface PreviewLooks {
  theme: EmbedTheme;
  brand: boolean;
  hide: readonly string[];
  /** Attributes beside these, by name; an empty one is left out. */
  more?: Readonly<Record<string, string>>;
}

interface PreviewFrameProps extends PreviewLooks {
  url: string;
  app: string;
  title: string;
  /** Width the embed is given, in px; shown smaller where there is less room. */
  width: number;
  token: () => Promise<string>;
  onEvent: (name: EventName, detail: unknown) => void;
  onScale: (scale: number) => void;
  /** The element itself, for whoever calls it; null once it is gone. */
  onElement?: (element: TenantryApp | null) => void;
  /** Every message between the page and the frame. */
  onMessage?: (detail: unknown) => void;
}

const FIRST_HEIGHT = 620;

function look(element: HTMLElement, { theme, brand, hide, more = {} }: PreviewLooks): void {
  element.setAttribute("theme", theme);
  element.setAttribute("brand", brand ? "on" : "off");
  element.setAttribute("hide", hide.join(" "));
  for (const [name, value] of Object.entries(more)) {
    if (value === "") element.removeAttribute(name);
    else element.setAttribute(name, value);
  }
}

/** The very element that host pages use, in an iframe of the embed's origin. */
export function PreviewFrame(props: PreviewFrameProps) {
  const { url, app, title, width, theme, brand, hide, onScale } = props;
  const room = useRef<HTMLDivElement>(null);
  const place = useRef<HTMLDivElement>(null);
  const element = useRef<TenantryApp | null>(null);
  const latest = useRef(props);
  latest.current = props;
  const [available, setAvailable] = useState(0);
  const [height, setHeight] = useState(FIRST_HEIGHT);

  useEffect(() => {
    let gone = false;
    void import("../embed/element").then(() => {
      if (gone || !place.current) return;
      const made = document.createElement("tenantry-app") as TenantryApp;
      for (const [name, value] of Object.entries({ src: url, app, label: title }))
        made.setAttribute(name, value);
      look(made, latest.current);
      made.tokenProvider = () => latest.current.token();
      for (const name of EVENTS)
        made.addEventListener(`tenantry-${name}`, (event) => {
          const { detail } = event as CustomEvent;
          if (name === "resize") setHeight((detail as { height: number }).height);
          latest.current.onEvent(name, detail);
        });
      made.addEventListener("tenantry-message", (event) =>
        latest.current.onMessage?.((event as CustomEvent).detail),
      );
      place.current.replaceChildren(made);
      element.current = made;
      latest.current.onElement?.(made);
    });
    return () => {
      gone = true;
      element.current?.remove();
      element.current = null;
      latest.current.onElement?.(null);
    };
  }, [url, app, title]);

  const hidden = hide.join(" ");
  const rest = JSON.stringify(props.more ?? {});
  useEffect(() => {
    if (element.current)
      look(element.current, { theme, brand, hide: hidden.split(" "), more: JSON.parse(rest) });
  }, [theme, brand, hidden, rest]);

  useEffect(() => {
    if (!room.current) return;
    const observer = new ResizeObserver(([entry]) => setAvailable(entry?.contentRect.width ?? 0));
    observer.observe(room.current);
    return () => observer.disconnect();
  }, []);

  const scale = available === 0 ? 1 : Math.min(1, available / width);
  useEffect(() => onScale(scale), [scale, onScale]);
  return (
    <div ref={room} className="w-full overflow-hidden">
      <div
        className="mx-auto overflow-hidden rounded-3 bg-surface ring-1 ring-line-strong ring-inset"
        style={{ width: width * scale, height: Math.max(240, height) * scale }}
      >
        <div ref={place} style={{ width, transform: `scale(${scale})`, transformOrigin: "0 0" }} />
      </div>
    </div>
  );
}
