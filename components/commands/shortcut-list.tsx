"use client";

import { useTranslations } from "next-intl";
import { type ReactNode, useId } from "react";
import { useMe } from "../providers/me";
import { Kbd } from "../ui/small";
import { Switch } from "../ui/switch";
import { useCommands } from "./context";
import { placesFor } from "./places";
import { useMenuKey } from "./use-menu-key";

function Row({ keys, children }: { keys: readonly string[]; children: ReactNode }) {
  return (
    <div className="flex min-h-9 items-center gap-3 border-b border-line py-1 last:border-b-0">
      <dt className="min-w-0 flex-1 text-ink">{children}</dt>
      <dd className="flex shrink-0 gap-1">
        {keys.map((key) => (
          <Kbd key={key}>{key}</Kbd>
        ))}
      </dd>
    </div>
  );
}

/** The shortcuts as a list, with the switch for single keys. */
export function ShortcutList() {
  const t = useTranslations("commands.shortcuts");
  const shell = useTranslations("shell");
  const me = useMe();
  const { single, setSingle } = useCommands();
  const menuKey = useMenuKey();
  const id = useId();
  return (
    <>
      <dl className="text-13">
        <Row keys={[menuKey, "K"]}>{t("menu")}</Row>
        <Row keys={["/"]}>{t("search")}</Row>
        <Row keys={["?"]}>{t("help")}</Row>
        {placesFor(me).map(({ key, label, chord }) => (
          <Row key={key} keys={["G", chord.toUpperCase()]}>
            {t("go", { place: label ?? shell(key) })}
          </Row>
        ))}
      </dl>
      <div className="mt-4 flex items-start gap-3 rounded-3 bg-sunken px-3 py-2.5">
        <div className="min-w-0 flex-1">
          <span id={id} className="text-13 font-medium text-ink">
            {t("single")}
          </span>
          <p className="text-12 text-ink-3">{t("singleHint")}</p>
        </div>
        <Switch aria-labelledby={id} checked={single} onCheckedChange={setSingle} />
      </div>
    </>
  );
}
