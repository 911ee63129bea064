"use client";

import { Check } from "lucide-react";
import { useRouter } from "next/navigation";
import { useLocale, useTranslations } from "next-intl";
import { useTransition } from "react";
import { chooseLanguage, LANGUAGE_COOKIE, LANGUAGE_NAMES, type Language } from "../providers/i18n/locales";
import { MenuGroup, MenuRadioGroup, MenuRadioItem, MenuRadioItemIndicator } from "../ui/menu";

const A_YEAR = 31_536_000;
const LANGUAGES = Object.entries(LANGUAGE_NAMES) as [Language, string][];

/** The portal's language in this browser: a cookie, so that the server renders in it. */
export function LanguageChoice() {
  const t = useTranslations("shell");
  const router = useRouter();
  const [, start] = useTransition();
  function choose(language: Language) {
    // biome-ignore lint/suspicious/noDocumentCookie: the Cookie Store API is not in every browser yet
    document.cookie = `${LANGUAGE_COOKIE}=${language}; path=/; max-age=${A_YEAR}; samesite=lax`;
    start(() => router.refresh());
  }
  return (
    <MenuGroup label={t("language")}>
      <MenuRadioGroup value={chooseLanguage(useLocale())} onValueChange={choose}>
        {LANGUAGES.map(([language, name]) => (
          <MenuRadioItem key={language} value={language}>
            <span className="flex-1" lang={language}>
              {name}
            </span>
            <MenuRadioItemIndicator>
              <Check className="text-accent-ink!" />
            </MenuRadioItemIndicator>
          </MenuRadioItem>
        ))}
      </MenuRadioGroup>
    </MenuGroup>
  );
}
