import { Document, Image, Page, Svg, Text, View } from "@react-pdf/renderer";
import type { ReactNode } from "react";
import type { SceneItem } from "../../charts/draw/scene";
import { WEIGHT } from "../../documents/fonts";
import { moved } from "../scene/moved";
import type { SelectedLine } from "../standing";
import type { FileSay } from "../words";
import { FOOT, HEAD, MARGIN, PAPER, type Paper, type PaperPage } from "./paper";
import { type PaperLook, SceneSvg } from "./scene-svg";

export interface SheetPdf {
  paper: Paper;
  title: string;
  /** App and tenant. */
  from: string;
  /** Name of the tenant: the author of the file. */
  owner: string;
  /** Data address of the tenant's logo. */
  logo?: string;
  selected: readonly SelectedLine[];
  /** When the data are of, and when the file was made. */
  times: string;
  language: string;
  pages: readonly PaperPage[];
  drawingOf(page: number): { items: SceneItem[]; x: number; y: number }[];
  look: PaperLook;
  say: FileSay;
  made: Date;
}

/** A sheet on paper: lying pages, its title and selections on each, numbered. */
export function SheetDocument(sheet: SheetPdf) {
  const { paper, title, from, owner, language, pages, look, say, made } = sheet;
  const [width, height] = PAPER[paper];
  const style = {
    fontFamily: look.families,
    fontWeight: WEIGHT.regular,
    fontSize: 8,
    color: look.palette.text,
    padding: MARGIN,
  };
  return (
    <Document
      title={title}
      subject={from}
      author={owner}
      language={language}
      creator={owner}
      producer="Tenantry"
      creationDate={made}
    >
      {(pages.length > 0 ? pages : [null]).map((page, i) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: drawn once
        <Page key={i} size={[width, height]} style={style}>
          <Head sheet={sheet} />
          {page ? (
            <Svg
              width={page.width * page.scale}
              height={page.height * page.scale}
              viewBox={`0 0 ${page.width} ${page.height}`}
            >
              <SceneSvg
                items={sheet.drawingOf(i).flatMap(({ items, x, y }) => moved(items, x, y))}
                look={look}
                id={`p${i}`}
              />
            </Svg>
          ) : (
            <Text>{say("nothing")}</Text>
          )}
          <Foot sheet={sheet} />
        </Page>
      ))}
    </Document>
  );
}

function Head({ sheet: { title, from, logo, selected, look, say } }: { sheet: SheetPdf }) {
  const { palette } = look;
  return (
    <View style={{ height: HEAD }}>
      <View style={{ height: 3, width: 28, backgroundColor: palette.series[0], marginBottom: 6 }} />
      <Row>
        <Text style={{ fontSize: 14, fontWeight: WEIGHT.strong }}>{title}</Text>
        <View style={{ flexDirection: "row", alignItems: "flex-end", gap: 8 }}>
          <Text style={{ color: palette.text3 }}>{from}</Text>
          {logo ? <Image src={logo} style={{ height: 18, maxWidth: 120, objectFit: "contain" }} /> : null}
        </View>
      </Row>
      <Text style={{ marginTop: 4, color: palette.text2, maxLines: 1, textOverflow: "ellipsis" }}>
        {selected.length === 0
          ? say("nothingSelected")
          : selected.map(({ field, values }) => `${field}: ${values}`).join("   ·   ")}
      </Text>
    </View>
  );
}

function Foot({ sheet: { times, look, say } }: { sheet: SheetPdf }) {
  const color = look.palette.text3;
  return (
    <View
      style={{
        position: "absolute",
        left: MARGIN,
        right: MARGIN,
        bottom: MARGIN - 8,
        height: FOOT - 8,
        color,
      }}
      fixed
    >
      <Row>
        <Text>{times}</Text>
        <Text render={({ pageNumber, totalPages }) => say("page", { page: pageNumber, pages: totalPages })} />
      </Row>
    </View>
  );
}

function Row({ children }: { children: ReactNode }) {
  return (
    <View style={{ flexDirection: "row", justifyContent: "space-between", alignItems: "flex-end" }}>
      {children}
    </View>
  );
}
