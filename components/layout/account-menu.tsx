"use client";

import { Check, ChevronsUpDown, CircleUser, LogOut, Monitor, Moon, Sun } from "lucide-react";
import { useRouter } from "next/navigation";
import { signOut } from "next-auth/react";
import { useTranslations } from "next-intl";
import { useOwnRole } from "../patterns/own-role";
import { useMe } from "../providers/me";
import { useTheme } from "../providers/theme";
import { THEMES, themeOf } from "../providers/theme-cookie";
import {
  Menu,
  MenuGroup,
  MenuItem,
  MenuRadioGroup,
  MenuRadioItem,
  MenuRadioItemIndicator,
  MenuSeparator,
} from "../ui/menu";
import { LanguageChoice } from "./language-choice";

const ICONS = { system: Monitor, light: Sun, dark: Moon };

/** First letters of the first and last word of a name. */
function initials(name: string): string {
  const words = name.trim().split(/\s+/);
  const letters = words.length > 1 ? [words[0], words.at(-1)] : [words[0]];
  return letters
    .map((word) => Array.from(word ?? "")[0] ?? "")
    .join("")
    .toUpperCase();
}

export function AccountMenu() {
  const t = useTranslations("shell");
  const role = useOwnRole();
  const me = useMe();
  const router = useRouter();
  const { theme, setTheme } = useTheme();
  return (
    <Menu
      side="top"
      className="w-(--anchor-width)"
      trigger={
        <button
          type="button"
          aria-label={t("account", { name: me.name })}
          className="flex w-full items-center gap-2.5 rounded-2 p-1.5 text-left hover:bg-press"
        >
          <span
            aria-hidden="true"
            className="grid size-[26px] shrink-0 place-items-center rounded-full bg-press text-11 font-strong text-ink-2 ring-1 ring-line-strong ring-inset"
          >
            {initials(me.name)}
          </span>
          <span className="min-w-0 flex-1">
            <b className="block truncate text-13 leading-4 font-strong">{me.name}</b>
            <span className="block truncate text-12 leading-4 text-ink-3">{role}</span>
          </span>
          <ChevronsUpDown className="size-3.5 shrink-0 text-ink-3" aria-hidden="true" />
        </button>
      }
    >
      <p className="truncate px-2 py-1.5 text-12 text-ink-3">{me.email}</p>
      <MenuSeparator />
      <MenuGroup label={t("theme")}>
        <MenuRadioGroup value={theme} onValueChange={(next: string) => setTheme(themeOf(next))}>
          {THEMES.map((key) => {
            const Icon = ICONS[key];
            return (
              <MenuRadioItem key={key} value={key}>
                <Icon />
                <span className="flex-1">{t(key)}</span>
                <MenuRadioItemIndicator>
                  <Check className="text-accent-ink!" />
                </MenuRadioItemIndicator>
              </MenuRadioItem>
            );
          })}
        </MenuRadioGroup>
      </MenuGroup>
      <MenuSeparator />
      <LanguageChoice />
      <MenuSeparator />
      {me.viewer ? null : (
        <MenuItem onClick={() => router.push("/account")}>
          <CircleUser />
          {t("yourAccount")}
        </MenuItem>
      )}
      <MenuItem onClick={() => signOut({ callbackUrl: "/sign-in" })}>
        <LogOut />
        {t("signOut")}
      </MenuItem>
    </Menu>
  );
}
