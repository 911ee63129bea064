"use client";

import { Cloud, Database, FileText } from "lucide-react";
import { useTranslations } from "next-intl";
import { Tiles } from "../tiles";
import type { ConnectionForm } from "../types";

function KindIcon({ kind }: { kind: string }) {
  const Icon = kind === "s3" ? Cloud : kind === "files" || kind === "sqlite" ? FileText : Database;
  return <Icon className="size-4 shrink-0 text-ink-3" aria-hidden="true" />;
}

/** The kinds of source that fit, as tiles. */
export function KindTiles({
  forms,
  allowed,
  value,
  onChange,
}: {
  forms: readonly ConnectionForm[];
  allowed: string[] | undefined;
  value: string;
  onChange: (kind: string) => void;
}) {
  const t = useTranslations("drafts.sources");
  const fitting = forms.filter((f) => !allowed || allowed.includes(f.kind));
  return (
    <div className="mb-5">
      <Tiles
        label={t("kind")}
        value={value}
        onValueChange={onChange}
        className="grid-cols-[repeat(auto-fill,minmax(9.5rem,1fr))]"
        options={fitting.map((f) => ({
          value: f.kind,
          label: (
            <span className="flex items-center gap-2 font-medium">
              <KindIcon kind={f.kind} />
              {f.title}
            </span>
          ),
        }))}
      />
      {allowed ? <p className="mt-1.5 text-12 text-ink-3">{t("allowed")}</p> : null}
    </div>
  );
}
