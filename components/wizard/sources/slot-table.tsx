"use client";

import { useLocale, useTranslations } from "next-intl";
import { Select } from "../../ui/select";
import { titleIn } from "../title-in";
import { useWizard } from "../wizard-context";
import { anotherName, type Slot } from "./slots";
import { useSources } from "./use-sources";

const ANOTHER = "\u0000another";

/** Which connection each template reads from: one may serve several, any may have its own. */
export function SlotTable({ slots, names }: { slots: readonly Slot[]; names: readonly string[] }) {
  const t = useTranslations("drafts.sources");
  const locale = useLocale();
  const { draft } = useWizard();
  const { offered } = useSources();
  const apps = draft.data.apps ?? [];

  function assign(slot: Slot, chosen: string) {
    const connection = chosen === ANOTHER ? anotherName(slot.name, names) : chosen;
    draft.change({
      apps: apps.map((a, i) =>
        i === slot.app ? { ...a, connections: { ...a.connections, [slot.name]: connection } } : a,
      ),
    });
  }

  return (
    <ul className="mb-6 grid gap-2 border-y border-line py-3 text-13" aria-label={t("slots")}>
      {slots.map((slot) => {
        const template = offered.find((o) => o.ref === apps[slot.app]?.template);
        const title = titleIn(template?.manifest.title, locale);
        const described = template?.manifest.connections.find((c) => c.name === slot.name)?.description;
        return (
          <li key={`${slot.app} ${slot.name}`} className="grid items-center gap-x-3 sm:grid-cols-[1fr_16rem]">
            <span className="min-w-0">
              <b className="font-medium">{title}</b>{" "}
              <span className="text-ink-2">{titleIn(described, locale) || slot.name}</span>
            </span>
            <Select
              aria-label={t("readsFrom", { template: title, slot: slot.name })}
              value={slot.connection}
              onValueChange={(next) => assign(slot, next)}
              options={[
                ...names.map((value) => ({ value, label: value })),
                { value: ANOTHER, label: t("another") },
              ]}
            />
          </li>
        );
      })}
    </ul>
  );
}
