"use client";

import { ArrowLeft, ArrowRight, CopyPlus, Ellipsis, Plus, Settings2, Trash2 } from "lucide-react";
import { useState } from "react";
import { useTranslations } from "use-intl";
import { Button } from "../ui/button";
import { cn } from "../ui/cn";
import { Dialog } from "../ui/dialog";
import { Field } from "../ui/field";
import { Input } from "../ui/input";
import { Menu, MenuItem, MenuSeparator } from "../ui/menu";
import { tabClass } from "../ui/tabs";
import { type Draft, type DraftSheet, freeId, slugOf } from "./model/draft";
import { useEditor, useEditorState } from "./state/editor-context";
import { useText } from "./use-words";

/** The sheets of the draft: go to one, add, duplicate, put in another order, delete. */
export function SheetTabs({ ordered, single }: { ordered: boolean; single: boolean }) {
  const t = useTranslations("sheetEditor.sheets");
  const text = useText();
  const { store, readOnly, showProperties } = useEditor();
  const sheets = useEditorState((s) => s.history.present.sheets);
  const open = useEditorState((s) => s.open);
  const [naming, setNaming] = useState(false);
  return (
    <nav aria-label={t("label")} className="flex min-w-0 items-center gap-1 border-b border-line px-3">
      <ul className="flex min-w-0 gap-5 overflow-x-auto no-scrollbar">
        {sheets.map(({ sheet }) => (
          <li key={sheet.sheet}>
            <button
              type="button"
              aria-current={sheet.sheet === open ? "true" : undefined}
              className={cn(tabClass, "h-10")}
              onClick={() => store.openSheet(sheet.sheet)}
            >
              {text(sheet.title)}
            </button>
          </li>
        ))}
      </ul>
      {readOnly ? null : (
        <>
          {sheets.length > 0 && !single ? <SheetMenu ordered={ordered} /> : null}
          {single ? null : (
            <Button variant="quiet" size="s" square aria-label={t("add")} onClick={() => setNaming(true)}>
              <Plus />
            </Button>
          )}
          <Button
            variant="quiet"
            size="s"
            square
            aria-label={t("settings")}
            onClick={() => {
              store.choose([]);
              showProperties();
            }}
          >
            <Settings2 />
          </Button>
          <NewSheet open={naming} onClose={() => setNaming(false)} />
        </>
      )}
    </nav>
  );
}

function SheetMenu({ ordered }: { ordered: boolean }) {
  const t = useTranslations("sheetEditor.sheets");
  const text = useText();
  const { store } = useEditor();
  const sheets = useEditorState((s) => s.history.present.sheets);
  const open = useEditorState((s) => s.open);
  const at = sheets.findIndex(({ sheet }) => sheet.sheet === open);
  const own = sheets[at];
  if (!own) return null;
  const name = text(own.sheet.title);

  function move(by: -1 | 1) {
    const next = [...sheets];
    next.splice(at + by, 0, ...next.splice(at, 1));
    store.change({ sheets: next }, { key: "sheetMoved", name });
    store.say(t("movedTo", { name, at: at + by + 1, count: sheets.length }));
  }
  function duplicate(from: DraftSheet) {
    const id = freeId(
      from.sheet.sheet,
      sheets.map(({ sheet }) => sheet.sheet),
    );
    add({ sheet: { ...from.sheet, sheet: id, title: t("copyOf", { name }) }, base: null });
  }
  function add(sheet: DraftSheet) {
    store.change({ sheets: [...sheets, sheet] }, { key: "sheetAdded", name: text(sheet.sheet.title) });
    store.openSheet(sheet.sheet.sheet);
  }
  function remove() {
    const next: Draft = { sheets: sheets.filter((_, i) => i !== at) };
    store.openSheet((sheets[at + 1] ?? sheets[at - 1] ?? own)?.sheet.sheet ?? "");
    store.change(next, { key: "sheetRemoved", name });
    store.say(t("removed", { name }));
  }

  return (
    <Menu
      trigger={
        <Button variant="quiet" size="s" square aria-label={t("menu", { name })}>
          <Ellipsis />
        </Button>
      }
    >
      {ordered ? (
        <>
          <MenuItem disabled={at === 0} onClick={() => move(-1)}>
            <ArrowLeft /> {t("left")}
          </MenuItem>
          <MenuItem disabled={at === sheets.length - 1} onClick={() => move(1)}>
            <ArrowRight /> {t("right")}
          </MenuItem>
        </>
      ) : null}
      <MenuItem onClick={() => duplicate(own)}>
        <CopyPlus /> {t("duplicate")}
      </MenuItem>
      <MenuSeparator />
      <MenuItem disabled={sheets.length === 1} onClick={remove}>
        <Trash2 /> {t("remove")}
      </MenuItem>
    </Menu>
  );
}

function NewSheet({ open, onClose }: { open: boolean; onClose(): void }) {
  const t = useTranslations("sheetEditor.sheets");
  const { store } = useEditor();
  const [title, setTitle] = useState("");

  function add() {
    const name = title.trim();
    if (!name) return;
    const { sheets } = store.draft;
    const id = freeId(
      slugOf(name, "sheet"),
      sheets.map(({ sheet }) => sheet.sheet),
    );
    store.change(
      { sheets: [...sheets, { sheet: { sheet: id, format: 1, title: name, objects: [] }, base: null }] },
      { key: "sheetAdded", name },
    );
    store.openSheet(id);
    setTitle("");
    onClose();
  }

  return (
    <Dialog
      open={open}
      onOpenChange={(next) => (next ? undefined : onClose())}
      title={t("add")}
      closeLabel={t("close")}
      actions={
        <>
          <Button onClick={onClose}>{t("cancel")}</Button>
          <Button variant="primary" disabled={title.trim() === ""} onClick={add}>
            {t("add")}
          </Button>
        </>
      }
    >
      <Field label={t("title")} hint={t("titleHint")}>
        <Input
          value={title}
          onChange={(e) => setTitle(e.target.value)}
          onKeyDown={(e) => e.key === "Enter" && add()}
        />
      </Field>
    </Dialog>
  );
}
