import type { Look } from "../../charts/draw/model";
import type { Box, SceneItem } from "../../charts/draw/scene";
import type { TableView } from "../../charts/port";
import type { FileSay } from "../words";

const HEAD = 26;
const ROW = 24;
const NOTE = 18;
const PAD = 8;
/** Between these a column is as wide as its texts. */
const NARROW = 44;
const WIDE = 260;

interface TableInput extends Look {
  view: TableView;
  say: FileSay;
}

/** Rows as far as the box holds them, the totals on top; the rest is counted in a line below. */
export function tableItems({ view, say, ...look }: TableInput, box: Box): SceneItem[] {
  const { palette } = look;
  const all = view.rowCount ?? view.rows.length;
  const extra = view.totals ? 1 : 0;
  const fits = (room: number) => Math.max(0, Math.floor((room - HEAD) / ROW) - extra);
  const whole = fits(box.height);
  const shown = Math.min(view.rows.length, all <= whole ? whole : fits(box.height - NOTE));
  const columns = columnPlaces(view, shown, look, box.width);
  const items: SceneItem[] = [];
  const line = (id: string, y: number, color: string) =>
    items.push({
      id,
      layer: "ground",
      kind: "rect",
      x: box.x,
      y,
      width: box.width,
      height: 1,
      fill: color,
    });
  const row = (
    id: string,
    texts: readonly string[],
    y: number,
    style: { color: string; strong?: boolean },
  ) => {
    for (const { at, x, width, numeric } of columns)
      items.push({
        id: `${id}:${at}`,
        layer: "over",
        kind: "text",
        x: box.x + (numeric ? x + width - (at === columns.at(-1)?.at ? 0 : PAD) : x),
        y,
        text: texts[at] ?? "",
        align: numeric ? "right" : "left",
        maxWidth: width - PAD,
        ...style,
      });
  };
  row(
    "head",
    view.columns.map((c) => c.label),
    box.y + HEAD / 2,
    { color: palette.text3 },
  );
  line("head line", box.y + HEAD - 1, palette.lineStrong);
  let y = box.y + HEAD;
  const totals = view.totals?.text.map((text, i) => (i === 0 && text === "" ? say("all") : text));
  for (const texts of [...(totals ? [totals] : []), ...view.rows.slice(0, shown).map((r) => r.text)]) {
    const strong = texts === totals;
    row(`row ${y}`, texts, y + ROW / 2, { color: palette.text, strong });
    line(`line ${y}`, y + ROW - 1, strong ? palette.lineStrong : palette.grid);
    y += ROW;
  }
  if (all > shown)
    items.push({
      id: "more",
      layer: "over",
      kind: "text",
      x: box.x,
      y: Math.min(y + NOTE / 2 + 2, box.y + box.height - 4),
      text: say("moreRows", { shown, all }),
      color: palette.text3,
    });
  return items;
}

interface Place {
  at: number;
  x: number;
  width: number;
  numeric: boolean;
}

/** Columns from the left as wide as their texts, the rest shared; those that find no room are left out. */
function columnPlaces(view: TableView, shown: number, { textWidth }: Look, room: number): Place[] {
  const wanted = view.columns.map(({ label }, i) => {
    const texts = [view.totals?.text[i] ?? "", ...view.rows.slice(0, shown).map((r) => r.text[i] ?? "")];
    const most = Math.max(textWidth(label), ...texts.map((text) => textWidth(text, 12, true)));
    return Math.min(WIDE, Math.max(NARROW, most + 2 * PAD));
  });
  const kept: number[] = [];
  let used = 0;
  for (const [i, width] of wanted.entries()) {
    if (kept.length > 0 && used + width > room) break;
    kept.push(i);
    used += width;
  }
  const spare = Math.max(0, room - used) / Math.max(1, kept.length);
  let x = 0;
  return kept.map((at) => {
    const width = Math.min(room, wanted[at] ?? NARROW) + spare;
    const place = { at, x, width, numeric: view.columns[at]?.numeric ?? false };
    x += width;
    return place;
  });
}
