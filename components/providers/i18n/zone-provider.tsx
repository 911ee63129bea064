"use client";

import { NextIntlClientProvider, useLocale, useMessages, useTimeZone } from "next-intl";
import { type ReactNode, useEffect, useState } from "react";
import { ZONE_COOKIE } from "./locales";

const A_YEAR = 31_536_000;

/**
 * Times are shown in the browser's zone. The server knows it from a cookie; on the very first visit it renders
 * in UTC and this corrects it right after hydration.
 */
export function ZoneProvider({ children }: { children: ReactNode }) {
  const [locale, messages, serverZone] = [useLocale(), useMessages(), useTimeZone()];
  const [zone, setZone] = useState(serverZone);
  useEffect(() => {
    const browserZone = Intl.DateTimeFormat().resolvedOptions().timeZone;
    if (browserZone === serverZone) return;
    // biome-ignore lint/suspicious/noDocumentCookie: the Cookie Store API is not in every browser yet
    document.cookie = `${ZONE_COOKIE}=${browserZone}; path=/; max-age=${A_YEAR}; samesite=lax`;
    setZone(browserZone);
  }, [serverZone]);
  return (
    <NextIntlClientProvider locale={locale} messages={messages} timeZone={zone}>
      {children}
    </NextIntlClientProvider>
  );
}
