"use client";

import { Plus, Trash2 } from "lucide-react";
import dynamic from "next/dynamic";
import { useTranslations } from "next-intl";
import { type FormEvent, useState } from "react";
import { Button } from "../../ui/button";
import { cn } from "../../ui/cn";
import { Input } from "../../ui/input";
import { Segmented } from "../../ui/segmented";
import { Skeleton } from "../../ui/small";
import { TextPanel } from "./text-panel";
import type { DraftWork } from "./use-draft";

const SLUG = /^[a-z][a-z0-9-]{0,62}$/;
const sheetText = (name: string) => `sheet: ${name}\nformat: 1\ntitle: ${name}\nobjects: []\n`;

const DraftSheets = dynamic(() => import("../draft-sheets").then((m) => m.DraftSheets), {
  ssr: false,
  loading: () => <Skeleton className="h-160 rounded-3" />,
});
const VIEWS = ["design", "text"] as const;

/** The sheets of the draft: designed on a canvas, or as text. What is typed and not saved keeps one in the text. */
export function SheetsTab({
  work,
  onRun,
  designing,
  onDesigning,
}: {
  work: DraftWork;
  onRun(): void;
  /** The design has changes that are not saved: nothing else is shown until they are. */
  designing: boolean;
  onDesigning(dirty: boolean): void;
}) {
  const t = useTranslations("authoring.sheets");
  const typed = work.dirty.some((path) => path.startsWith("sheets/"));
  const [chosen, setChosen] = useState<(typeof VIEWS)[number]>("design");
  const view = designing ? "design" : typed ? "text" : chosen;
  return (
    <>
      <div className="mb-4 flex flex-wrap items-center gap-3">
        <Segmented
          label={t("view")}
          value={view}
          onValueChange={setChosen}
          options={VIEWS.map((value) => ({ value, label: t(`views.${value}`) }))}
        />
        {typed || designing ? (
          <span className="text-13 text-ink-2">{t(designing ? "saveDesignFirst" : "saveFirst")}</span>
        ) : null}
      </div>
      {view === "design" ? (
        <DraftSheets id={work.id} onDirty={onDesigning} />
      ) : (
        <SheetTexts work={work} onRun={onRun} />
      )}
    </>
  );
}

/** The sheets as text, one at a time. */
function SheetTexts({ work, onRun }: { work: DraftWork; onRun(): void }) {
  const t = useTranslations("authoring.sheets");
  const paths = Object.keys(work.texts)
    .filter((path) => path.startsWith("sheets/"))
    .sort();
  const [chosen, setChosen] = useState<string | null>(null);
  const [name, setName] = useState("");
  const path = paths.find((p) => p === chosen) ?? paths[0];
  function add(event: FormEvent) {
    event.preventDefault();
    const wanted = `sheets/${name}.yaml`;
    if (!SLUG.test(name) || paths.includes(wanted)) return;
    work.edit(wanted, sheetText(name));
    setChosen(wanted);
    setName("");
  }
  return (
    <div className="flex items-start gap-5 max-lg:flex-col">
      <nav aria-label={t("list")} className="w-52 shrink-0 max-lg:w-full">
        {paths.length === 0 ? <p className="mb-2 text-13 text-ink-2">{t("none")}</p> : null}
        {paths.map((p) => (
          <button
            key={p}
            type="button"
            aria-current={p === path}
            className={cn(
              "block min-h-8 w-full truncate rounded-2 px-2 text-left font-mono text-13 hover:bg-hover max-md:min-h-10",
              p === path && "bg-accent-soft text-accent-ink",
            )}
            onClick={() => setChosen(p)}
          >
            {p.slice("sheets/".length)}
          </button>
        ))}
        {work.readOnly ? null : (
          <form onSubmit={add} className="mt-3 flex gap-2">
            <Input
              aria-label={t("name")}
              placeholder={t("nameHint")}
              value={name}
              onChange={(event) => setName(event.target.value)}
            />
            <Button type="submit" square aria-label={t("add")} disabled={!SLUG.test(name)}>
              <Plus />
            </Button>
          </form>
        )}
      </nav>
      {path ? (
        <TextPanel
          work={work}
          path={path}
          language="yaml"
          label={t("label", { name: path.slice("sheets/".length) })}
          onRun={onRun}
          foot={
            work.readOnly ? undefined : (
              <div className="border-t border-line px-3 py-1.5">
                <Button size="s" variant="quiet" onClick={() => work.edit(path, null)}>
                  <Trash2 />
                  {t("remove")}
                </Button>
              </div>
            )
          }
        />
      ) : null}
    </div>
  );
}
