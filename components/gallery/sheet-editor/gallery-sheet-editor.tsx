"use client";

import { useEffect, useState } from "react";
import { stringify } from "yaml";
import type { DashboardTheme } from "../../dashboards";
import { PageBar } from "../../layout/top-bar";
import { type ExpressionFault, type SavedSheets, SheetEditor, type SheetFile } from "../../sheet-editor";
import { galleryDocument } from "../dashboards/document";
import { fixtureSource } from "../dashboards/fixture-source";
import { makeRows } from "../dashboards/rows";

const KEPT = "gallery-sheets";

/** Brackets that do not close; the gallery has no server to ask. */
async function check(expression: string): Promise<ExpressionFault | null> {
  let depth = 0;
  for (const [at, letter] of [...expression].entries()) {
    depth += letter === "(" ? 1 : letter === ")" ? -1 : 0;
    if (depth < 0) return { line: 1, column: at + 1, message: "This ) closes nothing." };
  }
  return depth > 0
    ? { line: 1, column: expression.lastIndexOf("(") + 1, message: "This ( is never closed." }
    : null;
}

/** What was last saved in this tab, else the sheets of the demo. */
function keptSheets(): SheetFile[] {
  const kept = window.sessionStorage.getItem(KEPT);
  if (kept) return JSON.parse(kept) as SheetFile[];
  return galleryDocument(makeRows()).sheets.map((sheet) => ({
    sheet,
    text: `# The demo's sheet.\n${stringify(sheet)}`,
  }));
}

/** The sheet editor over made-up rows; saving keeps the sheets in this tab. */
export function GallerySheetEditor({
  theme,
  brand,
  readOnly,
}: {
  theme?: DashboardTheme;
  brand?: string;
  readOnly?: boolean;
}) {
  const [source] = useState(() => fixtureSource("full", brand));
  const [sheets, setSheets] = useState<SheetFile[] | null>(null);
  useEffect(() => setSheets(keptSheets()), []);
  const [saved, setSaved] = useState<SavedSheets | null>(null);

  async function save(next: SavedSheets): Promise<void> {
    window.sessionStorage.setItem(KEPT, JSON.stringify(next.sheets));
    setSaved(next);
  }

  return (
    <>
      <PageBar crumbs={[{ label: "Gallery", href: "/gallery" }, { label: "Sheet editor" }]} />
      <h1 className="sr-only">Sheet editor</h1>
      <div className="-mx-(--gutter) -mt-6 max-md:-mt-4">
        {sheets ? (
          <SheetEditor
            sheets={sheets}
            fields={[]}
            measures={[]}
            source={source}
            theme={theme}
            readOnly={readOnly}
            ordered
            onSave={save}
            check={check}
          />
        ) : null}
      </div>
      {saved ? (
        <section aria-label="Saved YAML" className="mt-6">
          {saved.sheets.map(({ sheet, text }) => (
            <pre key={sheet.sheet} className="overflow-x-auto text-12">
              {text}
            </pre>
          ))}
        </section>
      ) : null}
    </>
  );
}
