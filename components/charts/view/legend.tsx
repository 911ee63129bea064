import { ChevronUp } from "lucide-react";
import { createPortal } from "react-dom";
import type { ChartModel } from "../draw/model";
import type { Say } from "../texts";
import { KeyGlyph } from "./glyph";

/** Beside a title that is the only measure's name already, the legend does not say it again. */
export function legendBeside(title: string, legend: ChartModel["legend"]): ChartModel["legend"] {
  return legend.filter(({ text, key }) => key || text !== title);
}

/** What the marks mean, in words: beside the title where the frame has a place for it, else above the chart. */
export function Legend({
  model,
  title,
  slot,
  onUp,
  say,
}: {
  model: Pick<ChartModel, "legend" | "crumb">;
  /** What the frame says above the chart. */
  title: string;
  /** Null: its place is not there yet. */
  slot: HTMLElement | null | undefined;
  onUp(): void;
  say: Say;
}) {
  const { crumb, legend } = model;
  if (slot === null) return null;
  const words = (
    <div className="chart-legend">
      {crumb && (
        <span className="chart-crumb">
          {say("by")}{" "}
          {crumb.canGoUp ? (
            <button type="button" onClick={onUp} aria-label={say("goUp", { field: crumb.label })}>
              {crumb.label}
              <ChevronUp size={12} aria-hidden="true" />
            </button>
          ) : (
            <b>{crumb.label}</b>
          )}
        </span>
      )}
      {(slot ? legendBeside(title, legend) : legend).map(({ text, key }) => (
        <span key={`${key?.glyph}${text}`}>
          {key && <KeyGlyph {...key} />}
          <span className="chart-legend-text">{text}</span>
        </span>
      ))}
    </div>
  );
  return slot ? createPortal(words, slot) : words;
}
