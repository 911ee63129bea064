import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { GallerySheetEditor } from "@/components/gallery/sheet-editor/gallery-sheet-editor";
import { requireMe } from "@/components/providers/session";
import { settings } from "@/server/shared/settings";

export const metadata: Metadata = { title: "Sheet editor" };

/** For development and tests only: `?theme=dark&brand=0b6b62&readonly=1`. */
export default async function Page({
  searchParams,
}: {
  searchParams: Promise<{ theme?: string; brand?: string; readonly?: string }>;
}) {
  if (!settings().gallery) notFound();
  await requireMe();
  const { theme, brand, readonly } = await searchParams;
  return (
    <GallerySheetEditor
      theme={theme === "dark" || theme === "light" ? theme : undefined}
      brand={brand}
      readOnly={readonly === "1"}
    />
  );
}
