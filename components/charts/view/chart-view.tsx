"use client";

import { useMemo, useRef, useState } from "react";
import { useTranslations } from "use-intl";
import { PartFailed } from "../../dashboards/late/part-failed";
import { titleOf } from "../../dashboards/object-title";
import { fetchDrawingAgain } from "../draw/library";
import { type Mark, middleOf } from "../draw/marks";
import type { Builder, BuildInput, ChartModel } from "../draw/model";
import { fetchAtlasAgain, needsAtlas } from "../kinds/map/geo/atlas";
import type { ObjectViewProps } from "../port";
import { remembering, type Say } from "../texts";
import { Legend } from "./legend";
import { MapControls } from "./map-controls";
import { HoverBand, Rings } from "./overlay";
import { Tooltip } from "./tooltip";
import { useAtlas } from "./use-atlas";
import { useChartKeys } from "./use-chart-keys";
import { useChartPointer } from "./use-chart-pointer";
import { useDrawing } from "./use-drawing";
import { useMapView } from "./use-map-view";
import { useLook } from "./use-palette";
import "../charts.css";

const LEGEND_HEIGHT = 24;
const NOTE_HEIGHT = 18;
const SCROLLBAR = 12;

/** The view of every kind of chart: its builder's model, drawn, pointed at and reached by keyboard. */
export function ChartView(props: ObjectViewProps & { build: Builder; label: string }) {
  const { object, context, answers, stale, width, theme, legend, actions, build, label } = props;
  const translate: Say = useTranslations("charts");
  const say = useMemo(() => remembering(translate), [translate]);
  const root = useRef<HTMLDivElement>(null);
  const canvas = useRef<HTMLDivElement>(null);
  const look = useLook(root, `${theme}${props.patterns ? " patterns" : ""}`);
  const [scrolled, setScrolled] = useState(0);
  const [cursorId, setCursorId] = useState<string | null>(null);
  const atlas = useAtlas(needsAtlas(object));
  const room = Math.max(0, props.height - (legend === undefined ? LEGEND_HEIGHT : 0));
  const roaming = useMapView(width, room);
  const { view } = roaming;
  const model = useMemo(
    () =>
      look && width > 0 && room > 0
        ? fitted(build, {
            object,
            context,
            answers,
            width,
            height: room,
            scrolled,
            say,
            atlas,
            view,
            ...look,
          })
        : null,
    [build, object, context, answers, width, room, scrolled, say, atlas, view, look],
  );
  const height = room - (model?.note ? NOTE_HEIGHT : 0);
  const inner = width - (model?.contentHeight ? SCROLLBAR : 0);
  const drawable = useDrawing(canvas, model?.scene ?? null, { width: inner, height, look, stale });

  const cursor = model?.marks.find(({ id }) => id === cursorId) ?? null;
  const goTo = ({ goTo: place, name }: Mark) => {
    if (!place) return;
    roaming.go(place);
    actions.announce(say("mapZoomed", { name }));
  };
  const pointer = useChartPointer({ model, objectId: object.id, width: inner, height, actions, goTo });
  const onKeyDown = useChartKeys({
    model,
    objectId: object.id,
    cursor,
    moveTo: (mark) => {
      pointer.forget();
      setCursorId(mark?.id ?? null);
      if (mark && model?.roams) roaming.reveal(...middleOf(mark.shape), inner, height - (model.foot ?? 0));
      else if (mark) bringIntoView(root.current, mark.hit ?? mark.shape, height, scrolled);
    },
    actions,
    goTo,
    say,
  });
  /** What a finger can do with a mark. */
  const touchActs = (mark: Mark) => {
    const act = (label: string, shift: boolean, clicks = 1) => ({
      label,
      run() {
        pointer.act(mark, shift, clicks);
        pointer.forget();
      },
    });
    if (mark.goTo) return [act(say("zoomButton"), false), act(say("selectAllButton"), true)];
    return [
      ...(mark.picks.length ? [act(say("selectButton"), false)] : []),
      ...(mark.drill !== undefined ? [act(say("openButton"), false, 2)] : []),
    ];
  };
  const shown = pointer.mark ?? cursor;
  const hoverPlace = pointer.mark ? (pointer.mark.hit ?? pointer.mark.shape) : null;

  return (
    <div className="chart" data-kind={object.kind} style={{ width, height: props.height }}>
      {model && (
        <Legend
          model={model}
          title={titleOf(object, context)}
          slot={legend}
          say={say}
          onUp={() => actions.drill(object.id, "up")}
        />
      )}
      <div
        ref={root}
        className="chart-box"
        role="application"
        aria-roledescription={say("chart")}
        aria-label={label || context.text(object.title)}
        aria-description={model?.roams ? `${say("chartKeys")}. ${say("mapKeys")}` : say("chartKeys")}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: the marks of the canvas are reached by the keyboard here
        tabIndex={0}
        style={{ height, overflowY: model?.contentHeight ? "auto" : "hidden" }}
        onScroll={(event) => setScrolled(model?.contentHeight ? event.currentTarget.scrollTop : 0)}
        onKeyDown={(event) => {
          if (!model?.roams || !roaming.onKey(event)) onKeyDown(event);
        }}
        onBlur={() => setCursorId(null)}
      >
        <div style={{ height: model?.contentHeight ?? height }}>
          <div
            ref={model?.brush ? pointer.keepStill : undefined}
            className="chart-window"
            style={{ width: inner, height }}
            {...pointer.handlers}
          >
            <HoverBand shape={hoverPlace} width={inner} height={height} />
            <div ref={canvas} className="chart-canvas" aria-hidden="true" />
            <Rings
              cursor={cursor?.shape ?? null}
              hover={hoverPlace && hoverPlace.kind !== "rect" ? (pointer.mark?.shape ?? null) : null}
              brush={pointer.brush}
              width={inner}
              height={height}
            />
            {model?.empty && <p className="chart-empty">{model.empty}</p>}
            {drawable && !atlas.failed ? null : (
              <div className="chart-failed">
                <PartFailed again={drawable ? fetchAtlasAgain : fetchDrawingAgain} />
              </div>
            )}
            {shown && !pointer.brush && (
              <Tooltip
                mark={shown}
                at={pointer.pointed?.at ?? null}
                width={inner}
                height={height}
                acts={pointer.pointed?.touch ? touchActs(shown) : []}
              />
            )}
          </div>
        </div>
      </div>
      {model?.roams && (
        <div
          className="chart-roam-place"
          style={{ bottom: (model.note ? NOTE_HEIGHT : 0) + (model.foot ?? 0) }}
        >
          <MapControls roaming={roaming} say={say} />
        </div>
      )}
      {model?.note && <p className="chart-note">{model.note}</p>}
    </div>
  );
}

/** The model in the room that its note and its scrollbar leave. */
function fitted(build: Builder, input: BuildInput): ChartModel {
  const model = build(input);
  if (!model.note && !model.contentHeight) return model;
  const height = model.note ? input.height - NOTE_HEIGHT : input.height;
  return build({ ...input, height, width: input.width - (model.contentHeight ? SCROLLBAR : 0) });
}

function bringIntoView(
  box: HTMLElement | null,
  shape: { y: number; height?: number },
  height: number,
  scrolled: number,
) {
  const bottom = shape.y + (shape.height ?? 0);
  if (!box || (shape.y >= 0 && bottom <= height)) return;
  box.scrollTop = Math.max(0, scrolled + (shape.y < 0 ? shape.y - 8 : bottom - height + 8));
}
