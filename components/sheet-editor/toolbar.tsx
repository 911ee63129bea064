"use client";

import { ClipboardPaste, Redo2, Undo2 } from "lucide-react";
import { useTranslations } from "use-intl";
import { Button } from "../ui/button";
import { Segmented } from "../ui/segmented";
import { Tooltip } from "../ui/tooltip";
import type { Preview } from "./canvas/stage";
import type { Label } from "./model/history";
import { valuesOf } from "./state/actions";
import { useEditor, useEditorState } from "./state/editor-context";
import type { Saving } from "./use-saving";

const PREVIEWS = ["desktop", "tablet", "phone"] as const;

/** Undo and redo by name, the widths, trying it out, and saving. */
export function Toolbar({
  preview,
  onPreview,
  trying,
  onTry,
  saving,
  onSave,
}: {
  preview: Preview;
  onPreview(preview: Preview): void;
  trying: boolean;
  onTry(trying: boolean): void;
  saving: Saving;
  /** Undefined where nothing can be saved. */
  onSave?: () => void;
}) {
  const t = useTranslations("sheetEditor");
  const { actions, readOnly } = useEditor();
  const past = useEditorState((s) => s.history.past.at(-1)?.label);
  const future = useEditorState((s) => s.history.future.at(-1)?.label);
  const isDirty = useEditorState((_, store) => store.isDirty);
  const step = (label: Label) => t(`steps.${label.key}` as "steps.moved", valuesOf(label));
  return (
    <div
      role="toolbar"
      aria-label={t("toolbar.label")}
      className="flex flex-wrap items-center gap-2 border-b border-line px-3 py-2"
    >
      {readOnly || trying ? null : (
        <>
          <Tooltip content={past ? t("toolbar.undo", { step: step(past) }) : t("toolbar.undoNothing")}>
            <Button
              square
              variant="quiet"
              disabled={!past}
              aria-label={past ? t("toolbar.undo", { step: step(past) }) : t("toolbar.undoNothing")}
              aria-keyshortcuts="Control+Z"
              onClick={actions.undo}
            >
              <Undo2 />
            </Button>
          </Tooltip>
          <Tooltip content={future ? t("toolbar.redo", { step: step(future) }) : t("toolbar.redoNothing")}>
            <Button
              square
              variant="quiet"
              disabled={!future}
              aria-label={future ? t("toolbar.redo", { step: step(future) }) : t("toolbar.redoNothing")}
              aria-keyshortcuts="Control+Shift+Z"
              onClick={actions.redo}
            >
              <Redo2 />
            </Button>
          </Tooltip>
          <Tooltip content={t("toolbar.paste")}>
            <Button square variant="quiet" aria-label={t("toolbar.paste")} onClick={() => actions.paste()}>
              <ClipboardPaste />
            </Button>
          </Tooltip>
        </>
      )}
      <Segmented
        label={t("toolbar.width")}
        value={preview}
        onValueChange={onPreview}
        options={PREVIEWS.map((value) => ({ value, label: t(`toolbar.${value}`) }))}
      />
      <Segmented
        label={t("toolbar.mode")}
        value={trying ? "try" : "edit"}
        onValueChange={(next) => onTry(next === "try")}
        options={[
          { value: "edit", label: t(readOnly ? "toolbar.look" : "toolbar.edit") },
          { value: "try", label: t("toolbar.try") },
        ]}
      />
      {onSave && !readOnly ? (
        <div className="ml-auto flex items-center gap-3">
          <span className="text-12 text-ink-3" data-state={isDirty ? "unsaved" : "saved"}>
            {saving.state === "saving"
              ? t("toolbar.saving")
              : t(isDirty ? "toolbar.unsaved" : "toolbar.saved")}
          </span>
          <Button
            variant="primary"
            busy={saving.state === "saving"}
            disabled={!isDirty}
            aria-keyshortcuts="Control+S"
            onClick={onSave}
          >
            {t("toolbar.save")}
          </Button>
        </div>
      ) : null}
    </div>
  );
}
