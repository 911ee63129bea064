import type { Answer } from "@/server/platform/model";
import type { SheetObject } from "@/server/templates/sheet-schema";
import type { Look } from "../../charts/draw/model";
import type { Box, SceneItem } from "../../charts/draw/scene";
import { truncated } from "../../charts/draw/truncate";
import { modelOf } from "../../charts/kinds-drawn";
import type { ObjectContext } from "../../charts/port";
import { sayOf } from "../../charts/texts";
import { titleOf } from "../../dashboards/object-title";
import { fileKinds } from "../kinds";
import type { FileSay } from "../words";
import { kpiItems } from "./kpi";
import { legendItems } from "./legend";
import { moved } from "./moved";
import { tableItems } from "./table";
import { textItems } from "./text";

const TOP = 10;
const TITLE = 26;
const NOTE = 18;

export interface FramedInput extends Look {
  object: SheetObject;
  context: ObjectContext;
  answers: Record<string, Answer>;
  say: FileSay;
  width: number;
  height: number;
}

/** An object as a drawing of its own: title, legend, description, figures, and what was cut. Origin at its corner. */
export function framedItems(input: FramedInput): SceneItem[] {
  const { object, context, width, height } = input;
  const title = titleOf(object, context);
  const small = object.kind === "kpi";
  const head = object.kind === "button" || title === "" ? 0 : small ? 20 : TITLE;
  const inside: Box = { x: 0, y: TOP + head, width, height: height - TOP - head };
  const broken = Object.values(input.answers)[0];
  const drawn =
    broken?.kind === "error"
      ? {
          items: [words("broken", input.say("notCalculated", { message: broken.message }), inside, input)],
          legend: [],
        }
      : figures(input, inside);
  return [...heading(title, drawn.legend, input), ...drawn.items];
}

interface Drawn {
  items: SceneItem[];
  legend: Parameters<typeof legendItems>[0];
}

function figures(input: FramedInput, box: Box): Drawn {
  const { object, context, answers, say } = input;
  if (object.kind === "kpi") return { items: kpiItems(object, context, answers, input, box), legend: [] };
  if (object.kind === "text") return { items: textItems(object, context, answers, input, box), legend: [] };
  const chart = chartItems(input, box);
  if (chart) return chart;
  const view = fileKinds[object.kind]?.table?.(object, context, answers);
  if (!view) return { items: [], legend: [] };
  if (view.rows.length === 0) return { items: [words("empty", emptyText(input), box, input)], legend: [] };
  return {
    items: tableItems({ view, say, palette: input.palette, textWidth: input.textWidth }, box),
    legend: [],
  };
}

const emptyText = ({ object, context, say }: FramedInput) => context.text(object.empty) || say("nothing");

/** A chart's scene in the room its note leaves; null for a kind that is no chart. */
function chartItems(input: FramedInput, box: Box): Drawn | null {
  const { object, context, answers, palette, textWidth } = input;
  const build = (height: number) =>
    modelOf({
      object,
      context,
      answers,
      palette,
      textWidth,
      width: box.width,
      height,
      say: sayOf(context),
      scrolled: 0,
    });
  let model = build(box.height);
  if (!model) return null;
  if (model.note) model = build(box.height - NOTE) ?? model;
  const items = moved(clipped(model.scene, box.height), box.x, box.y);
  const note = model.empty ?? null;
  if (note) items.push(words("empty", note, box, input));
  if (model.note)
    items.push(words("note", model.note, { ...box, y: box.y + box.height - NOTE, height: NOTE }, input));
  const crumb = model.crumb ? [{ text: model.crumb.label }] : [];
  return { items, legend: [...crumb, ...model.legend] };
}

/** What a reader would scroll to is not on paper. */
const clipped = (scene: readonly SceneItem[], height: number) =>
  scene.filter((item) => (item.kind === "line" || item.kind === "area" ? true : item.y <= height + 1));

function words(id: string, text: string, box: Box, { palette }: Pick<Look, "palette">): SceneItem {
  return {
    id,
    layer: "over",
    kind: "text",
    x: box.x,
    y: box.y + Math.min(box.height, 20) / 2,
    text,
    color: palette.text3,
    maxWidth: box.width,
  };
}

function heading(title: string, legend: Drawn["legend"], input: FramedInput): SceneItem[] {
  const { object, context, width, palette, textWidth } = input;
  if (object.kind === "button" || title === "") return [];
  const small = object.kind === "kpi";
  const size = small ? 13 : 14;
  const shown = truncated(title, width, textWidth, size, !small);
  const y = TOP + 9;
  const color = small ? palette.text2 : palette.text;
  const items: SceneItem[] = [
    { id: "title", layer: "over", kind: "text", x: 0, y, text: shown, color, size, strong: !small },
  ];
  const from = textWidth(shown, size, true) + 12;
  const remark = context.text(object.description);
  const beside = remark ? [...legend, { text: remark }] : legend;
  return [...items, ...legendItems(beside, input, { x: from, y, width: width - from })];
}
