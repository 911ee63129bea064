"use client";

import { useTranslations } from "next-intl";
import { DiffView } from "../../script-editor/diff-view";
import { Button } from "../../ui/button";
import { Dialog } from "../../ui/dialog";
import { languageOf } from "./language-of";
import type { DraftWork } from "./use-draft";

/** Two people changed one file: theirs and ours side by side, and who wins. Nothing is lost either way. */
export function ConflictDialog({ work }: { work: DraftWork }) {
  const t = useTranslations("authoring.conflict");
  const all = useTranslations("authoring");
  const { conflict, closeConflict } = work;
  if (!conflict) return null;
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && closeConflict()}
      closeLabel={all("close")}
      title={t("title", { file: conflict.paths.join(", ") })}
      className="max-w-3xl"
      actions={
        <>
          <Button onClick={closeConflict}>{t("later")}</Button>
          <Button
            onClick={() => {
              work.drop(conflict.paths);
              closeConflict();
            }}
          >
            {t("theirs")}
          </Button>
          <Button
            variant="primary"
            busy={work.saving}
            onClick={() => void work.save(conflict.theirs.revision)}
          >
            {t("mine")}
          </Button>
        </>
      }
    >
      <p className="mb-3">{t("body")}</p>
      {conflict.paths.map((path) => (
        <div key={path} className="mb-3 max-h-80 overflow-auto rounded-2 border border-line-strong">
          <DiffView
            before={conflict.theirs.texts[path] ?? ""}
            after={work.texts[path] ?? ""}
            language={languageOf(path)}
            label={`${t("diff")}: ${path}`}
            known={work.known}
          />
        </div>
      ))}
    </Dialog>
  );
}
