"use client";

import { Copy, CopyPlus, Trash2 } from "lucide-react";
import { type RefObject, useState } from "react";
import { useTranslations } from "use-intl";
import type { SheetObject } from "@/server/templates/sheet-schema";
import { Button } from "../../ui/button";
import { Tab, TabList, TabPanel, Tabs } from "../../ui/tabs";
import { Tooltip } from "../../ui/tooltip";
import { focusTile } from "../canvas/tile";
import { KIND_FACTS, type Property } from "../model/kind-facts";
import { KindGlyph } from "../palette";
import { useEditor, useEditorState, useSheet } from "../state/editor-context";
import { useObjectName } from "../use-words";
import { ObjectYaml } from "./object-yaml";
import { PlaceFields } from "./place-fields";
import { PropertyField } from "./property-field";
import { SheetPanel } from "./sheet-panel";

const TABS = ["data", "look", "behaviour", "yaml"] as const;
type PanelTab = (typeof TABS)[number];

/** What is chosen, with everything that can be set about it; the sheet itself while nothing is. */
export function Properties({ panel }: { panel: RefObject<HTMLElement | null> }) {
  const t = useTranslations("sheetEditor.properties");
  const chosen = useEditorState((s) => s.chosen);
  const sheet = useSheet();
  const objects = sheet?.objects.filter((o) => chosen.includes(o.id)) ?? [];
  const [first] = objects;
  return (
    <section
      ref={panel}
      tabIndex={-1}
      aria-label={t("label")}
      className="grid min-w-0 content-start gap-3 p-4 outline-none"
    >
      {objects.length > 1 ? (
        <Several objects={objects} />
      ) : first ? (
        <One key={`${sheet?.sheet} ${first.id}`} object={first} />
      ) : (
        <SheetPanel />
      )}
    </section>
  );
}

function One({ object }: { object: SheetObject }) {
  const t = useTranslations("sheetEditor");
  const nameOf = useObjectName();
  const { readOnly } = useEditor();
  const [tab, setTab] = useState<PanelTab>("data");
  const facts = KIND_FACTS[object.kind];
  const lists: Record<Exclude<PanelTab, "yaml">, readonly Property[]> = facts;
  return (
    <>
      <div className="flex min-w-0 items-center gap-2">
        <KindGlyph kind={object.kind} />
        <h3
          className="min-w-0 flex-1 truncate text-14 font-strong"
          title={`${t(`kinds.${object.kind}`)}, ${object.id}`}
        >
          {nameOf(object)}
        </h3>
        <Commands ids={[object.id]} />
      </div>
      <Tabs value={tab} onValueChange={(next: PanelTab) => setTab(next)}>
        <TabList aria-label={t("properties.label")}>
          {TABS.map((name) => (
            <Tab key={name} value={name}>
              {t(`properties.tabs.${name}`)}
            </Tab>
          ))}
        </TabList>
        {(["data", "look", "behaviour"] as const).map((name) => (
          <TabPanel key={name} value={name} className="pt-4">
            <fieldset disabled={readOnly} className="grid min-w-0 gap-4">
              {lists[name].map((property) => (
                <PropertyField key={property} object={object} property={property} />
              ))}
              {name === "look" ? <PlaceFields object={object} /> : null}
            </fieldset>
          </TabPanel>
        ))}
        <TabPanel value="yaml" className="pt-4">
          <ObjectYaml object={object} />
        </TabPanel>
      </Tabs>
    </>
  );
}

function Several({ objects }: { objects: readonly SheetObject[] }) {
  const t = useTranslations("sheetEditor.properties");
  const nameOf = useObjectName();
  return (
    <>
      <div className="flex items-center gap-2">
        <h3 className="flex-1 text-14 font-strong">{t("several", { count: objects.length })}</h3>
        <Commands ids={objects.map((o) => o.id)} />
      </div>
      <ul className="grid gap-1 text-13 text-ink-2">
        {objects.map((o) => (
          <li key={o.id}>{nameOf(o)}</li>
        ))}
      </ul>
      <p className="text-12 text-ink-3">{t("severalHint")}</p>
    </>
  );
}

/** What the keys D, Ctrl+C and Delete do, for hands without a keyboard. */
function Commands({ ids }: { ids: readonly string[] }) {
  const t = useTranslations("sheetEditor.commands");
  const { actions, store, readOnly } = useEditor();
  const commands = [
    {
      key: "copy",
      icon: <Copy />,
      run: () => void navigator.clipboard?.writeText(actions.copy(ids) ?? "").catch(() => undefined),
    },
    {
      key: "duplicate",
      icon: <CopyPlus />,
      run: () => {
        const [copy] = actions.duplicate(ids);
        if (copy) requestAnimationFrame(() => focusTile(copy));
      },
    },
    {
      key: "remove",
      icon: <Trash2 />,
      run: () => {
        actions.remove(ids);
        const next = store.sheet?.objects[0]?.id;
        if (next) requestAnimationFrame(() => focusTile(next));
      },
    },
  ] as const;
  return (
    <div className="flex shrink-0">
      {commands.map(({ key, icon, run }) =>
        readOnly && key !== "copy" ? null : (
          <Tooltip key={key} content={t(key)}>
            <Button variant="quiet" size="s" square aria-label={t(key)} onClick={run}>
              {icon}
            </Button>
          </Tooltip>
        ),
      )}
    </div>
  );
}
