import "@/app/globals.css";
import "@fontsource-variable/hanken-grotesk";
import { CSPProvider } from "@base-ui/react/csp-provider";
import { cookies, headers } from "next/headers";
import { NextIntlClientProvider } from "next-intl";
import { getLocale, getMessages, getTimeZone } from "next-intl/server";
import { NuqsAdapter } from "nuqs/adapters/next/app";
import type { ReactNode } from "react";
import { ErrorWordsProvider } from "../errors/error-words";
import { errorWords } from "../errors/words";
import { Toaster } from "../ui/toast";
import { earlyInput } from "./early-input";
import { chooseLanguage } from "./i18n/locales";
import { ZoneProvider } from "./i18n/zone-provider";
import { ThemeProvider } from "./theme";
import { THEME_COOKIE, themeOf } from "./theme-cookie";

const EARLY_INPUT = `(${earlyInput})()`;

/** The whole HTML document of a root layout. Dynamic by nature: the nonce is new for every request. */
export async function Document({ children }: { children: ReactNode }) {
  const [head, jar, locale, messages, timeZone] = await Promise.all([
    headers(),
    cookies(),
    getLocale(),
    getMessages(),
    getTimeZone(),
  ]);
  const nonce = head.get("x-nonce") ?? undefined;
  const theme = themeOf(jar.get(THEME_COOKIE)?.value);
  return (
    <html lang={locale} data-theme={theme === "system" ? undefined : theme}>
      <body>
        <script
          nonce={nonce}
          suppressHydrationWarning
          // biome-ignore lint/security/noDangerouslySetInnerHtml: our own function, as it stands in the build
          dangerouslySetInnerHTML={{ __html: EARLY_INPUT }}
        />
        <CSPProvider nonce={nonce}>
          <ThemeProvider initial={theme}>
            <NextIntlClientProvider locale={locale} messages={messages} timeZone={timeZone}>
              <ZoneProvider>
                <ErrorWordsProvider words={errorWords[chooseLanguage(locale)]}>
                  <NuqsAdapter>{children}</NuqsAdapter>
                  <Toaster />
                </ErrorWordsProvider>
              </ZoneProvider>
            </NextIntlClientProvider>
          </ThemeProvider>
        </CSPProvider>
      </body>
    </html>
  );
}
