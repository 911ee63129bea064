"use client";

import { ChevronRight } from "lucide-react";
import { type ReactNode, useEffect, useId, useRef, useState } from "react";
import { cn } from "../ui/cn";
import { StatusIcon, type Tone } from "../ui/status-icon";

export interface StepLine {
  key: string;
  number: number;
  name: string;
  tone: Tone;
  /** The state in a word, for screen readers. */
  state: string;
  remark?: ReactNode;
  /** Where it lies on the run's time line, both 0 to 1. */
  place?: { left: number; width: number } | null;
  duration?: string | null;
  detail?: ReactNode;
  /** Open as long as nobody chose otherwise: a running or a failed step. */
  open?: boolean;
}

export interface StepSection {
  key: string;
  /** Heading of a child run; without it the steps are the run's own. */
  heading?: ReactNode;
  lines: StepLine[];
}

function TimeLine({ line }: { line: StepLine }) {
  const { place, tone } = line;
  return (
    <span
      aria-hidden="true"
      className={cn("relative h-3.5 w-30 shrink-0 max-md:hidden", place ? "solid-line" : "dotted-line")}
    >
      {place ? (
        <i
          className={cn(
            "absolute top-1 h-1.5 min-w-0.5 rounded-[1px] forced-colors:bg-[CanvasText]",
            tone === "running" ? "bg-running-mark" : tone === "failed" ? "bg-failed-mark" : "bg-n-7",
          )}
          style={{ left: `${place.left * 100}%`, width: `${place.width * 100}%` }}
        />
      ) : null}
    </span>
  );
}

function Step({ line, labels }: { line: StepLine; labels: StepLabels }) {
  const id = useId();
  const [chosen, setChosen] = useState<boolean | null>(null);
  const item = useRef<HTMLLIElement>(null);
  const failed = line.tone === "failed";
  const open = Boolean(line.detail) && (chosen ?? line.open ?? false);
  const lit = line.tone === "running" || failed;

  useEffect(() => {
    // A failed step opens itself and comes into view, once.
    if (failed) item.current?.scrollIntoView({ block: "nearest", behavior: "smooth" });
  }, [failed]);

  return (
    <li ref={item} data-tone={line.tone} className="scroll-mt-16 not-first:border-t not-first:border-line">
      <div
        className={cn(
          "relative flex min-h-[38px] items-center gap-2.5 px-3.5 py-1.5 text-13 max-md:items-start",
          lit && "bg-tone-soft",
        )}
      >
        <StatusIcon tone={line.tone} className="max-md:mt-[3px]" />
        <span className="w-4 shrink-0 text-right text-12 text-ink-3 max-md:mt-px">{line.number}</span>
        <span className="min-w-0 flex-1">
          <b className={cn("font-medium", line.tone === "queued" && "text-ink-2")}>{line.name}</b>
          <span className="sr-only">, {line.state}</span>
          {line.remark ? (
            <span
              className={cn(
                "ml-2.5 text-12 break-words text-ink-3 max-md:ml-0 max-md:block",
                lit && "text-ink-2",
              )}
            >
              {line.remark}
            </span>
          ) : null}
        </span>
        <TimeLine line={line} />
        <span
          className={cn("min-w-13 shrink-0 text-right text-12", line.duration ? "text-ink-2" : "text-ink-3")}
          suppressHydrationWarning
        >
          {line.duration ?? "–"}
        </span>
        {line.detail ? (
          <button
            type="button"
            aria-expanded={open}
            aria-controls={id}
            aria-label={open ? labels.close(line.name) : labels.open(line.name)}
            onClick={() => setChosen(!open)}
            className="grid size-6 shrink-0 place-items-center rounded-1 text-ink-3 after:absolute after:inset-0 hover:text-ink"
          >
            <ChevronRight className={cn("size-4 motion-normal transition-transform", open && "rotate-90")} />
          </button>
        ) : (
          <span className="w-6 shrink-0 max-md:hidden" />
        )}
      </div>
      {open ? (
        <div id={id} className="border-t border-line py-4 pr-3.5 pl-14 max-md:pl-3.5">
          {line.detail}
        </div>
      ) : null}
    </li>
  );
}

export interface StepLabels {
  /** Names of the buttons that open and close a step's details. */
  open: (name: string) => string;
  close: (name: string) => string;
}

/** The ordered steps of a run. Done ones stay closed, the running one is open, a failed one opens itself. */
export function StepList({ sections, labels }: { sections: StepSection[]; labels: StepLabels }) {
  return (
    <div className="overflow-hidden rounded-3 border border-line-strong">
      {sections.map((section) => (
        <section key={section.key} className="not-first:border-t not-first:border-line">
          {section.heading ? (
            <div className="flex min-h-9 items-center gap-3 border-b border-line bg-sunken px-3.5 py-1.5 text-13">
              {section.heading}
            </div>
          ) : null}
          <ol>
            {section.lines.map((line) => (
              <Step key={line.key} line={line} labels={labels} />
            ))}
          </ol>
        </section>
      ))}
    </div>
  );
}
