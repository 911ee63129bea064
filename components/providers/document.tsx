import "@/app/globals.css";
import "@fontsource-variable/hanken-grotesk";
import { CSPProvider } from "@base-ui/react/csp-provider";
import { headers } from "next/headers";
import { NextIntlClientProvider } from "next-intl";
import { getLocale, getMessages, getTimeZone } from "next-intl/server";
import { NuqsAdapter } from "nuqs/adapters/next/app";
import type { ReactNode } from "react";
import { Toaster } from "../ui/toast";
import { ZoneProvider } from "./i18n/zone-provider";
import { ThemeProvider } from "./theme";

/** The whole HTML document of a root layout. Dynamic by nature: the nonce is new for every request. */
export async function Document({ children }: { children: ReactNode }) {
  const [head, locale, messages, timeZone] = await Promise.all([
    headers(),
    getLocale(),
    getMessages(),
    getTimeZone(),
  ]);
  const nonce = head.get("x-nonce") ?? undefined;
  return (
    <html lang={locale} suppressHydrationWarning>
      <body>
        <CSPProvider nonce={nonce}>
          <ThemeProvider nonce={nonce}>
            <NextIntlClientProvider locale={locale} messages={messages} timeZone={timeZone}>
              <ZoneProvider>
                <NuqsAdapter>{children}</NuqsAdapter>
                <Toaster />
              </ZoneProvider>
            </NextIntlClientProvider>
          </ThemeProvider>
        </CSPProvider>
      </body>
    </html>
  );
}
