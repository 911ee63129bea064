import { openDrawing } from "../charts/draw/echarts";
import type { Look } from "../charts/draw/model";
import { readPalette } from "../charts/draw/palette";
import type { SceneItem } from "../charts/draw/scene";
import { sceneOption } from "../charts/draw/scene-option";
import { textWidthIn } from "../charts/view/text-width";
import { titleOf } from "../dashboards/object-title";
import type { Snapshot } from "../dashboards/state/snapshot";
import { dayOf, fileNameOf } from "./file-name";
import { framedItems } from "./scene/framed";
import { moved } from "./scene/moved";
import { fileWords, selectedLines, timeText } from "./words";

const PAD = 24;
const FOOT = 34;
const SCALE = 2;

export interface ChartPicture {
  snapshot: Snapshot;
  object: string;
  /** Where the dashboard stands: its colors and typeface are the picture's. */
  element: HTMLElement;
  width: number;
  height: number;
  patterns: boolean;
  language: string;
}

/**
 * A chart as it stands on the sheet, at twice its size, with its title, its legend, what is selected and when the data
 * are of. Null where it has no figures yet.
 */
export async function chartPicture(picture: ChartPicture): Promise<{ name: string; blob: Blob } | null> {
  const { snapshot, element, width, height, language, patterns } = picture;
  const { shown, document: of } = snapshot;
  const object = shown?.context.sheet.objects.find((o) => o.id === picture.object);
  if (!shown || !object || !of) return null;
  const { context } = shown;
  const palette = { ...readPalette(element), ...(patterns ? { patterns } : {}) };
  const look: Look = { palette, textWidth: textWidthIn(palette.font) };
  const say = fileWords(language);
  const zone = of.zone ?? Intl.DateTimeFormat().resolvedOptions().timeZone;
  const answers = shown.answers[object.id] ?? {};
  const inside = framedItems({ object, context, answers, say, width, height, ...look });
  const lines = selectedLines(context, say).map(({ field, values }) => `${field}: ${values}`);
  const foot = [
    of.app.title,
    ...(lines.length > 0 ? lines : [say("nothingSelected")]),
    say("dataOf", { when: timeText(of.dataAt, language, zone) }),
  ].join("   ·   ");
  const size = { width: width + 2 * PAD, height: height + 2 * PAD + FOOT };
  const items = [...moved(inside, PAD, PAD), footnote(foot, size, look)];
  const name = [of.app.title, context.text(context.sheet.title), titleOf(object, context)];
  const blob = await drawn(items, look, size);
  return blob && { name: fileNameOf(name, dayOf(new Date().toISOString(), zone), "png"), blob };
}

const footnote = (
  text: string,
  { width, height }: { width: number; height: number },
  look: Look,
): SceneItem => ({
  id: "foot",
  layer: "over",
  kind: "text",
  x: PAD,
  y: height - PAD,
  text,
  color: look.palette.text3,
  maxWidth: width - 2 * PAD,
});

async function drawn(
  items: SceneItem[],
  look: Look,
  size: { width: number; height: number },
): Promise<Blob | null> {
  const place = document.createElement("div");
  const chart = openDrawing(place, size.width, size.height);
  try {
    const unique = items.map((item, i) => ({ ...item, id: `${i}` }));
    chart.setOption(sceneOption(unique, look, false), { silent: true });
    const canvas = chart.renderToCanvas({ pixelRatio: SCALE, backgroundColor: look.palette.surface });
    return await new Promise((done) => canvas.toBlob(done, "image/png"));
  } finally {
    chart.dispose();
  }
}
