import { renderToBuffer } from "@react-pdf/renderer";
import { plainPalette } from "../../charts/draw/plain-palette";
import { fetchAtlas, needsAtlas } from "../../charts/kinds/map/geo/atlas";
import { titleOf } from "../../dashboards/object-title";
import { familiesOf, loadFonts } from "../../documents/fonts";
import { askedSheet } from "../asked-sheet";
import { dayOf, fileNameOf } from "../file-name";
import { fileKinds } from "../kinds";
import { framedItems } from "../scene/framed";
import type { FileSource, FileWish, MadeFile } from "../standing";
import { fileWords, selectedLines, timeText } from "../words";
import { SheetDocument } from "./document";
import { pagesOf } from "./paper";

/**
 * A sheet (or one object of it) as a PDF: shapes as vectors, words that can be selected, typefaces inside. In the light
 * theme and the tenant's brand, whatever the reader looks at.
 * @throws NotThere
 */
export async function makePdf(wish: FileWish, source: FileSource): Promise<MadeFile> {
  const { document, now } = source;
  const language = wish.language ?? document.language;
  const say = fileWords(language);
  const asked = await askedSheet(wish, source);
  source.onProgress?.(1, 3);
  const { context, sheet, answers } = asked;
  const families = familiesOf(document.branding.font);
  const textWidth = await loadFonts(families);
  if (asked.objects.some(needsAtlas)) await fetchAtlas();
  const palette = plainPalette(document.look, { patterns: wish.patterns });
  const objects = asked.objects.filter((o) => fileKinds[o.kind]);
  const look = { palette, textWidth };
  const paper = wish.paper ?? "a4";
  const pages = pagesOf(objects, paper);
  const [only] = wish.object === undefined ? [] : objects;
  const title = context.text(sheet.title);
  const when = (iso: string) => timeText(iso, language, wish.zone);
  source.onProgress?.(2, 3);
  const bytes = await renderToBuffer(
    <SheetDocument
      paper={paper}
      title={title}
      from={`${document.app.title} · ${document.tenant.name}`}
      owner={document.tenant.name}
      logo={source.logo}
      selected={selectedLines(context, say)}
      times={`${say("dataOf", { when: when(document.dataAt) })} · ${say("made", { when: when(now) })}`}
      language={language}
      pages={pages}
      look={{ ...look, families }}
      say={say}
      made={new Date(now)}
      drawingOf={(page) =>
        (pages[page]?.objects ?? []).map(({ object, box }) => ({
          x: box.x,
          y: box.y,
          items: framedItems({
            object,
            context,
            answers: answers[object.id] ?? {},
            say,
            width: box.width,
            height: box.height,
            ...look,
          }),
        }))
      }
    />,
  );
  source.onProgress?.(3, 3);
  return {
    name: fileNameOf(
      [document.app.title, title, only ? titleOf(only, context) : ""],
      dayOf(now, wish.zone),
      "pdf",
    ),
    mediaType: "application/pdf",
    bytes,
    rows: 0,
    cut: false,
  };
}
