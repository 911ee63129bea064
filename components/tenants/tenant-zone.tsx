"use client";

import { NextIntlClientProvider, useLocale, useMessages } from "next-intl";
import type { ReactNode } from "react";

/** Times below are those of a tenant's zone, for every reader alike. */
export function TenantZone({ zone, children }: { zone: string; children: ReactNode }) {
  return (
    <NextIntlClientProvider locale={useLocale()} messages={useMessages()} timeZone={zone}>
      {children}
    </NextIntlClientProvider>
  );
}
