import { useLayoutEffect, useRef } from "react";
import { type Mark, middleOf } from "../draw/marks";
import { KeyGlyph } from "./glyph";

const GAP = 12;

/** Heading, figures, what a click does; always inside the chart. Texts are text nodes, whatever they contain. */
export function Tooltip({
  mark,
  at,
  width,
  height,
  acts,
}: {
  mark: Mark;
  /** Where the pointer is; without it the tooltip stands at the mark. */
  at: [x: number, y: number] | null;
  width: number;
  height: number;
  /** Buttons for a finger, which has no keys beside it. */
  acts: { label: string; run(): void }[];
}) {
  const box = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => {
    const element = box.current;
    if (!element) return;
    const [x, y] = at ?? middleOf(mark.shape);
    const own = { width: element.offsetWidth, height: element.offsetHeight };
    const left = x + GAP + own.width <= width ? x + GAP : x - GAP - own.width;
    const top = y + GAP + own.height <= height ? y + GAP : y - GAP - own.height;
    element.style.left = `${Math.max(0, Math.min(left, width - own.width))}px`;
    element.style.top = `${Math.max(Math.min(0, height - own.height), Math.min(top, height - own.height))}px`;
  });
  return (
    <div
      className="chart-tip"
      ref={box}
      data-touch={acts.length ? "" : undefined}
      style={{ maxWidth: Math.max(140, width) }}
    >
      <p className="chart-tip-name">{mark.name}</p>
      <dl>
        {mark.rows.map((row) => (
          <div key={row.label + row.value}>
            <dt>
              {row.key && <KeyGlyph {...row.key} />}
              {row.label}
            </dt>
            <dd>{row.value}</dd>
          </div>
        ))}
      </dl>
      {mark.foot && acts.length === 0 && <p className="chart-tip-foot">{mark.foot}</p>}
      {acts.map(({ label, run }) => (
        <button key={label} type="button" className="chart-tip-select" onClick={run}>
          {label}
        </button>
      ))}
    </div>
  );
}
