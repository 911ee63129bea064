"use client";

import { useTranslations } from "next-intl";
import { StatusIcon } from "../ui/status-icon";
import type { Problem } from "./mount";

/** What is wrong, in the order of the text; each leads to its place. */
export function ProblemList({
  problems,
  onOpen,
}: {
  problems: readonly (Problem & { file?: string })[];
  onOpen(problem: Problem & { file?: string }): void;
}) {
  const t = useTranslations("authoring.problems");
  return (
    <section aria-label={t("title")} className="border-t border-line bg-surface">
      <h2 className="flex gap-3 px-4 pt-2.5 text-13 font-strong">
        {t("title")}
        <span className="font-normal text-ink-2" role="status">
          {t("count", { count: problems.length })}
        </span>
      </h2>
      <ul className="max-h-44 overflow-y-auto py-1.5">
        {problems.map((problem, i) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: two problems may say the same
          <li key={i}>
            <button
              type="button"
              className="flex min-h-7 w-full items-start gap-2.5 px-4 py-1 text-left text-13 -outline-offset-2! hover:bg-hover max-md:min-h-10"
              onClick={() => onOpen(problem)}
            >
              <StatusIcon
                tone={problem.severity === "error" ? "failed" : "warning"}
                className="mt-0.5 size-4 shrink-0"
              />
              <span className="min-w-0 [overflow-wrap:anywhere]">
                <span className="text-ink-2">
                  {problem.file
                    ? t("placeIn", { file: problem.file, line: problem.line })
                    : t("place", { line: problem.line })}
                </span>{" "}
                {problem.message}
              </span>
            </button>
          </li>
        ))}
      </ul>
    </section>
  );
}
