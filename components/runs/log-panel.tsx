"use client";

import { ArrowDownToLine, Search } from "lucide-react";
import { useTranslations } from "next-intl";
import { useCallback, useMemo, useState } from "react";
import { useFormat } from "../format/use-format";
import { CopyButton } from "../patterns/copy-button";
import { type LogRow, LogViewer } from "../patterns/log-viewer";
import { SearchInput } from "../patterns/search-input";
import { Button } from "../ui/button";
import { Segmented } from "../ui/segmented";
import { filterLines, type LevelFilter, type LogLine, logText } from "./log-buffer";
import { useLogSummary } from "./use-log-summary";

function download(text: string, name: string) {
  const url = URL.createObjectURL(new Blob([text], { type: "text/plain" }));
  const link = document.createElement("a");
  link.href = url;
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), 1_000);
}

/**
 * The run's log: follow, level, search, copy, download.
 * @param live lines may still come
 */
export function LogPanel({
  lines,
  dropped,
  live,
  name,
}: {
  lines: LogLine[];
  dropped: number;
  live: boolean;
  name: string;
}) {
  const t = useTranslations("runs.log");
  const format = useFormat();
  const [level, setLevel] = useState<LevelFilter>("all");
  const [text, setText] = useState("");
  const [searching, setSearching] = useState(false);
  const [following, setFollowing] = useState(true);
  const shown = useMemo(() => filterLines(lines, level, text), [lines, level, text]);
  const rows = useMemo<LogRow[]>(
    () =>
      shown.map((line) => ({
        ...line,
        time: format.stamp(line.at),
        fullTime: format.full(line.at),
        levelWord: t(`levels.${line.level}`),
      })),
    [shown, format, t],
  );
  const lastError = live ? undefined : lines.findLast((line) => line.level === "error")?.key;
  const asText = useCallback(() => logText(shown), [shown]);
  const summary = useLogSummary(lines);
  const zone = format.zone(lines.at(-1)?.at ?? new Date(0));
  const filtered = shown.length !== lines.length;

  return (
    <section
      aria-label={t("title")}
      className="mt-6 min-w-0 overflow-hidden rounded-3 border border-line-strong"
    >
      <header className="flex min-h-12 flex-wrap items-center gap-2 border-b border-line px-4 py-2">
        <h2 className="text-16 font-strong tracking-tight">{t("title")}</h2>
        {live ? (
          following ? (
            <span className="text-12 text-running-ink">{t("following")}</span>
          ) : (
            <Button variant="quiet" size="s" onClick={() => setFollowing(true)}>
              {t("follow")}
            </Button>
          )
        ) : (
          <span className="text-12 text-ink-3">{t("ended")}</span>
        )}
        <div className="ml-auto flex flex-wrap items-center gap-2">
          {searching ? (
            <SearchInput
              value={text}
              onChange={setText}
              label={t("search")}
              placeholder={t("searchHint")}
              className="h-7 w-52 max-md:w-52"
            />
          ) : null}
          <Segmented<LevelFilter>
            label={t("level")}
            value={level}
            onValueChange={setLevel}
            options={[
              { value: "all", label: t("all") },
              { value: "warn", label: t("warn") },
              { value: "error", label: t("error") },
            ]}
          />
          <Button
            size="s"
            square
            aria-label={t("search")}
            title={t("search")}
            aria-expanded={searching}
            onClick={() => {
              setSearching(!searching);
              setText("");
            }}
          >
            <Search />
          </Button>
          <CopyButton text={asText} label={t("copy")} />
          <Button
            size="s"
            square
            aria-label={t("download")}
            title={t("download")}
            onClick={() => download(`${logText(lines)}\n`, `${name}.log`)}
          >
            <ArrowDownToLine />
          </Button>
        </div>
      </header>
      <LogViewer
        rows={rows}
        label={t("region")}
        empty={lines.length > 0 ? t("emptyFilter") : t("empty")}
        following={live && following}
        onFollowing={setFollowing}
        openAt={lastError}
      />
      <footer className="border-t border-line px-4 py-2.5 text-12 text-ink-3">
        {filtered
          ? t("matching", { shown: shown.length, count: lines.length, zone })
          : t("lines", { count: lines.length, zone })}{" "}
        {dropped > 0 ? t("dropped", { count: dropped }) : null} {live && following ? t("hint") : null}
        <span role="status" className="sr-only">
          {summary}
        </span>
      </footer>
    </section>
  );
}
